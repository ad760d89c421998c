"""A leg that is put down elsewhere before its repetitions begin. Synthetic: gravity alone turns."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.repeating import cut_at, events_of, standing_reps

from legday.core.block import STANDARD_GRAVITY, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.core.events import Rep
from legday.exercises import exercise as find_exercise
from legday.motion.frontend import Frontend

RATE_HZ = 50.0
MOVED_S = 6.0


def raised(path: list[tuple[float, float]], moved_deg: float, about: str = "y") -> MotionBlock:
    """Return a lying thigh that is moved aside at 6 s, and then raised along ``(until_s, deg)``."""
    ends_s, places = zip((0.0, 0.0), *path, strict=True)
    t_s = np.arange(round(ends_s[-1] * RATE_HZ)) / RATE_HZ
    eased = np.interp(t_s, ends_s, np.arange(len(ends_s)))
    share = eased % 1.0
    before = np.asarray(places)[eased.astype(int)]
    after = np.asarray(places)[np.minimum(eased.astype(int) + 1, len(places) - 1)]
    angle = before + (after - before) * (1.0 - np.cos(np.pi * share)) / 2.0
    aside = moved_deg * np.clip((t_s - MOVED_S) / 0.8, 0.0, 1.0)
    turned = Rotation.from_euler(about, aside[:, None], degrees=True)
    thigh = Rotation.from_euler("y", angle[:, None] - 80.0, degrees=True) * turned
    acc = thigh.inv().apply([0.0, 0.0, STANDARD_GRAVITY])
    flags = np.zeros(len(t_s), dtype=np.uint8)
    block = SampleBlock(0, t_s, acc, None, flags)
    return Frontend(Setting(RATE_HZ, "thigh", gyroscope=False)).update(block)


def raises(times: int, deg: float, rest_s: float = 2.0, hold_s: float = 1.0) -> list[tuple[float, float]]:
    """Return raises that begin 11 s after the start, and a rest."""
    end_s, path = 11.0, [(11.0, 0.0)]
    for _ in range(times):
        for lasts_s, place in ((1.0, deg), (hold_s, deg), (1.0, 0.0), (rest_s, 0.0)):
            end_s += lasts_s
            path.append((end_s, place))
    return [*path, (end_s + 3.0, 0.0)]


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
    detector = find_exercise("straight_leg_raise").build(Setting(RATE_HZ, "thigh", gyroscope=False))
    events, rest = [], motion
    for first, stop in pairwise(range(0, len(motion), 37)):
        piece, rest = cut_at(rest, stop - first)
        events += detector.update(piece)
    assert [*events, *detector.update(rest), *detector.finish()] == whole
