"""Device time on the host's clock, for machines that want to know the time of day."""

DRIFT = 200e-6
"""Most that a sensor's clock and the host's are expected to part."""

RESTART_NS = 2_000_000_000
"""A device time that jumps by more belongs to a sensor that was switched off and on."""


class HostTime:
    """Relates each device's time to the host's: of all notifications the quickest says it best."""

    def __init__(self) -> None:
        self._offset_ns: dict[str, float] = {}
        self._arrival_ns: dict[str, int] = {}
        self._now_s: dict[str, float] = {}

    def arrived(self, device: str, arrival_ns: int, now_s: float) -> None:
        """Note that samples up to the device time ``now_s`` had arrived by ``arrival_ns``.

        What brings nothing new, such as a battery's level behind a lost link, says nothing of the time.
        """
        if self._now_s.get(device) == now_s:
            return
        self._now_s[device] = now_s
        offset_ns = arrival_ns - now_s * 1e9
        known_ns = self._offset_ns.get(device)
        if known_ns is not None and abs(offset_ns - known_ns) < RESTART_NS:
            passed_ns = max(0, arrival_ns - self._arrival_ns[device])
            offset_ns = min(offset_ns, known_ns + DRIFT * passed_ns)
        self._offset_ns[device] = offset_ns
        self._arrival_ns[device] = arrival_ns

    def of(self, device: str, t_s: float) -> float | None:
        """Return a device time as ms since 1970; for what belongs to no device, by the first one's clock."""
        offset_ns = self._offset_ns.get(device, next(iter(self._offset_ns.values()), None))
        return None if offset_ns is None else round((t_s * 1e9 + offset_ns) * 1e-6, 1)
