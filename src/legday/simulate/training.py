"""Training as it goes: sets with rests between them, walking about in the rests, tiredness, shallow reps.

A tired athlete moves less far and slower: over a set the size falls, and the time of a repetition grows, by
the share that is called fatigue; a rest gives half of it back.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from legday.simulate.athlete import Athlete
from legday.simulate.script import other
from legday.simulate.truth import THIS, Span

PARTIAL = 0.5
"""Size of a deliberately shallow repetition."""

RECOVERED = 0.5

LIE_DOWN = frozenset({"straight_leg_raise"})


@dataclass(frozen=True, slots=True)
class Effort:
    """How one repetition is done: its number, and shares of the usual size and time."""

    index: int
    size: float
    time: float
    partial: bool


def _lunge_in_turn(athlete: Athlete, effort: Effort) -> None:
    leg = THIS if effort.index % 2 == 0 else other(THIS)
    athlete.lunge(80.0 * effort.size, 2.6 * effort.time, leg, partial=effort.partial)


REPETITIONS: dict[str, Callable[[Athlete, Effort], None]] = {
    "squat": lambda athlete, effort: athlete.squat(
        90.0 * effort.size, 2.4 * effort.time, partial=effort.partial
    ),
    "lunge": _lunge_in_turn,
    "straight_leg_raise": lambda athlete, effort: athlete.leg_raise(
        45.0 * effort.size, 3.0 * effort.time, partial=effort.partial
    ),
    "countermovement_jump": lambda athlete, effort: athlete.jump(0.45 * effort.size**0.5),
    "leapfrog": lambda athlete, effort: athlete.leapfrog(0.42 * effort.size**0.5),
}
"""How a repetition of an exercise is done."""


def train(
    athlete: Athlete,
    exercise: str,
    sets: Sequence[int] = (8, 8),
    *,
    fatigue: float = 0.2,
    partials: Collection[int] = (),
    rest_s: float = 30.0,
    walk_s: float = 6.0,
) -> None:
    """Let the athlete do sets of an exercise; the truth gets their times.

    Parameters
    ----------
    athlete : Athlete
        Who stands still at the start, and at the end.
    exercise : str
        One of `REPETITIONS`.
    sets : sequence of int
        Repetitions in each.
    fatigue : float
        What is lost over a set, as a share.
    partials : collection of int
        Numbers of repetitions, counted over all sets from 0, that are shallow.
    rest_s, walk_s : float
        Time between sets, and how much of it is spent walking about; nobody walks who lies down.

    Raises
    ------
    KeyError
        For an exercise without repetitions.
    """
    repeat, done, tired = REPETITIONS[exercise], 0, 0.0
    lying = exercise in LIE_DOWN
    if lying:
        athlete.lie_down()
        athlete.stay(1.5)
    for number, repetitions in enumerate(sets):
        if number:
            _rest(athlete, rest_s, 0.0 if lying else walk_s)
            tired *= RECOVERED
        start_s = athlete.now_s
        for index in range(repetitions):
            partial = done in partials
            size = (1.0 - tired) * (PARTIAL if partial else 1.0)
            repeat(athlete, Effort(index, size, 1.0 + tired, partial))
            athlete.stay(0.3)
            tired += fatigue / repetitions
            done += 1
        athlete.truth.sets.append(Span(start_s, athlete.now_s))
    athlete.stay(3.0)


def _rest(athlete: Athlete, rest_s: float, walk_s: float) -> None:
    athlete.stay(0.5 * (rest_s - walk_s))
    if walk_s:
        steps = len(athlete.truth.steps)
        athlete.walk(walk_s)
        del athlete.truth.steps[steps:]
    athlete.stay(0.5 * (rest_s - walk_s))
