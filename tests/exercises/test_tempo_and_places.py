"""Repetitions of every tempo, and with a walk before and behind them. Synthetic: laws, not accuracy."""

import pytest
from tests.exercises.repeating import events_of, motion_of, standing_reps

from legday.core.block import SampleBlock
from legday.core.detector import Setting
from legday.evaluation.stress.samples import Performance
from legday.evaluation.stress.synthetic import RATE_HZ, standard, variants
from legday.exercises import exercise as find_exercise
from legday.motion.frontend import Frontend
from legday.simulate.athlete import Athlete

UP_AND_DOWN = ("squat", "lunge", "step_up", "sit_to_stand", "straight_leg_raise")


def counted(exercise: str, done: Performance) -> int:
    flags = done.t_s.astype("uint8") * 0
    block = SampleBlock(0, done.t_s, done.acc, done.gyr, flags)
    motion = Frontend(Setting(RATE_HZ, "thigh", gyroscope=True)).update(block)
    return len(standing_reps(events_of(exercise, motion)))


@pytest.mark.parametrize("exercise", UP_AND_DOWN)
@pytest.mark.parametrize("seed", [2, 5])
def test_every_tempo_and_place_gives_the_count(exercise: str, seed: int) -> None:
    found = {name: (counted(exercise, done), n) for name, (done, n) in variants(exercise, seed).items()}
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("exercise", ["squat", "lunge", "step_up", "straight_leg_raise"])
def test_quick_strides_are_no_quick_repetitions(exercise: str) -> None:
    athlete = Athlete(3)
    athlete.stay(2.0)
    athlete.walk(30.0)
    athlete.stay(2.0)
    assert standing_reps(events_of(exercise, motion_of(athlete))) == []


def test_a_coarse_sensor_tells_walking_from_leg_raises() -> None:
    exercise = find_exercise("straight_leg_raise")
    done, n = standard(exercise, 1)
    coarse = done.resampled(25.0)
    block = SampleBlock(0, coarse.t_s, coarse.acc, coarse.gyr, coarse.t_s.astype("uint8") * 0)
    motion = Frontend(Setting(25.0, "thigh", gyroscope=True)).update(block)
    assert len(standing_reps(events_of("straight_leg_raise", motion, 25.0))) == n
