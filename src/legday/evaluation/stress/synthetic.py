"""Performances of unusual tempo: slow and fast, paused and bouncing, with a walk to the place and away.

All of it is synthetic, and printed as such.
"""

from collections.abc import Callable

from scipy.spatial.transform import Rotation

from legday.evaluation.stress.samples import Performance
from legday.exercises import Exercise
from legday.simulate.athlete import Athlete
from legday.simulate.programme import performed
from legday.simulate.sensor import Strapped, sense

RATE_HZ = 100.0
REPS = 8

Rep = Callable[[Athlete, float, float, float], None]
"""Does one repetition: share of the usual size, seconds, pause at the turning point."""

FAST_SHARE = 0.55
"""A fast repetition is a small one: nobody falls faster than gravity allows."""

_REPS: dict[str, Rep] = {
    "squat": lambda athlete, share, seconds, pause_s: athlete.squat(90.0 * share, seconds, pause_s),
    "sit_to_stand": lambda athlete, share, seconds, pause_s: athlete.squat(85.0 * share, seconds, pause_s),
    "lunge": lambda athlete, share, seconds, pause_s: athlete.squat(75.0 * share, seconds, pause_s),
    "step_up": lambda athlete, share, seconds, pause_s: athlete.squat(60.0 * share, seconds, pause_s),
    "straight_leg_raise": lambda athlete, share, seconds, pause_s: athlete.leg_raise(
        45.0 * share, seconds, pause_s
    ),
}


def standard(exercise: Exercise, seed: int) -> tuple[Performance, int]:
    """Return the simulator's standard performance of an exercise, and its count."""
    athlete = performed(exercise.name, seed)
    return _sensed(athlete, seed), athlete.truth.count(exercise.counts)


def variants(exercise: str, seed: int) -> dict[str, tuple[Performance, int]]:
    """Return performances of unusual tempo, with the count of each; none for exercises without a tempo."""
    if exercise not in _REPS:
        return {}
    return {
        "slow reps, 5 s": _set(exercise, seed, seconds=5.0, pause_s=0.3),
        "fast reps, 0.7 s": _set(exercise, seed, seconds=0.7, pause_s=0.0, share=FAST_SHARE),
        "a pause at the turning point, 2 s": _set(exercise, seed, seconds=4.4, pause_s=2.0),
        "a bounce at the turning point": _set(exercise, seed, seconds=2.4, pause_s=0.2, bounce=True),
        "walking to the place and away": _set(exercise, seed, seconds=2.4, pause_s=0.2, walk=True),
    }


def _set(
    exercise: str,
    seed: int,
    seconds: float,
    pause_s: float,
    share: float = 1.0,
    *,
    bounce: bool = False,
    walk: bool = False,
) -> tuple[Performance, int]:
    athlete = Athlete(seed)
    athlete.stay(2.0)
    if walk:
        athlete.walk(12.0)
        athlete.stay(1.0)
    if exercise == "straight_leg_raise":
        athlete.lie_down()
        athlete.stay(1.5)
    for _ in range(REPS):
        if bounce:
            athlete.bouncing_rep(25.0 if exercise == "straight_leg_raise" else 75.0, seconds)
        else:
            _REPS[exercise](athlete, share, seconds, pause_s)
        athlete.stay(0.3)
    if walk:
        athlete.stand_up(2.0)
        athlete.walk(12.0)
    athlete.stay(2.0)
    return _sensed(athlete, seed), REPS


def _sensed(athlete: Athlete, seed: int) -> Performance:
    mounting = Rotation.random(random_state=seed)
    block = sense(athlete.kinematics(), Strapped(RATE_HZ, mounting=mounting), seed)
    return Performance(block.t_s, block.acc, block.gyr, RATE_HZ, "left_thigh")
