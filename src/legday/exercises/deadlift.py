"""Deadlift. Method: see `_cycle`."""

from legday.exercises._cycle import CycleDetector, CycleParams, CycleState
from legday.exercises._cycle_sites import AWAY_FROM_THE_LEG
from legday.exercises._exercise import Exercise


class DeadliftDetector(CycleDetector[CycleParams, CycleState]):
    """Counts deadlifts; the way out is the shortening half."""

    lifts_first = True


EXERCISE = Exercise("deadlift", "Deadlift", "rep", CycleParams, DeadliftDetector, sites=AWAY_FROM_THE_LEG)
