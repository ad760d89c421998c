"""Steps: each sensor counts those of both feet; two sensors see the same ones, and whose foot it was.

A step counts once, from whichever sensor sees it; what comes within a share of the step period of a counted
step is the same one. Whose foot it was is told by the thighs: as a foot meets the ground its thigh is in
front, against the mean of the stride before it.
"""

from collections.abc import Iterator
from itertools import pairwise
from statistics import fmean, median

from legday.core.events import Event, Retracted, Step
from legday.workout.pairing.alternation import Alternation, Beat
from legday.workout.pairing.cadence import TrueCadence
from legday.workout.pairing.joint import Context, Entry, Joint
from legday.workout.pairing.side import Leg
from legday.workout.pairing.together import Shared

FIRST_TOLERANCE_S = 0.1
"""Until a tempo is known: less than half a sprinter's step."""

INTERVALS = 3
REMEMBERED = 16
LEAST_SWING_RAD = 0.05
"""Thighs that are closer than this do not tell whose foot it was."""


class Footsteps(Joint):
    """Merges the steps that two sensors saw."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._cadence = TrueCadence(context)
        self._turns = Alternation(context, context.params.longest_stride_s, remarks=False)
        self._body = Shared(context)
        self._own_s: dict[str, list[float]] = {device: [] for device in context.roles.counting}
        self._counted_s: list[float] = []

    def take(self, event: Event) -> Iterator[Event]:
        """Yield the step with its foot, the cadence, and what thighs and body do."""
        yield from self._body.take(event)
        if isinstance(event, Retracted):
            yield from self.withdraw(event)
        elif isinstance(event, Step):
            yield from self._take_step(event)

    def advance(self, now_s: float) -> Iterator[Event]:
        """Yield the cadence's end."""
        yield from self._cadence.advance(now_s)

    def _take_step(self, step: Step) -> Iterator[Event]:
        own_s = self._own_s[step.device]
        own_s.append(step.t_s)
        del own_s[: -INTERVALS - 1]
        if self._is_counted(step.t_s):
            return
        self._counted_s.append(step.t_s)
        del self._counted_s[:-REMEMBERED]
        entry = Entry({step.device: step})
        self.keep(entry)
        foot = self._foot(step.t_s)
        yield self.show(entry, step, step.decided_s, side=foot or "unknown")
        yield from self._cadence.beat(step.t_s, step.decided_s)
        if foot is not None:
            beat = Beat(step.t_s, foot, self._swing_rad(foot, step.t_s), self.n)
            yield from self._turns.beat(beat, step.decided_s, timed=False)

    def _is_counted(self, t_s: float) -> bool:
        period_s = self._period_s()
        limit_s = FIRST_TOLERANCE_S if period_s is None else self.context.params.step_share * period_s
        return any(abs(t_s - counted_s) < limit_s for counted_s in self._counted_s)

    def _period_s(self) -> float | None:
        """Return the step period that the sensors' own steps show."""
        periods = [later - earlier for own in self._own_s.values() for earlier, later in pairwise(own)]
        longest_s = self.context.params.longest_stride_s / 2
        usual = [period_s for period_s in periods if 0.0 < period_s <= longest_s]
        return median(usual) if usual else None

    def _foot(self, t_s: float) -> Leg | None:
        """Return whose thigh is in front, more than on the average of the stride before; None if unclear."""
        period_s = self._period_s()
        if period_s is None:
            return None
        left_device, right_device = self._by_side()
        left, right = self.context.angles[left_device], self.context.angles[right_device]
        apart: list[float] = []
        for at_s in [*left.times(t_s - 2 * period_s, t_s), t_s]:
            left_rad, right_rad = left.at(at_s, signed=True), right.at(at_s, signed=True)
            if left_rad is None or right_rad is None:
                return None
            apart.append(left_rad - right_rad)
        if len(apart) < 2 or abs(lead_rad := apart[-1] - fmean(apart[:-1])) < LEAST_SWING_RAD:
            return None
        return "left" if lead_rad > 0.0 else "right"

    def _swing_rad(self, foot: Leg, t_s: float) -> float | None:
        """Return how far the thigh swung in the stride before."""
        device = self._by_side()[0 if foot == "left" else 1]
        return self.context.angles[device].span(t_s - 2 * (self._period_s() or 0.0), t_s)

    def _by_side(self) -> tuple[str, str]:
        devices = {side: device for device, side in self.context.roles.sides.items()}
        return devices["left"], devices["right"]
