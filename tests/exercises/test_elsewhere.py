"""A leg that is put down elsewhere before its repetitions begin. Synthetic: gravity alone turns."""

import pytest
from tests.exercises.raised_thigh import RATE_HZ, raised, raises
from tests.exercises.repeating import events_in_pieces, events_of, standing_reps

from legday.core.block import MotionBlock
from legday.core.events import Rep


def reps_of(motion: MotionBlock) -> list[Rep]:
    return standing_reps(events_of("straight_leg_raise", motion, RATE_HZ))


@pytest.mark.parametrize("about", ["x", "y"])
@pytest.mark.parametrize("moved_deg", [-40.0, 0.0, 25.0, 40.0])
@pytest.mark.parametrize("deg", [8.0, 20.0])
def test_small_raises_behind_a_larger_move_of_the_leg_all_count(
    deg: float, moved_deg: float, about: str
) -> None:
    reps = reps_of(raised(raises(6, deg), moved_deg, about))
    tops_s = [12.5 + 5.0 * n for n in range(6)]
    assert len(reps) == len(tops_s)
    for rep, top_s in zip(reps, tops_s, strict=True):
        assert abs(rep.turn_s - top_s) < 1.0


def test_a_wobbling_hold_is_one_raise() -> None:
    wobbles = [(12.0, 20.0), *((12.0 + 1.5 * n, 17.0 if n % 2 else 20.0) for n in range(1, 9))]
    path = [(11.0, 0.0), *wobbles, (25.0, 0.0), (27.0, 0.0), (28.0, 20.0), (30.0, 0.0), (33.0, 0.0)]
    assert len(reps_of(raised(path, 0.0))) == 2


def test_what_was_done_elsewhere_is_told_the_same_in_any_pieces() -> None:
    motion = raised(raises(4, 8.0), 40.0)
    whole = events_of("straight_leg_raise", motion, RATE_HZ)
    assert events_in_pieces("straight_leg_raise", motion, 37, RATE_HZ) == whole
