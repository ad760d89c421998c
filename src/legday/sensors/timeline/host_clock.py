"""What published time has to do with the host's, kept for little and found when somebody asks.

Every notification leaves its mark, but the line under them (`lower_hull`) is laid only for pairing two
sensors and for telling what time it is: where samples carry stamps, their times need no host.
"""

from dataclasses import dataclass, field

from legday.sensors.timeline.lower_hull import (
    ASSUMED_JITTER_S,
    BUCKET_S,
    JITTER_GAIN,
    RECENT,
    TRUSTED_SLOPE,
    WINDOW_S,
    Line,
    Point,
    line_under,
)


@dataclass(slots=True)
class HostClock:
    """The points (x: device time, s; y: arrival, s) of the last half minute.

    Parameters
    ----------
    points : list of Point
        Lowest (x, y - x) of each half second.
    jitter_s : float
        Running mean of a point's height above the lowest recent one.
    line : Line or None
        The line under the points, where it has been asked for since they changed.
    """

    points: list[Point] = field(default_factory=list)
    jitter_s: float = ASSUMED_JITTER_S
    line: Line | None = field(default=None, compare=False)

    def push(self, x_s: float, y_s: float) -> None:
        """Take a point; x goes up."""
        points, rest_s = self.points, y_s - x_s
        if not points or x_s // BUCKET_S != points[-1][0] // BUCKET_S:
            points.append((x_s, rest_s))
            while points[0][0] < x_s - WINDOW_S:
                del points[0]
            self.line = None
        elif rest_s < points[-1][1]:
            points[-1] = (x_s, rest_s)
            self.line = None
        # Clocks part by less than 0.3 ms over the recent points: no slope is asked for.
        least_s = min(rest for _, rest in points[-RECENT:])
        self.jitter_s += (rest_s - least_s - self.jitter_s) * JITTER_GAIN

    def about(self, y_s: float) -> float:
        """Return the device time of a sample that arrives at ``y_s``, to some tenths of a second."""
        return y_s - self.points[-1][1]

    def arrival_of(self, x_s: float) -> float:
        """Return when a sample taken at ``x_s`` arrives at the earliest, s."""
        return self._line().arrival_of(x_s)

    def time_of(self, y_s: float) -> float:
        """Return the device time of a sample that arrives at ``y_s`` without delay, s."""
        return self._line().time_of(y_s)

    def _line(self) -> Line:
        self.line = self.line or line_under(self.points, TRUSTED_SLOPE)
        return self.line
