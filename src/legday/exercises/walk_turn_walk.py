"""Walking to and fro: steps as in walking, and each turn about.

The sensor may sit anywhere on trunk or leg; the lower back is best, because hips rotate with every stride.
Turns need a gyroscope: without one there is no heading, and none is made up. What fools it: a loose phone
that turns in the pocket while the body does not. Source: see `_turn` and `_tempo`.
"""

from legday.exercises._exercise import Exercise
from legday.exercises._gait import WALK_SITES
from legday.exercises._turning import Turning, TurningParams, TurningState


class WalkTurnWalk(Turning[TurningParams, TurningState]):
    """Counts steps, finds turns."""

    def initial_state(self) -> TurningState:
        """Return the state before the first sample."""
        return TurningState(
            tempo=self._tempo.initial(), rhythm=self.fresh_rhythm(), turn=self._turns.initial()
        )


EXERCISE = Exercise(
    name="walk_turn_walk",
    title="Walk, turn, walk",
    counts="step",
    params=TurningParams,
    detector=WalkTurnWalk,
    legs="alternating",
    sites=WALK_SITES,
)
