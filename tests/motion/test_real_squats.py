"""Real squats, recorded with an accelerometer that is off by several m/s²: flexion reads as flexion."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from legday.core.block import UNALIGNED, UNSIGNED, MotionBlock, SampleBlock
from legday.recording.take import Take, read_take
from tests.motion.planar import seen

RATE_HZ = 100.0
FIRST_REP = 1  # the second: in the first, the mounting is still being found

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def takes(real_data_folder: Path) -> list[Take]:
    return [read_take(path) for path in sorted((real_data_folder / "squat3imu").glob("*.csv"))]


def on_grid(take: Take, rotation: Rotation | None = None, *, gyroscope: bool = True) -> SampleBlock:
    assert take.gyr is not None
    t = np.arange(take.t_s[0], take.t_s[-1], 1 / RATE_HZ)
    acc, gyr = (
        np.stack([np.interp(t, take.t_s, column) for column in series.T], axis=1)
        for series in (take.acc, take.gyr)
    )
    if rotation is not None:
        acc, gyr = rotation.apply(acc), rotation.apply(gyr)
    return SampleBlock(0, t, acc, gyr if gyroscope else None, np.zeros(len(t), dtype=np.uint8))


@cache
def motion_of(take: Take, *, gyroscope: bool = True) -> MotionBlock:
    """What the frontend makes of a take as it was recorded, once for all that is asked of it."""
    return seen(on_grid(take, gyroscope=gyroscope))


def reps(take: Take, motion: MotionBlock) -> list[np.ndarray]:
    assert take.truth is not None
    assert take.truth.rep_intervals_s is not None
    spans = take.truth.rep_intervals_s[FIRST_REP:]
    return [motion.angle[(motion.t_s >= start) & (motion.t_s < end)] for start, end in spans]


@pytest.mark.parametrize(("gyroscope", "least_deg"), [(True, 45.0), (False, 15.0)])
def test_every_squat_flexes_upwards_from_its_ends(
    takes: list[Take], gyroscope: bool, least_deg: float
) -> None:
    assert len(takes) >= 30
    for take in takes:
        motion = motion_of(take, gyroscope=gyroscope)
        for angle in reps(take, motion):
            ends, most = max(angle[0], angle[-1]), angle.max()
            assert np.degrees(most - ends) > least_deg, take.source.stem
            assert np.degrees(np.ptp(angle)) < 130.0, take.source.stem


def test_ranges_of_one_take_agree(takes: list[Take]) -> None:
    for take in takes:
        ranges = [np.ptp(angle) for angle in reps(take, motion_of(take))]
        assert np.std(ranges) < 0.12 * np.mean(ranges), take.source.stem


def test_the_flexion_axis_points_the_same_way_in_every_take(takes: list[Take]) -> None:
    axes = np.array([motion_of(take).flexion_axis for take in takes])
    common = axes.mean(axis=0) / np.linalg.norm(axes.mean(axis=0))
    assert np.degrees(np.arccos(axes @ common)).max() < 20.0


def test_sign_and_axis_are_known_within_five_seconds(takes: list[Take]) -> None:
    for take in takes:
        motion = motion_of(take)
        assert not (motion.flags[motion.t_s > 5.0] & (UNSIGNED | UNALIGNED)).any(), take.source.stem


def test_the_angle_does_not_depend_on_how_the_sensor_is_turned(takes: list[Take]) -> None:
    for index, take in enumerate(takes[::4]):
        turned = Rotation.random(rng=np.random.default_rng(index))
        plain, other = motion_of(take).angle, seen(on_grid(take, turned)).angle
        assert np.degrees(np.abs(plain - other)).max() < 0.5, take.source.stem
