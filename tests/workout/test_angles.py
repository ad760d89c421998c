"""The angle of a sensor on the common clock: what lies behind a moment says nothing about it."""

import math

import pytest

from legday.workout.pairing import AnglePoint
from legday.workout.pairing.angles import AngleTrack


def track(*angles: float, zero_s: float = 0.0) -> AngleTrack:
    made = AngleTrack()
    made.add([AnglePoint(0.04 * i, angle, signed=i > 0) for i, angle in enumerate(angles)], 100.0)
    made.begin(100.0 + zero_s)
    return made


def test_only_points_at_or_before_a_moment_count() -> None:
    angles = track(1.0, 2.0, 3.0)
    assert angles.at(0.0) == 1.0
    assert angles.at(0.039) == 1.0
    assert angles.at(0.041) == 2.0
    assert angles.at(-0.01) is None


def test_a_point_gets_stale() -> None:
    assert track(1.0, 2.0).at(0.1) == 2.0
    assert track(1.0, 2.0).at(0.5) is None


def test_an_angle_without_a_sign_is_not_given_for_a_signed_one() -> None:
    angles = track(1.0, 2.0)
    assert angles.at(0.01, signed=True) is None
    assert angles.at(0.05, signed=True) == 2.0


def test_half_way_of_a_swing_is_told_finer_than_the_points() -> None:
    size, period_s = 1.5, 2.0
    swing = [size / 2 * (1 - math.cos(2 * math.pi * 0.04 * i / period_s)) for i in range(51)]
    out_s, back_s = track(*swing).half_way(0.0, period_s)
    assert (out_s, back_s) == pytest.approx((period_s / 4, 3 * period_s / 4), abs=0.002)


def test_what_is_older_than_any_repetition_is_forgotten() -> None:
    angles = track(*[0.1] * 3000)
    angles.forget(100.0 + 0.04 * 2999)
    assert angles.times(0.0, 200.0)[0] == pytest.approx(0.04 * 2999 - 30.0, abs=0.05)
