"""What happens to the service itself: ``bridge/event``."""

from collections.abc import Callable, Iterator

from legday.core.setup import SessionSetup
from legday.publishers import Message

BRIDGE = "bridge"


class Occurrences:
    """Says each once, when it is news.

    Parameters
    ----------
    setup : SessionSetup
        The session's sensors.
    storage : callable
        Where what is new is kept: ``disk``, ``memory``, or ``full``.
    """

    def __init__(self, setup: SessionSetup, storage: Callable[[], str]) -> None:
        self._profiles = {sensor.device: sensor.profile for sensor in setup.sensors}
        self._storage = storage
        self._found: set[str] = set()
        self._full = False
        self._seq = 0

    def loaded(self, at_ns: int) -> Iterator[Message]:
        """Yield by which profile each sensor is read, and begin: what a recording told before is no news."""
        self._found.clear()
        self._seq = 0
        for device in self._profiles:
            yield self._said("profile_loaded", at_ns, device)

    def found(self, device: str, at_ns: int) -> Iterator[Message]:
        """Yield that a sensor's first data came."""
        if device not in self._found:
            self._found.add(device)
            yield self._said("device_found", at_ns, device)

    def look(self, at_ns: int) -> Iterator[Message]:
        """Yield that the disk takes nothing, or takes something again."""
        full = self._storage() == "full"
        if full != self._full:
            self._full = full
            yield self._said("recorder_full" if full else "recorder_ready", at_ns)

    def _said(self, name: str, at_ns: int, device: str | None = None) -> Message:
        self._seq += 1
        profile = None if device is None else self._profiles[device]
        body = {"event_type": name, "seq": self._seq, "device": device, "profile": profile}
        return Message("bridge", BRIDGE, body, round(at_ns * 1e-6, 1))
