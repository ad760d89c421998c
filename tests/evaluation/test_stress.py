"""What the stress table does to a take, against what it says it does."""

from dataclasses import replace

import numpy as np
import pytest

from legday.evaluation.stress.lines import FAST, STEADY, Line, lines
from legday.evaluation.stress.run import count_of, stress
from legday.evaluation.stress.samples import Performance
from legday.evaluation.stress.synthetic import standard, variants
from legday.exercises import exercise, exercises

G = 9.80665


def line(name: str) -> Line:
    return next(each for each in lines() if each.name == name)


def spoiled(name: str, take: Performance, seed: int = 0) -> Performance:
    return line(name).transform(take, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def take() -> Performance:
    random = np.random.default_rng(3)
    acc = np.array([0.0, 0.0, G]) + random.normal(0.0, 4.0, (12_000, 3))
    return Performance(np.arange(12_000) / 100.0, acc, random.normal(0, 2, (12_000, 3)), 100.0, "thigh")


def test_a_rotation_keeps_every_length_and_angle(take: Performance) -> None:
    turned = spoiled("any rotation", take)
    assert turned.gyr is not None
    assert take.gyr is not None
    np.testing.assert_allclose(np.linalg.norm(turned.acc, axis=1), np.linalg.norm(take.acc, axis=1))
    np.testing.assert_allclose((turned.acc * turned.gyr).sum(axis=1), (take.acc * take.gyr).sum(axis=1))
    assert not np.allclose(turned.acc, take.acc)


def test_the_other_leg_mirrors_vectors_and_turns_their_rotations(take: Performance) -> None:
    mirrored = spoiled("the other leg", take)
    assert mirrored.gyr is not None
    assert take.gyr is not None
    np.testing.assert_array_equal(mirrored.acc, take.acc * [1, -1, 1])
    np.testing.assert_array_equal(mirrored.gyr, take.gyr * [-1, 1, -1])


def test_a_slip_turns_the_second_half_by_twenty_degrees(take: Performance) -> None:
    slipped = spoiled("20° slip in mid-set", take)
    half = len(take) // 2
    np.testing.assert_array_equal(slipped.acc[:half], take.acc[:half])
    rotation, *_ = np.linalg.lstsq(take.acc[half:], slipped.acc[half:], rcond=None)
    assert np.degrees(np.arccos((np.trace(rotation) - 1) / 2)) == pytest.approx(20.0)


def test_a_strap_slides_as_far_in_a_while_and_a_gyroscope_feels_it(take: Performance) -> None:
    slid = spoiled("20° slip in 0.3 s of mid-set", take)
    half, end = len(take) // 2, len(take) // 2 + round(0.3 * take.rate_hz) + 1
    np.testing.assert_array_equal(slid.acc[: half + 1], take.acc[: half + 1])
    rotation, *_ = np.linalg.lstsq(take.acc[end:], slid.acc[end:], rcond=None)
    assert np.degrees(np.arccos((np.trace(rotation) - 1) / 2)) == pytest.approx(20.0)
    assert take.gyr is not None
    still = replace(take, gyr=np.zeros_like(take.gyr))
    felt = spoiled("20° slip in 0.3 s of mid-set", still).gyr
    assert felt is not None
    turned = np.degrees(np.linalg.norm(felt.sum(axis=0)) / take.rate_hz)
    assert turned == pytest.approx(20.0, abs=20.0 / (0.3 * take.rate_hz))


def test_fewer_samples_are_means_of_their_cells() -> None:
    ramp = np.arange(101.0)
    take = Performance(ramp / 100.0, np.stack([ramp, ramp, ramp], axis=1), None, 100.0, "thigh")
    slower = take.resampled(25.0)
    np.testing.assert_allclose(slower.t_s, np.arange(26) / 25.0)
    np.testing.assert_allclose(slower.acc[1:-1, 0], np.arange(1, 25) * 4.0)


def test_another_rate_sees_nothing_where_nobody_measured() -> None:
    t_s = np.concatenate([np.arange(100) / 100.0, 1.5 + np.arange(100) / 100.0])
    take = Performance(t_s, np.ones((200, 3)), None, 100.0, "thigh")
    for rate_hz in (50.0, 200.0):
        at_s = take.resampled(rate_hz).t_s
        inside = (at_s > 0.99 + 0.5 / rate_hz) & (at_s < 1.5 - 0.5 / rate_hz)
        assert not inside.any()
        assert np.diff(at_s).max() == pytest.approx(0.51, abs=2 / rate_hz)


def test_a_range_cuts_each_axis(take: Performance) -> None:
    assert np.abs(spoiled("±2 g", take).acc).max() == pytest.approx(2 * G)


def test_a_bias_moves_one_axis(take: Performance) -> None:
    moved = spoiled("6 m/s² bias", take).acc - take.acc
    assert sorted(np.abs(moved[0])) == pytest.approx([0.0, 0.0, 6.0])
    np.testing.assert_allclose(moved, np.broadcast_to(moved[0], moved.shape))


@pytest.mark.parametrize("share", [0.01, 0.05])
def test_about_the_share_of_packets_that_is_named_is_lost(take: Performance, share: float) -> None:
    kept = spoiled(f"{share:.0%} of packets lost", take).kept
    assert kept is not None
    missing = 1.0 - (kept[:, 1] - kept[:, 0]).sum() / len(take)
    assert missing == pytest.approx(share, rel=0.5)


def test_each_minute_loses_a_fifth_of_a_second(take: Performance) -> None:
    cut = spoiled("a 0.2 s gap each minute, anywhere", take)
    assert cut.kept is not None
    holes = cut.kept[1:, 0] - cut.kept[:-1, 1]
    assert len(holes) == 2
    assert set(holes) <= {20.0, 21.0}
    assert sum(1 for _ in cut.inputs()) >= len(cut.kept)


@pytest.mark.parametrize("seed", range(5))
def test_a_gap_between_events_touches_none(take: Performance, seed: int) -> None:
    hops = tuple((at_s, at_s + 0.3) for at_s in np.arange(10.0, 110.0, 0.6))
    kept = spoiled("a 0.2 s gap each minute, between events", replace(take, events_s=hops), seed).kept
    assert kept is not None
    holes = np.stack([kept[:-1, 1], kept[1:, 0]], axis=1) / 100.0
    assert len(holes) == 2
    for start_s, end_s in holes:
        assert not any(start_s < off_s and on_s < end_s for on_s, off_s in hops)


def test_a_drift_stretches_time(take: Performance) -> None:
    np.testing.assert_allclose(spoiled("clock +100 ppm", take).t_s, take.t_s * 1.0001)


def test_every_line_that_has_to_hold_is_for_exercises_that_exist() -> None:
    assert set(exercises()) >= STEADY | FAST


def test_fast_reps_are_possible() -> None:
    """Nobody falls faster than gravity: the body stays heavier than nothing."""
    take, _ = variants("squat", 1)["fast reps, 0.7 s"]
    assert np.linalg.norm(take.acc, axis=1).min() > 0.1 * G


def test_the_table_counts_what_held() -> None:
    found = exercise("repeated_jump")
    take, true = standard(found, 1)
    assert count_of(found, take) == true == 12
    cells = {(cell.line, cell.synthetic): cell for cell in stress([], ["repeated_jump"])}
    rotation = cells["any rotation", True]
    assert rotation.runs >= 200
    assert rotation.held == rotation.runs
    assert rotation.must_hold
    assert not cells["25 Hz", True].must_hold
    assert cells["25 Hz", True].reason
