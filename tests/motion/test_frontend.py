"""The front end finds the segment's angle however the sensor sits, the same for every split of the stream."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from legday.core.block import MISSING, UNALIGNED, UNSIGNED, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.motion.frontend import Frontend
from tests.contract.state_bytes import state_bytes
from tests.motion.planar import (
    Floats,
    Script,
    flagged,
    moved,
    part,
    rotations,
    seen,
    squats,
    strapped,
    true_angle,
)

SQUATS = moved(squats())
TILTED = Rotation.from_euler("xyz", [30.0, -70.0, 110.0], degrees=True)
SECOND_S = 5.4  # the first squat is over, the second begins


def error_deg(motion: MotionBlock, truth: Floats, after_s: float = SECOND_S) -> Floats:
    late = motion.t_s >= after_s
    return np.degrees(motion.angle - truth)[late]


def rms(x: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(x))))


def test_angle_is_right_however_the_sensor_is_strapped() -> None:
    for rotation in rotations(200):
        block = strapped(SQUATS, rotation)
        motion = seen(block)
        late = motion.t_s >= SECOND_S
        assert not (motion.flags[late] & (UNALIGNED | UNSIGNED)).any()
        assert rms(error_deg(motion, true_angle(SQUATS, block))) < 3.0
        np.testing.assert_allclose(motion.flexion_axis, rotation.apply([0, -1, 0]), atol=0.05)
        np.testing.assert_allclose(motion.long_axis, rotation.apply([0, 0, 1]), atol=0.05)


def test_first_squat_reads_as_tilt_until_its_axis_is_known() -> None:
    block = strapped(SQUATS, TILTED)
    motion = seen(block)
    first = motion.t_s < SECOND_S
    assert motion.flags[0] & UNALIGNED
    assert rms(np.degrees(motion.angle - true_angle(SQUATS, block))[first]) < 3.0


@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 100.0, 208.0])
@pytest.mark.parametrize(("gyroscope", "limit_deg"), [(True, 3.0), (False, 9.0)])
def test_angle_is_right_at_every_rate(rate_hz: float, gyroscope: bool, limit_deg: float) -> None:
    block = strapped(SQUATS, TILTED, rate_hz, gyroscope=gyroscope)
    motion = seen(block, rate_hz)
    assert rms(error_deg(motion, true_angle(SQUATS, block))) < limit_deg


def test_accelerometer_alone_is_right_but_for_its_lag() -> None:
    slow = moved(squats(count=4, seconds=4.0))
    for rotation in rotations(20):
        block = strapped(slow, rotation, gyroscope=False)
        motion = seen(block)
        lag = round(0.11 * 100.0)
        error = np.degrees(motion.angle[lag:] - true_angle(slow, block)[:-lag])
        assert rms(error[motion.t_s[lag:] > 7.0]) < 3.0
        assert not motion.flags[-1] & (UNALIGNED | UNSIGNED)


def test_rate_is_the_derivative_of_the_angle() -> None:
    block = strapped(SQUATS, TILTED)
    truth = np.interp(block.t_s, SQUATS.t_s, np.gradient(SQUATS.angle, SQUATS.t_s))
    motion = seen(block)
    late = motion.t_s >= SECOND_S
    assert rms((motion.rate - truth)[late]) < 0.1 * np.abs(truth).max()


@pytest.mark.parametrize("gyroscope", [True, False])
def test_a_large_constant_bias_keeps_sign_and_range(gyroscope: bool) -> None:
    for bias in ([6.0, 0.0, 0.0], [0.0, -6.0, 0.0], [0.0, 0.0, 6.0], [3.0, 3.0, -3.0]):
        block = strapped(SQUATS, TILTED, bias_m_s2=bias, gyroscope=gyroscope)
        motion = seen(block)
        for start_s in np.arange(SECOND_S, 19.0, 3.4):
            rep = motion.angle[(motion.t_s >= start_s) & (motion.t_s < start_s + 2.4)]
            top, bottom = rep[0], rep[len(rep) // 2]
            assert 45.0 < np.degrees(bottom - top) < 150.0
            assert bottom - rep[-1] > np.radians(40.0)


def test_a_slipped_strap_is_followed() -> None:
    slip = (8.7, Rotation.from_rotvec(TILTED.apply([0.0, -np.radians(20.0), 0.0])))
    keys = [*squats(count=3).keys, (25.0, 0.0), (26.2, np.pi / 2), (27.4, 0.0), (30.0, 0.0)]
    motion = seen(strapped(moved(Script(keys)), TILTED, slip=slip))
    angle = np.degrees(motion.angle[np.searchsorted(motion.t_s, [24.5, 26.2, 29.5])])
    assert angle == pytest.approx([0.0, 90.0, 0.0], abs=4.0)


def test_small_slow_lifts_with_a_pause_do_not_become_the_rest_attitude() -> None:
    lying, lifted = np.radians(90.0), np.radians(108.0)
    keys = [(0.0, lying), (2.0, lying)]
    for start_s in np.arange(2.0, 70.0, 8.0):
        keys += [
            (start_s + 1.5, lifted),
            (start_s + 4.5, lifted),
            (start_s + 7.0, lying),
            (start_s + 8.0, lying),
        ]
    motion = seen(strapped(moved(Script(keys)), TILTED))
    at = np.searchsorted(motion.t_s, np.arange(13.0, 70.0, 8.0))
    assert np.degrees(motion.angle[at]) == pytest.approx([18.0] * len(at), abs=2.0)


def test_starting_in_mid_movement_finds_the_axis_and_the_range() -> None:
    whole = strapped(SQUATS, TILTED)
    for start in (240, 280, 320, 370):
        motion = seen(part(whole, start, len(whole)))
        rep = motion.angle[(motion.t_s > 12.2) & (motion.t_s < 14.6)]
        assert np.degrees(np.ptp(rep)) == pytest.approx(90.0, abs=5.0)
        np.testing.assert_allclose(np.abs(motion.flexion_axis @ TILTED.apply([0, -1, 0])), 1.0, atol=0.01)


def test_standing_after_walking_replaces_an_attitude_from_before() -> None:
    """Sitting first, then walking to the place, then squats: zero is standing."""
    sit, walk = np.radians(90.0), (7.0, 13.0)
    squat = [(15.0, 0.0), (16.2, sit), (17.4, 0.0), (18.4, 0.0), (19.6, sit), (20.8, 0.0), (22.0, 0.0)]
    motion = moved(Script([(0.0, sit), (4.0, sit), (6.0, 0.0), *squat], walks=[walk]))
    for rotation in rotations(10):
        block = strapped(motion, rotation)
        angle = seen(block).angle
        at = np.searchsorted(block.t_s, [14.5, 19.6, 21.8])
        assert np.degrees(angle[at]) == pytest.approx([0.0, 90.0, 0.0], abs=6.0)


def test_lying_on_the_back_from_the_start_lifts_upwards() -> None:
    lying = np.radians(90.0)
    keys = [(0.0, lying), (3.0, lying)]
    for start_s in (3.0, 7.0, 11.0):
        keys += [(start_s + 1.5, lying + np.radians(45.0)), (start_s + 3.0, lying), (start_s + 4.0, lying)]
    script = moved(Script(keys))
    for rotation in rotations(10):
        motion = seen(strapped(script, rotation))
        at = np.searchsorted(motion.t_s, [6.5, 8.5, 10.5, 12.5])
        assert np.degrees(motion.angle[at]) == pytest.approx([0.0, 45.0, 0.0, 45.0], abs=4.0)


def test_missing_samples_do_not_upset_the_attitude() -> None:
    block = strapped(SQUATS, TILTED)
    holed = flagged(block, MISSING, 940, 965)
    apart = np.degrees(seen(holed).angle - seen(block).angle)
    assert np.abs(apart).max() < 8.0
    assert np.abs(apart[1300:]).max() < 1.0


def test_calibration_takes_the_next_quiet_attitude_for_zero() -> None:
    frontend = Frontend(Setting(100.0))
    bent = moved(Script([(0.0, 0.0), (2.0, 0.0), (3.0, 1.0), (9.0, 1.0)]))
    block = strapped(bent, TILTED)
    frontend.update(part(block, 0, 600))
    frontend.calibrate()
    motion = frontend.update(part(block, 600, len(block)))
    assert abs(motion.angle[-1]) < np.radians(2.0)


def test_behind_a_gap_the_mounting_stays() -> None:
    block = strapped(SQUATS, TILTED)
    frontend = Frontend(Setting(100.0))
    frontend.update(part(block, 0, 1200))
    frontend.after_gap()
    motion = frontend.update(part(block, 1500, len(block)))
    assert not motion.flags[0] & (UNALIGNED | UNSIGNED)
    settled = motion.t_s > 17.0
    assert rms(np.degrees(motion.angle - true_angle(SQUATS, block)[1500:])[settled]) < 4.0


def outputs(blocks: list[MotionBlock]) -> bytes:
    names = ("t_s", "acc", "up", "angle", "rate", "force", "flags")
    return b"".join(np.concatenate([getattr(block, name) for block in blocks]).tobytes() for name in names)


STREAMS = {
    gyroscope: strapped(moved(Script(squats(count=3).keys, walks=[(0.2, 1.8)])), TILTED, gyroscope=gyroscope)
    for gyroscope in (True, False)
}


@settings(deadline=None, max_examples=40)
@given(cuts=st.lists(st.integers(0, len(STREAMS[True])), max_size=30), gyroscope=st.booleans())
def test_every_split_gives_the_same_bytes(cuts: list[int], gyroscope: bool) -> None:
    block = STREAMS[gyroscope]
    setting = Setting(100.0, "thigh", gyroscope)
    whole, pieces = Frontend(setting), Frontend(setting)
    expected = whole.update(block)
    edges = [0, *sorted(cuts), len(block)]
    got = [pieces.update(part(block, a, b)) for a, b in itertools.pairwise(edges)]
    assert outputs(got) == outputs([expected])
    assert state_bytes(pieces.save()) == state_bytes(whole.save())


@pytest.mark.parametrize("gyroscope", [True, False])
def test_sample_by_sample_gives_the_same_bytes(gyroscope: bool) -> None:
    block, setting = STREAMS[gyroscope], Setting(100.0, "thigh", gyroscope)
    whole, single = Frontend(setting), Frontend(setting)
    expected = whole.update(block)
    got = [single.update(part(block, i, i + 1)) for i in range(len(block))]
    assert outputs(got) == outputs([expected])
    assert state_bytes(single.save()) == state_bytes(whole.save())


@settings(deadline=None, max_examples=15)
@given(at=st.integers(0, len(STREAMS[True])), gyroscope=st.booleans())
def test_a_restored_state_goes_on_bit_for_bit(at: int, gyroscope: bool) -> None:
    block, setting = STREAMS[gyroscope], Setting(100.0, "thigh", gyroscope)
    first, second = Frontend(setting), Frontend(setting)
    first.update(part(block, 0, at))
    saved = first.save()
    kept = state_bytes(saved)
    expected = first.update(part(block, at, len(block)))
    assert state_bytes(saved) == kept
    second.restore(saved)
    assert outputs([second.update(part(block, at, len(block)))]) == outputs([expected])
    assert state_bytes(second.save()) == state_bytes(first.save())


@pytest.mark.parametrize("gyroscope", [True, False])
def test_reset_equals_new(gyroscope: bool) -> None:
    setting = Setting(100.0, "thigh", gyroscope)
    used = Frontend(setting)
    used.update(STREAMS[gyroscope])
    used.reset()
    assert state_bytes(used.save()) == state_bytes(Frontend(setting).save())


def test_an_empty_block_changes_nothing() -> None:
    frontend = Frontend(Setting(100.0))
    frontend.update(part(STREAMS[True], 0, 500))
    before = state_bytes(frontend.save())
    assert len(frontend.update(part(STREAMS[True], 500, 500))) == 0
    assert state_bytes(frontend.save()) == before


def test_the_input_is_neither_changed_nor_kept() -> None:
    block = part(STREAMS[True], 0, 500)
    copied = SampleBlock(0, block.t_s.copy(), block.acc.copy(), block.gyr.copy(), block.flags.copy())
    frontend = Frontend(Setting(100.0))
    frontend.update(copied)
    for name in ("t_s", "acc", "gyr", "flags"):
        np.testing.assert_array_equal(getattr(copied, name), getattr(block, name))
    before = state_bytes(frontend.save())
    copied.acc[:] = copied.gyr[:] = 0.0
    assert state_bytes(frontend.save()) == before
