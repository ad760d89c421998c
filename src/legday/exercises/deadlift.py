"""Deadlifts: the bar goes up from the floor and down again.

The sensor sits on the wrist at the bar, or on the thigh or the trunk, which straighten while the bar goes
up. What comes before the first lift and after the last, such as stepping to the bar, may look like one
more. Method: see `_cycle`, with the slow signal away from the leg.
"""

from typing import ClassVar

from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_params import AWAY_FROM_THE_LEG, CycleParams
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise


class Deadlift(CycleDetector[CycleParams, CycleState]):
    """Counts deadlifts; the way out is the shortening half."""

    lifts_first: ClassVar[bool] = True


EXERCISE = Exercise("deadlift", "Deadlift", "rep", CycleParams, Deadlift, sites=AWAY_FROM_THE_LEG)
