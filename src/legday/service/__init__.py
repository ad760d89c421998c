"""A session that runs: source, recorder, session and publishers held together until it is stopped."""

from legday.service.run import Recorder, Service
from legday.service.signals import stopped_by_signals

__all__ = ["Recorder", "Service", "stopped_by_signals"]
