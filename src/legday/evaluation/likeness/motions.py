"""Which motions are compared, and how the simulated athlete does them."""

from collections.abc import Callable
from dataclasses import dataclass

from legday.simulate.athlete import Athlete

SEEDS = tuple(range(8))


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion of people and the simulated one.

    Parameters
    ----------
    title : str
        What people read.
    labels : tuple of str
        Labels of takes of it.
    cycles_s : tuple of float
        Shortest and longest time of a cycle.
    perform : callable
        Lets an athlete do it.
    prepare : callable
        What comes before and is not compared.
    """

    title: str
    labels: tuple[str, ...]
    cycles_s: tuple[float, float]
    perform: Callable[[Athlete], None]
    prepare: Callable[[Athlete], None] = lambda athlete: athlete.stay(1.0)


def _squats(athlete: Athlete) -> None:
    for _ in range(10):
        athlete.squat(seconds=2.6)


def _hops(athlete: Athlete) -> None:
    for _ in range(40):
        athlete.hop()


def _jumps(athlete: Athlete) -> None:
    for _ in range(8):
        athlete.jump()
        athlete.stay(0.6)


def _raises(athlete: Athlete) -> None:
    for _ in range(8):
        athlete.leg_raise()
        athlete.stay(3.0)


def _lie_down(athlete: Athlete) -> None:
    athlete.stay(1.0)
    athlete.lie_down()
    athlete.stay(1.0)


MOTIONS = (
    Motion("squat", ("squat",), (1.2, 6.0), _squats),
    Motion("walk", ("walk",), (0.8, 1.6), lambda athlete: athlete.walk(30.0)),
    Motion("run", ("run",), (0.5, 0.95), lambda athlete: athlete.run(30.0)),
    Motion("repeated jump", ("repeated_jump",), (0.25, 0.9), _hops),
    Motion("single jump", ("countermovement_jump", "single_jump"), (1.0, 4.0), _jumps),
    Motion("straight leg raise", ("straight_leg_raise",), (2.0, 10.0), _raises, _lie_down),
)
"""Motions of which recordings of people are known, on a thigh or in a trouser pocket."""
