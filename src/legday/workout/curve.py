"""The cadence through a set, in a bounded number of points."""

from dataclasses import dataclass, field

from legday.core.workout_events import CadencePoint
from legday.workout.sums import Mean

FIRST_STEP_S = 5.0
POINTS = 60
"""A longer set has coarser points: the step is doubled when there would be more."""


@dataclass(slots=True)
class Curve:
    """Means of the cadence over equal steps of time."""

    step_s: float = FIRST_STEP_S
    means: dict[int, Mean] = field(default_factory=dict)

    def add(self, t_s: float, steps_per_s: float) -> None:
        """Take a cadence at a time since the set began."""
        while int(max(t_s, 0.0) // self.step_s) >= POINTS:
            self._coarsen()
        self.means.setdefault(int(max(t_s, 0.0) // self.step_s), Mean()).add(steps_per_s)

    def points(self) -> tuple[CadencePoint, ...]:
        """Return the curve; a point stands in the middle of its step."""
        return tuple(
            CadencePoint(t_s=(place + 0.5) * self.step_s, steps_per_s=mean.value or 0.0)
            for place, mean in sorted(self.means.items())
        )

    def _coarsen(self) -> None:
        self.step_s *= 2.0
        coarse: dict[int, Mean] = {}
        for place, mean in self.means.items():
            joined = coarse.setdefault(place // 2, Mean())
            joined.total += mean.total
            joined.n += mean.n
        self.means = coarse
