"""Countermovement jumps: from standing, a quick dip, push-off, flight, landing on the spot.

The sensor sits on the thigh, strapped. The height is that of the flight time, g T² / 8, and carries the
flight time's errors: landing with bent knees makes it too large (2.5 cm in published comparisons), and the
take-off of a thigh is seen late.

What fools it: on one leg the jumping thigh turns so fast that without a gyroscope its lull is filled; with
one, the force is looked for at the thigh's ballistic point too. A jump under 0.155 s times g of velocity
lost (0.18 where another flight was near) counts only as the image of a higher one, and if that comes later,
only then.
Method and sources: `_flight`, `_train`; flight time and height: Moreno-Perez et al. 2023, Sensors 23, 6022.
"""

from legday.exercises._exercise import Exercise
from legday.exercises._jump import JumpDetector
from legday.exercises._jump_params import AWAY_FROM_THE_THIGH, SingleJumpParams

EXERCISE = Exercise(
    "countermovement_jump",
    "Countermovement jump",
    "jump",
    SingleJumpParams,
    JumpDetector,
    sites=AWAY_FROM_THE_THIGH,
)
