"""Repeated jumps: hops and jumps that follow one another, on the spot, forward or sideways.

The sensor sits on the thigh or in a trouser pocket. Every landing with a flight before it counts; a series
of small hops is recognised by its rhythm and counted back to its first hop (`_train`), so a series of low
hops shows up only after the fifth.

What fools it: hops of less than about 0.14 s of flight, which lie inside the range of running; a phone that
bounces in a wide pocket; jogging on both legs alike, which is hopping to a sensor on one thigh.
Method and sources: `_flight`, `_train`.
"""

from legday.exercises._exercise import Exercise
from legday.exercises._jump import JumpDetector
from legday.exercises._jump_params import AWAY_FROM_THE_THIGH, JumpParams

EXERCISE = Exercise(
    "repeated_jump",
    "Repeated jump",
    "jump",
    JumpParams,
    JumpDetector,
    sites=AWAY_FROM_THE_THIGH,
    aliases=("forward_jump", "side_jump"),
)
