"""When a sample was taken, told from when its notification arrived: the causal lower hull.

A notification is never early, only late: by its wait for the next connection event, by retransmission, by a
busy host. The earliest ones show the true relation of the two clocks, so a line is laid under the points
(device time, arrival - device time) of the last 30 s: the edge of their lower convex hull that spans the
middle of the window gives the drift, and the line with that slope that touches the points from below gives
the offset. Moon, Skelly and Towsley 1999; Zhang, Liu and Xia 2002.

Only the lowest point of each half second is kept. Crystals drift by tens of parts per million, so the hull
of those differs from the hull of all by far less than a tenth of a millisecond.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

WINDOW_S = 30.0
TRUSTED_SLOPE = 200e-6  # crystals keep within ±20 ppm each, cheap resonators within ±200
UNTRUSTED_SLOPE = 0.5  # a rate that was never declared, or declared wrong
_DOUBT_AFTER_S, _DOUBT_POINTS = 10.0, 9
_DOUBT_S = 0.03  # a third of the window may be all late by so much
BUCKET_S = 0.5
RECENT = 3  # half seconds
ASSUMED_JITTER_S = 0.03  # until enough is seen: about a connection interval
JITTER_GAIN = 1.0 / 64.0

Point = tuple[float, float]


class Line(NamedTuple):
    """A line y = x + level + slope · x: the earliest arrivals of what was taken at x, s."""

    slope: float
    level: float

    def arrival_of(self, x_s: float) -> float:
        """Return when a sample taken at ``x_s`` arrives at the earliest, s."""
        return x_s + self.level + self.slope * x_s

    def time_of(self, y_s: float) -> float:
        """Return the device time of a sample that arrives at ``y_s`` without delay, s."""
        return (y_s - self.level) / (1.0 + self.slope)


@dataclass(slots=True)
class LowerHull:
    """The line under the points (x: device time, s; y: arrival, s).

    Parameters
    ----------
    bound : float
        Largest slope of arrival - device time that is believed.
    points : list of Point
        Lowest (x, y - x) of each half second of the window.
    slope, level
        The line: y = x + level + slope * x.
    jitter_s : float
        Running mean of a point's height above the lowest recent one.
    """

    bound: float = TRUSTED_SLOPE
    points: list[Point] = field(default_factory=list)
    slope: float = 0.0
    level: float = 0.0
    jitter_s: float = ASSUMED_JITTER_S

    def push(self, x_s: float, y_s: float) -> None:
        """Take a point; x goes up."""
        rest = y_s - x_s
        points = self.points
        if points and x_s // BUCKET_S == points[-1][0] // BUCKET_S:
            if rest - self.slope * x_s < points[-1][1] - self.slope * points[-1][0]:
                points[-1] = (x_s, rest)
        else:
            self._refit()
            points.append((x_s, rest))
            if len(points) == 1:
                self.level = rest - self.slope * x_s
        lateness = self.lateness(x_s, y_s)
        self.level += min(lateness, 0.0)
        self.jitter_s += (max(lateness, 0.0) - self.recent_lateness() - self.jitter_s) * JITTER_GAIN

    def arrival_of(self, x_s: float) -> float:
        """Return when a sample taken at ``x_s`` arrives at the earliest, s."""
        return x_s + self.level + self.slope * x_s

    def lateness(self, x_s: float, y_s: float) -> float:
        """Return how much later than possible a sample came, s; below 0 the line is still too high."""
        return y_s - self.arrival_of(x_s)

    def recent_lateness(self) -> float:
        """Return the least lateness of the last second or so: a rate declared wrong raises it slowly."""
        least = min(rest - self.level - self.slope * x for x, rest in self.points[-RECENT:])
        return max(least, 0.0)

    def _refit(self) -> None:
        """Lay the line anew; the last half second is complete."""
        points = self.points
        if len(points) < 2:
            return
        oldest = points[-1][0] - WINDOW_S
        while points[0][0] < oldest:
            del points[0]
        self.slope, self.level = line_under(points, self.bound)


def line_under(points: list[Point], bound: float) -> Line:
    """Return the line under points (x, y - x), its slope within ``bound`` unless they contradict that."""
    if _in_doubt(points, bound):
        bound = UNTRUSTED_SLOPE
    slope = min(max(middle_slope(points), -bound), bound) if len(points) > 1 else 0.0
    return Line(slope, min(rest - slope * x for x, rest in points))


def _in_doubt(points: list[Point], bound: float) -> bool:
    """Whether the first and the last third of the window contradict slopes within ``bound``."""
    span_s = points[-1][0] - points[0][0]
    if span_s < _DOUBT_AFTER_S or len(points) < _DOUBT_POINTS:
        return False
    third = len(points) // 3
    (x0, rest0), (x1, rest1) = (
        min(part, key=lambda point: point[1]) for part in (points[:third], points[-third:])
    )
    return abs(rest1 - rest0) - _DOUBT_S > bound * (x1 - x0)


def middle_slope(points: list[Point]) -> float:
    """Return the slope of the lower hull's edge over the middle of the points' span."""
    hull = lower_hull(points)
    middle = 0.5 * (points[0][0] + points[-1][0])
    for (x0, y0), (x1, y1) in pairwise(hull):
        if x1 >= middle:
            return (y1 - y0) / (x1 - x0)
    return 0.0


def lower_hull(points: list[Point]) -> list[Point]:
    """Return the lower convex hull of points whose x go up (Andrew's monotone chain, 1979)."""
    hull: list[Point] = []
    for x, y in points:
        while len(hull) > 1:
            (x0, y0), (x1, y1) = hull[-2], hull[-1]
            if (x1 - x0) * (y - y0) > (x - x0) * (y1 - y0):
                break
            hull.pop()
        hull.append((x, y))
    return hull
