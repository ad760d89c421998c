"""Sit to stand: getting up from a chair and sitting down again.

The sensor sits on the thigh or in a trouser pocket, and sees a squat that rests at the bottom. Getting up and
sitting down is one repetition, whichever comes first; one half alone is none, so that the last rise of a set
that ends standing belongs to no repetition. Squats look the same. Method: see `_cycle`.
"""

from typing import ClassVar

from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_params import AWAY_FROM_THE_LEG, FullMotionParams
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise


class SitToStand(CycleDetector[FullMotionParams, CycleState]):
    """Counts rises from a chair; the way out is the shortening half."""

    lifts_first: ClassVar[bool] = True


EXERCISE = Exercise(
    "sit_to_stand", "Sit to stand", "rep", FullMotionParams, SitToStand, sites=AWAY_FROM_THE_LEG
)
