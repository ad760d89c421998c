"""A strap that slips between raises and within them. Synthetic: gravity alone turns."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.raised_thigh import RATE_HZ, raised, raises
from tests.exercises.repeating import events_in_pieces, events_of, standing_reps

from legday.exercises._leg import Rows
from legday.exercises._limb import LimbParams
from legday.exercises._own_range import OwnRange
from legday.exercises._slip import Slip
from legday.exercises._slip_finder import StepFinder, StepMemory
from legday.exercises._zigzag import Zigzag

TURNS = {"along": [0.0, -20.0, 0.0], "against": [0.0, 20.0, 0.0], "aside": [14.0, 0.0, 14.0]}
ALONG = Rotation.from_rotvec(np.radians(TURNS["along"]))
WAY_DOWN_S = 28.4
SWAYING = 0.01 * np.sin(np.arange(100.0) / 7.0)


@pytest.mark.parametrize("phase_s", [0.5, 1.0, 1.8, 2.4, 3.5, 4.5])
@pytest.mark.parametrize("turn", TURNS)
def test_a_slip_in_mid_set_costs_no_raise(turn: str, phase_s: float) -> None:
    slip = Rotation.from_rotvec(np.radians(TURNS[turn]))
    motion = raised(raises(8, 35.0), slip=slip, slip_s=26.0 + phase_s)
    assert len(standing_reps(events_of("straight_leg_raise", motion, RATE_HZ))) == 8


@pytest.mark.parametrize("deg", [14.0, 18.0, 22.0, 27.0])
def test_a_raise_that_a_slip_hides_on_its_way_down_is_told(deg: float) -> None:
    motion = raised(raises(8, deg), slip=ALONG, slip_s=WAY_DOWN_S)
    assert len(standing_reps(events_of("straight_leg_raise", motion, RATE_HZ))) == 8


@pytest.mark.parametrize("samples", [1, 41])
def test_what_a_slip_hid_is_told_the_same_in_any_pieces(samples: int) -> None:
    motion = raised(raises(6, 22.0), slip=ALONG, slip_s=WAY_DOWN_S)
    whole = events_of("straight_leg_raise", motion, RATE_HZ)
    assert events_in_pieces("straight_leg_raise", motion, samples, RATE_HZ) == whole


def steps_in(vector: np.ndarray, piece: int) -> list[tuple[int, tuple[float, ...]]]:
    finder, memory, found = StepFinder(50.0, 0.12), StepMemory(), []
    for start in range(0, len(vector), piece):
        found += finder.find(start, vector[start : start + piece], memory)
    return [(step.at, step.change) for step in found]


@pytest.mark.parametrize("piece", [1, 7, 100])
def test_a_step_is_found_where_it_is_however_the_samples_come(piece: int) -> None:
    vector = np.stack([SWAYING, -SWAYING, np.ones(100)], axis=1)
    vector[40:] += [0.2, 0.1, 0.0]
    assert steps_in(vector, piece) == steps_in(vector, 100)
    ((at, change),) = steps_in(vector, piece)
    assert at == 40
    assert change == pytest.approx((0.2, 0.1, 0.0), abs=0.02)


def test_a_quick_way_up_and_a_knock_are_no_steps() -> None:
    quick = np.stack([np.interp(np.arange(100), [40, 50], [0.0, 0.5]), SWAYING, np.ones(100)], axis=1)
    assert steps_in(quick, 100) == []
    knocked = np.stack([SWAYING, SWAYING, np.ones(100)], axis=1)
    knocked[40:42] += [0.3, 0.0, 0.0]
    assert steps_in(knocked, 100) == []


def test_a_landing_is_no_step_and_a_turn_of_the_strap_is_one_in_spite_of_a_bias() -> None:
    flight = np.outer(np.where(np.arange(100) < 40, 0.0, 3.0), [0.1, 0.0, 1.0]) + SWAYING[:, np.newaxis]
    assert steps_in(flight, 100) == []
    slipped = np.where(np.arange(100)[:, np.newaxis] < 40, [0.0, 0.0, 1.0], ALONG.apply([0.0, 0.0, 1.0]))
    for axis in np.eye(3):
        assert [at for at, _ in steps_in(slipped + 0.6 * axis, 100)] == [40]


@pytest.mark.parametrize("seed", range(20))
def test_unsteady_muscles_hide_no_slip(seed: int) -> None:
    rng = np.random.default_rng(seed)
    up = Rotation.random(rng=rng).apply([0.0, 0.0, 1.0])
    about = np.cross(up, rng.normal(size=3))
    slipped = Rotation.from_rotvec(np.radians(20.0) * about / np.linalg.norm(about)).apply(up)
    vector = np.where(np.arange(100)[:, np.newaxis] < 40, up, slipped)
    assert [at for at, _ in steps_in(vector + rng.normal(0.0, 0.02, vector.shape), 100)] == [40]


@pytest.mark.parametrize(("foreseen_row", "hidden"), [(-1, 1), (4, 1), (5, 0)])
def test_what_was_foreseen_before_a_slip_is_not_told_again_behind_it(foreseen_row: int, hidden: int) -> None:
    rest, top, limits = (0.0, 0.0, 1.0), (0.6, 0.0, 0.8), LimbParams().limits(0.0)
    zigzag = Zigzag(near=rest, near_row=5, far=top, far_row=20, reach=0.63, still=top)
    slip = Slip((0.2, 0.0, 0.0), 25, 0, rest, zigzag, OwnRange(), foreseen_row)
    way_back = np.linspace(top, rest, 20)
    rows = Rows.of(25, (1.0 + np.arange(20) / 25.0).tolist(), way_back)
    slip.search(rows, rows, [0.0] * 20, limits)
    assert len(slip.found) == hidden
    assert slip.foreseen_row == (foreseen_row if hidden else -1)
