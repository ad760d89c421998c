"""Sets with rests, tiredness and shallow repetitions: the truth says what was done."""

from itertools import pairwise

import numpy as np
import pytest

from legday.simulate.athlete import Athlete
from legday.simulate.training import PARTIAL, REPETITIONS, train


def trained(exercise: str, **how: object) -> Athlete:
    athlete = Athlete(seed=1, variation=0.0)
    athlete.stay(2.0)
    train(athlete, exercise, **how)
    return athlete


@pytest.mark.parametrize("exercise", sorted(REPETITIONS))
def test_every_repetition_lies_in_its_set(exercise: str) -> None:
    truth = trained(exercise, sets=(4, 3)).truth
    done = truth.jumps or truth.reps
    ends = [getattr(each, "landing_s", None) or each.end_s for each in done]
    assert len(done) == 7
    for span, number in zip(truth.sets, (4, 3), strict=True):
        assert sum(span.start_s < end_s <= span.end_s for end_s in ends) == number


def test_a_tired_athlete_moves_less_far_and_slower() -> None:
    reps = trained("squat", sets=(8,), fatigue=0.3).truth.reps
    sizes = [rep.rom_rad for rep in reps]
    times = [rep.end_s - rep.start_s for rep in reps]
    assert all(later < sooner for sooner, later in pairwise(sizes))
    assert all(later > sooner for sooner, later in pairwise(times))
    assert sizes[-1] / sizes[0] == pytest.approx(1.0 - 0.3 * 7 / 8)


def test_a_rest_gives_some_of_the_strength_back() -> None:
    reps = trained("squat", sets=(5, 5), fatigue=0.3).truth.reps
    assert reps[4].rom_rad < reps[5].rom_rad < reps[0].rom_rad


def test_shallow_repetitions_are_marked() -> None:
    reps = trained("squat", sets=(4,), fatigue=0.0, partials=(1,)).truth.reps
    assert [rep.partial for rep in reps] == [False, True, False, False]
    assert reps[1].rom_rad / reps[0].rom_rad == pytest.approx(PARTIAL)


def test_walking_about_between_sets_is_no_exercise() -> None:
    athlete = trained("squat", sets=(3, 3), rest_s=20.0, walk_s=6.0)
    walk = athlete.truth.walks[0]
    first, second = athlete.truth.sets
    assert first.end_s < walk.start_s < walk.end_s < second.start_s
    assert second.start_s - first.end_s == pytest.approx(20.0, abs=2.0)
    assert athlete.truth.steps == []


def test_lunges_take_turns() -> None:
    assert [rep.side for rep in trained("lunge", sets=(4,)).truth.reps] == ["left", "right", "left", "right"]


def test_high_knees_tire_too() -> None:
    athlete = Athlete(seed=1, variation=0.0)
    athlete.high_knees(20, fatigue=0.4)
    times = np.array(athlete.truth.lifts_s)
    assert np.diff(times)[-1] > 1.3 * np.diff(times)[0]
