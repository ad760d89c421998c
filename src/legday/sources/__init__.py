"""Async iterators of inputs, one file each."""

from legday.sources._clock import SteadyClock, host_now_ns
from legday.sources._pacing import Pace
from legday.sources._source import Lossy, Source

__all__ = ["Lossy", "Pace", "Source", "SteadyClock", "host_now_ns"]
