"""What the athlete performs: one standard performance for every exercise, and the programme of the demo.

Each performance walks to the place where the exercise is done, so that a detector has to keep silent there.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from legday.simulate.athlete import Athlete


def _repeated(method: str, times: int, rest_s: float = 0.2) -> Callable[[Athlete], None]:
    def perform(athlete: Athlete) -> None:
        for _ in range(times):
            getattr(athlete, method)()
            athlete.stay(rest_s)

    return perform


def _lying(athlete: Athlete) -> None:
    athlete.lie_down()
    athlete.stay(1.5)
    _repeated("leg_raise", 8, 0.5)(athlete)


def _seated(athlete: Athlete) -> None:
    athlete.sit_down()
    athlete.stay(2.0)
    _repeated("knee_extension", 8, 0.4)(athlete)
    athlete.stay(1.0)
    athlete.stand_up(1.4)


def _chair(athlete: Athlete) -> None:
    for _ in range(8):
        athlete.squat(depth_deg=85.0, seconds=3.0, pause_s=0.8)
        athlete.stay(0.6)


def _hops(athlete: Athlete) -> None:
    for _ in range(12):
        athlete.hop()
    athlete.stand_up()


def _drops(athlete: Athlete) -> None:
    for _ in range(6):
        athlete.drop_jump()
        athlete.stay(1.0)


def _there_and_back(move: str, seconds: float, legs: int) -> Callable[[Athlete], None]:
    def perform(athlete: Athlete) -> None:
        for leg in range(legs):
            if leg:
                athlete.turn()
            getattr(athlete, move)(seconds)

    return perform


PERFORMANCES: dict[str, Callable[[Athlete], None]] = {
    "burpee": _repeated("burpee", 6, 0.4),
    "countermovement_jump": _repeated("jump", 6, 1.2),
    "deadlift": _repeated("squat", 8, 0.4),
    "drop_jump": _drops,
    "high_knees": lambda athlete: athlete.high_knees(20),
    "hip_abduction": _repeated("hip_abduction", 8, 0.4),
    "hip_extension": _repeated("hip_extension", 8, 0.4),
    "leapfrog": _repeated("leapfrog", 7, 0.3),
    "lunge": _repeated("lunge", 8, 0.5),
    "repeated_jump": _hops,
    "run": lambda athlete: athlete.run(20.0),
    "seated_knee_extension": _seated,
    "single_jump": _repeated("jump", 6, 1.2),
    "sit_to_stand": _chair,
    "sprint": _there_and_back("sprint", 5.0, 4),
    "squat": _repeated("squat", 10, 0.3),
    "step_up": _repeated("lunge", 8, 0.5),
    "straight_leg_raise": _lying,
    "walk": lambda athlete: athlete.walk(30.0),
    "walk_turn_walk": _there_and_back("walk", 10.0, 3),
    "wall_sit": lambda athlete: athlete.wall_sit(12.0),
}
"""A standard performance of each exercise, by its registered name."""


def performed(exercise: str, seed: int = 0) -> Athlete:
    """Return an athlete who walked up, performed ``exercise`` and stood still at the end.

    Raises
    ------
    KeyError
        For an exercise without a performance.
    """
    athlete = Athlete(seed)
    athlete.stay(2.0)
    approach = exercise not in {"walk", "run", "walk_turn_walk", "sprint"}
    steps = len(athlete.truth.steps)
    if approach:
        athlete.walk(4.0)
        del athlete.truth.steps[steps:]
        athlete.stay(1.5)
    PERFORMANCES[exercise](athlete)
    athlete.stay(2.5)
    return athlete


@dataclass(frozen=True, slots=True)
class Choice:
    """The athlete, or whoever holds the phone, chooses an exercise at this time."""

    at_s: float
    exercise: str


def demo(rounds: int = 1, seed: int = 0) -> tuple[Athlete, list[Choice]]:
    """Return the demo: leapfrogs, then high knees, then squats, with the choices between them."""
    athlete = Athlete(seed)
    choices: list[Choice] = []
    for _ in range(rounds):
        for exercise, amount in (("leapfrog", 6), ("high_knees", 16), ("squat", 8)):
            choices.append(Choice(athlete.now_s + 0.5, exercise))
            athlete.stay(2.0)
            _DEMO[exercise](athlete, amount)
            athlete.stay(2.0)
    return athlete, choices


def _leaps(athlete: Athlete, amount: int) -> None:
    for _ in range(amount):
        athlete.leapfrog()
        athlete.stay(0.3)
    athlete.turn(180.0 if math.isclose(athlete.frames.last("heading")[1], 0.0, abs_tol=1e-6) else -180.0)


_DEMO: dict[str, Callable[[Athlete, int], None]] = {
    "leapfrog": _leaps,
    "high_knees": lambda athlete, amount: athlete.high_knees(amount),
    "squat": lambda athlete, amount: _repeated("squat", amount, 0.3)(athlete),
}
