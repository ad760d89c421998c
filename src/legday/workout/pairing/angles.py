"""The decimated angle of one sensor on the common clock, for as long as anybody may ask."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from legday.workout.pairing.sighting import AnglePoint

KEPT_S = 30.0
"""Longer than any repetition."""

TOGETHER_S = 1.0
"""So much is dropped together."""

STALE_S = 0.12
"""An older point says nothing about now; three points of the stream."""


class AngleTrack:
    """Angle of a segment over time; only points at or before a moment speak of it.

    Points come on the host's clock; moments are asked for on the common one, see `begin`.
    """

    def __init__(self) -> None:
        self._zero_s = 0.0
        self._times: list[float] = []
        self._angles: list[float] = []
        self._signed: list[bool] = []

    def add(self, points: Iterable[AnglePoint], offset_s: float) -> None:
        """Append points; ``offset_s`` is host time less device time."""
        for point in points:
            t_s = point.t_s + offset_s
            self._times.append(max(t_s, self._times[-1]) if self._times else t_s)
            self._angles.append(point.angle_rad)
            self._signed.append(point.signed)

    def begin(self, zero_s: float) -> None:
        """Learn at which host time the common clock stood at zero, s."""
        self._zero_s = zero_s

    def forget(self, complete_s: float) -> None:
        """Drop what lies `KEPT_S` before a host time that all sensors have passed."""
        old = bisect_left(self._times, complete_s - KEPT_S)
        del self._times[:old], self._angles[:old], self._signed[:old]

    def at(self, t_s: float, *, signed: bool = False) -> float | None:
        """Return the newest angle at a moment, rad; None where there is none, or ``signed`` and it is not."""
        host_s = t_s + self._zero_s
        i = bisect_right(self._times, host_s) - 1
        if i < 0 or host_s - self._times[i] > STALE_S or (signed and not self._signed[i]):
            return None
        return self._angles[i]

    def times(self, start_s: float, end_s: float) -> list[float]:
        """Return the times of the points from ``start_s`` to ``end_s``."""
        return [t_s - self._zero_s for t_s in self._times[self._rows(start_s, end_s)]]

    def span(self, start_s: float, end_s: float) -> float | None:
        """Return how far the angle ranged between two moments, rad; None without points."""
        part = self._angles[self._rows(start_s, end_s)]
        return max(part) - min(part) if part else None

    def half_way(self, start_s: float, end_s: float) -> tuple[float, float] | None:
        """Return when a swing that begins at ``start_s`` passes half its size, out and back; None unseen."""
        rows = self._rows(start_s, end_s)
        times = [t_s - self._zero_s for t_s in self._times[rows]]
        away = [abs(angle - self._angles[rows.start]) for angle in self._angles[rows]]
        if len(away) < 2 or max(away) == 0.0:
            return None
        half = 0.5 * max(away)
        above = [i for i, size in enumerate(away) if size >= half]
        out, back = above[0], above[-1]
        if out == 0 or back == len(away) - 1:
            return None
        return _crossing(times, away, out - 1, half), _crossing(times, away, back, half)

    def _rows(self, start_s: float, end_s: float) -> slice:
        first = bisect_left(self._times, start_s + self._zero_s)
        return slice(first, bisect_right(self._times, end_s + self._zero_s))


def _crossing(times: list[float], values: list[float], i: int, level: float) -> float:
    """Return where the line from point ``i`` to the next passes a level."""
    share = (level - values[i]) / (values[i + 1] - values[i])
    return times[i] + share * (times[i + 1] - times[i])
