"""Lunges: a long step, the front thigh goes towards horizontal and back; split squats, too.

The sensor sits on one thigh. In front this thigh turns forward by 45° to 90°; behind it turns backward a
little, or forward a little when the rear foot is raised, while the knee goes down. So a repetition in which
the thigh hardly turns forward is one of the other leg: it counts in the total as ``other``, and its quality
is ``assumed``. The angle decides the leg, never whether a repetition counts.

Of alternating lunges one sensor sees those of its own leg: the rear swing between two of them is small beside
them, and stepping back turns the thigh the same way, so that looking for it invents lunges. So the total of
both legs, ``both_legs`` of the set's summary, is measured with two sensors. With one that saw its own leg
alone it is null, or twice the count where the plan says that the legs take turns (``in_turn``):
``both_legs_kind`` and ``both_legs_confidence`` say which.

The depth is ``peak_angle_rad``: 90° is a horizontal thigh. Method: see `_cycle`.
"""

from pydantic import Field

from legday.core.events import Rep
from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_params import AWAY_FROM_THE_LEG, CycleParams
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise
from legday.exercises._outline import Outline
from legday.exercises._repetition import Swing

THIGHS = ("thigh", "pocket")


class LungeParams(CycleParams):
    """Parameters of lunges."""

    full_rom_rad: float = Field(0.79, ge=0.0, lt=2.5, description="Range of motion of a full rep, rad.")
    front_rad: float = Field(0.44, gt=0.0, lt=1.2, description="Least forward turn of the front thigh, rad.")


class Lunge(CycleDetector[LungeParams, CycleState]):
    """Counts lunges, and says which leg was in front."""

    def describe(self, swing: Swing, seen: Outline, serial: int, decided_s: float) -> Rep:
        """Return the lunge; one of the other leg is never partial, for its depth is not seen."""
        rep = super().describe(swing, seen, serial, decided_s)
        if self._is_in_front(seen):
            return rep
        return rep.model_copy(update={"side": "other", "quality": "assumed", "partial": False})

    def _is_in_front(self, seen: Outline) -> bool:
        forward = seen.peak_rad - seen.start_rad if seen.is_signed else seen.rom_rad
        return self.setting.site not in THIGHS or forward >= self.params.front_rad


EXERCISE = Exercise("lunge", "Lunge", "rep", LungeParams, Lunge, sites=AWAY_FROM_THE_LEG, legs="alternating")
