"""The rotation seen by the gyroscope, and small repetitions that hardly anything else shows. Synthetic."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.repeating import events_of, standing_reps

from legday.core.block import STANDARD_GRAVITY, FloatArray, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.core.filters import PASS
from legday.exercises._rotation import RotationFinder, RotationMemory, coarse
from legday.motion.frontend import Frontend
from legday.motion.rate_offset import RateOffset

RATE_HZ = 50.0
BIAS = np.radians([2.0, -1.0, 0.5])
Path = list[tuple[float, float]]


def along(path: Path) -> FloatArray:
    """Return the place at each sample of a path of ``(until_s, place)``, eased."""
    ends_s, places = (np.array(each) for each in zip((0.0, 0.0), *path, strict=True))
    eased = np.interp(np.arange(round(ends_s[-1] * RATE_HZ)) / RATE_HZ, ends_s, np.arange(len(ends_s)))
    i = np.minimum(eased.astype(int), len(places) - 2)
    share = (1.0 - np.cos(np.pi * (eased - i))) / 2.0
    return places[i] + (places[i + 1] - places[i]) * share


def held(times: int, hold_s: float, rest_s: float, place: float = 1.0, still_s: float = 4.0) -> Path:
    """Return repetitions that are held, between two times of stillness."""
    path, end_s = [(still_s, 0.0)], still_s
    for _ in range(times):
        for lasts_s, to in ((0.8, place), (hold_s, place), (0.8, 0.0), (rest_s, 0.0)):
            end_s += lasts_s
            path.append((end_s, to))
    return path


def rate_of(turned_rad: FloatArray) -> FloatArray:
    """Return the angular rate about a sensor's first axis, with a bias on all."""
    rate = np.zeros((len(turned_rad), 3))
    rate[:, 0] = np.diff(turned_rad, prepend=turned_rad[0]) * RATE_HZ
    return rate + BIAS


FINDER = RotationFinder(RATE_HZ, 1, PASS, PASS)


def seen(rate: FloatArray) -> FloatArray:
    """Return the rotation that is seen about the vertical, degrees."""
    count = len(rate)
    acc = np.tile([STANDARD_GRAVITY, 0.0, 0.0], (count, 1))
    block = SampleBlock(0, np.arange(count) / RATE_HZ, acc, rate, np.zeros(count, dtype=np.uint8))
    corrected = RateOffset(RATE_HZ).corrected(block).gyr
    assert corrected is not None
    return np.degrees(FINDER.find(corrected, 0, RotationMemory())[0])


def test_a_leg_that_is_held_out_stays_out_and_comes_back_to_where_it_was() -> None:
    place = seen(rate_of(np.radians(15.0) * along(held(4, hold_s=6.0, rest_s=2.0))))
    for begin_s in (4.0, 13.6, 23.2, 32.8):  # moving stops 0.8 s later, holding 6.8 s later
        before, out, still_out, back = (
            place[int((begin_s + later_s) * RATE_HZ)] for later_s in (0.0, 1.0, 6.6, 8.0)
        )
        assert abs(out[0] - before[0] - 15.0) < 1.5
        assert np.abs(still_out - out).max() < 3.0
        assert np.abs(back - before).max() < 3.0


def test_a_standing_gyroscope_with_a_bias_turns_no_farther() -> None:
    place = seen(np.tile(BIAS, (round(60.0 * RATE_HZ), 1)))
    assert np.abs(place[-1] - place[round(10.0 * RATE_HZ)]).max() < 2.0


def test_what_moves_from_the_first_sample_on_is_no_bias() -> None:
    turned = np.radians(15.0) * np.sin(2.0 * np.pi * 0.5 * np.arange(round(20.0 * RATE_HZ)) / RATE_HZ)
    place = seen(rate_of(turned) - BIAS)[:, 0]
    assert np.abs(place - np.degrees(turned)).max() < 3.0


def test_any_split_gives_the_same_rotation() -> None:
    rate = rate_of(along(held(2, hold_s=1.0, rest_s=1.0)))
    memory, parts = RotationMemory(), np.split(rate, [1, 2, 7, 100, 101, 333])
    split = np.concatenate([FINDER.find(part, 0, memory)[0] for part in parts])
    np.testing.assert_array_equal(split, FINDER.find(rate, 0, RotationMemory())[0])


@pytest.mark.parametrize("stride", [1, 2, 4, 8])
def test_coarse_rates_lose_nothing_of_a_rotation_in_any_split(stride: int) -> None:
    rate = np.random.default_rng(0).normal(size=(403, 3))
    memory, parts, at = RotationMemory(), [], 0
    for part in np.split(rate, [1, 2, 3, 7, 100, 101, 333]):
        parts.append(coarse(part, -at % stride, stride, memory))
        at += len(part)
    means = np.concatenate(parts)
    np.testing.assert_array_equal(means, coarse(rate, 0, stride, RotationMemory()))
    rows = np.arange(0, 403, stride)
    turned = (stride - 1) * rate[0] + np.cumsum(rate, axis=0)[rows]
    np.testing.assert_allclose(stride * np.cumsum(means, axis=0), turned, atol=1e-9)


def extended(path: Path, tilt_deg: float, turn_deg: float) -> MotionBlock:
    """Return a standing thigh that goes back and turns about itself along a path."""
    place = along(path)[:, None]
    thigh = Rotation.from_euler("y", 80.0, degrees=True) * Rotation.from_euler(
        "yx", place * [tilt_deg, turn_deg], degrees=True
    )
    rng = np.random.default_rng(3)
    acc = thigh.inv().apply([0.0, 0.0, STANDARD_GRAVITY]) + 0.03 * rng.standard_normal((len(place), 3))
    gyr = np.zeros_like(acc)
    gyr[1:] = (thigh[:-1].inv() * thigh[1:]).as_rotvec() * RATE_HZ
    gyr += BIAS + 0.005 * rng.standard_normal((len(place), 3))
    t_s = np.arange(len(place)) / RATE_HZ
    block = SampleBlock(0, t_s, acc, gyr, np.zeros(len(t_s), dtype=np.uint8))
    return Frontend(Setting(RATE_HZ, "thigh", gyroscope=True)).update(block)


def test_small_extensions_held_long_and_rested_from_shortly_are_counted() -> None:
    motion = extended(held(10, hold_s=5.0, rest_s=1.0), tilt_deg=1.5, turn_deg=3.5)
    assert len(standing_reps(events_of("hip_extension", motion, RATE_HZ))) == 10


def test_nothing_is_counted_while_the_leg_rests_behind_a_set() -> None:
    motion = extended([*held(10, hold_s=5.0, rest_s=1.5), (118.0, 0.0)], tilt_deg=15.0, turn_deg=15.0)
    reps = standing_reps(events_of("hip_extension", motion, RATE_HZ))
    assert len(reps) == 10
    assert reps[-1].end_s < 95.0
