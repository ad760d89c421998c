"""Wall sits: the back against the wall, the thighs horizontal, for as long as it goes.

The sensor sits on the thigh or in a trouser pocket. A hold is a second of calm at 45 to 165 degrees from
standing, and lasts until the thigh turns by more than 12 degrees within a second or leaves that range; tremor
of 6 to 12 Hz, which grows with fatigue, and slow sagging do not end it. **Sitting on a chair, or lying on the
back, looks the same to one sensor on the thigh**: it is timed too, and only the person knows which it was.
Sitting before ever having stood or walked is taken for standing. No published method for timing wall sits was
found; the rule follows from what the position is.
"""

import math

from pydantic import Field

from legday.exercises._exercise import Exercise
from legday.exercises._hold import HoldDetector
from legday.exercises._hold_params import HoldParams

NOT_HORIZONTAL = "thigh_not_horizontal"


class WallSitParams(HoldParams):
    """Parameters of a wall sit."""

    horizontal_rad: float = Field(0.26, gt=0.0, lt=0.8, description="Still horizontal within this, rad.")


class WallSit(HoldDetector):
    """Times wall sits and remarks on the height of the hips."""

    params: WallSitParams

    def form(self, angle_rad: float) -> tuple[str, ...]:
        """Return the remark that the thigh was not horizontal, or none."""
        return (NOT_HORIZONTAL,) if abs(angle_rad - math.pi / 2) > self.params.horizontal_rad else ()


EXERCISE = Exercise("wall_sit", "Wall sit", "hold", WallSitParams, WallSit)
