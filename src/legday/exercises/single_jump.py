"""Single jumps: push off, fly, land, with a pause between one jump and the next.

The sensor sits on the thigh or in a trouser pocket. A jump counts by itself when it loses more velocity in
flight than any stride does, 0.18 s times g, or 0.155 s where nothing of the kind went before; a lower one
when it is the image of one that did so shortly before or behind, or when nobody moved before and behind it,
which is told 1.2 s after its landing. Jumps that come close together are counted as a train all the same.

What fools it: low jumps out of a walk while no higher one has been seen; a landing on one leg that has swung
a good deal in flight; abrupt single stretches of the hip.
Method and sources: `_flight`, `_train`.
"""

from legday.exercises._exercise import Exercise
from legday.exercises._jump import JumpDetector
from legday.exercises._jump_params import AWAY_FROM_THE_THIGH, SingleJumpParams

EXERCISE = Exercise(
    "single_jump", "Single jump", "jump", SingleJumpParams, JumpDetector, sites=AWAY_FROM_THE_THIGH
)
