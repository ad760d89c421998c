"""A session that runs: source, recorder, session and publishers held together until it is stopped."""

from legday.service.recorder import Recorder
from legday.service.run import Service
from legday.service.signals import stopped_by_signals

__all__ = ["Recorder", "Service", "stopped_by_signals"]
