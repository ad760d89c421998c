"""Hops with known truth: every one counted, the first ones in retrospect."""

from dataclasses import replace

import numpy as np
import pytest
from tests.exercises.flying_thigh import Jumper
from tests.exercises.jumping import events_of, jumps_of

from legday.core.block import MISSING, MotionBlock
from legday.core.events import Jump


def hopping(flight_s: float, times: int = 12, contact_s: float = 0.22) -> Jumper:
    return Jumper().stand(2.0).hops(flight_s, times, contact_s).stand(2.0)


@pytest.mark.parametrize("rate_hz", [50.0, 100.0, 200.0])
@pytest.mark.parametrize("flight_s", [0.25, 0.35, 0.5])
def test_every_hop_counts_at_once(flight_s: float, rate_hz: float) -> None:
    found = jumps_of("repeated_jump", hopping(flight_s), rate_hz)
    assert len(found) == 12
    assert max(jump.decided_s - jump.landing_s for jump in found) <= 0.12


@pytest.mark.parametrize("gyroscope", [True, False])
@pytest.mark.parametrize("flight_s", [0.14, 0.16, 0.18])
def test_low_hops_count_as_a_train_back_to_the_first(flight_s: float, gyroscope: bool) -> None:
    jumper = hopping(flight_s)
    found = jumps_of("repeated_jump", jumper, gyroscope=gyroscope)
    assert [jump.n for jump in found] == list(range(1, 13))
    assert [jump.landing_s for jump in found] == pytest.approx(jumper.landing_s, abs=0.03)
    assert found[0].decided_s == found[4].decided_s, "the fifth makes the train and brings the first four"
    assert all(jump.decided_s - jump.landing_s <= 0.14 for jump in found[4:])


@pytest.mark.parametrize("high_s", [0.40, 0.45])
@pytest.mark.parametrize("times", [1, 5])
def test_low_hops_count_behind_high_ones(high_s: float, times: int) -> None:
    jumper = Jumper().stand(2.0).hops(high_s, times).hops(0.17, 12, 0.2).stand(2.0)
    found = jumps_of("repeated_jump", jumper)
    assert [jump.landing_s for jump in found] == pytest.approx(jumper.landing_s, abs=0.03)


def test_a_few_low_hops_are_no_train() -> None:
    assert jumps_of("repeated_jump", hopping(0.16, times=4)) == []


def test_times_and_contacts_are_those_of_mechanics() -> None:
    jumper = hopping(0.30, contact_s=0.26)
    found = jumps_of("repeated_jump", jumper, 200.0)
    assert [jump.takeoff_s for jump in found] == pytest.approx(jumper.takeoff_s, abs=0.02)
    assert [jump.landing_s for jump in found] == pytest.approx(jumper.landing_s, abs=0.03)
    assert found[0].contact_s is None, "nothing landed before the first"
    assert [jump.contact_s for jump in found[1:]] == pytest.approx([0.26] * 11, abs=0.03)
    jump = found[5]
    assert jump.rsi_m_s == pytest.approx(jump.height_m / jump.contact_s)
    assert jump.flight_to_contact == pytest.approx(jump.flight_s / jump.contact_s)
    assert [jump.series_n for jump in found] == list(range(1, 13))


def test_ringing_flesh_makes_no_second_landing() -> None:
    hard = Jumper(strike_g=9.0).stand(2.0).hops(0.4, 5).stand(2.0)
    assert len(jumps_of("repeated_jump", hard)) == 5


@pytest.mark.parametrize("range_g", [2.0, 4.0])
def test_a_clipped_landing_costs_no_jump_and_says_so(range_g: float) -> None:
    hard = Jumper(strike_g=9.0).stand(2.0).hops(0.3, 12).stand(2.0)
    found = jumps_of("repeated_jump", hard, range_g=range_g)
    assert len(found) == 12
    assert all(jump.landing_clipped for jump in found)
    assert not any(jump.landing_clipped for jump in jumps_of("repeated_jump", hard))


@pytest.mark.parametrize("bias", [-1.0, 1.0])
def test_an_uncalibrated_sensor_counts_the_same(bias: float) -> None:
    assert len(jumps_of("repeated_jump", hopping(0.3), bias=bias)) == 12


def test_below_50_hz_there_is_a_count_and_no_time() -> None:
    found = jumps_of("repeated_jump", hopping(0.35), 25.0)
    assert len(found) == 12
    assert all(j.takeoff_s is None and j.flight_s is None and j.height_m is None for j in found)
    assert all(j.contact_s is None and j.rsi_m_s is None and j.quality == "low" for j in found)


def with_hole(block: MotionBlock, start_s: float, end_s: float) -> MotionBlock:
    """Return the block with samples that never came, as the timeline fills and flags them."""
    inside = (block.t_s >= start_s) & (block.t_s < end_s)
    known = ~inside
    acc = np.stack([np.interp(block.t_s, block.t_s[known], column[known]) for column in block.acc.T], axis=1)
    flags = np.where(inside, MISSING, block.flags).astype(np.uint8)
    return replace(block, acc=acc, force=np.linalg.norm(acc, axis=1), flags=flags)


def test_a_landing_in_a_hole_is_assumed_where_the_train_goes_on() -> None:
    jumper = hopping(0.25, times=14)
    lost_s = jumper.landing_s[8]
    block = with_hole(jumper.block(), lost_s - 0.01, lost_s + 0.20)
    found = [event for event in events_of("repeated_jump", block) if isinstance(event, Jump)]
    assert len(found) == 14
    assumed = [jump for jump in found if jump.quality == "assumed"]
    assert [jump.landing_s for jump in assumed] == pytest.approx([lost_s], abs=0.06)
    assert assumed[0].flight_s is None
    assert assumed[0].landing_peak_m_s2 is None


def test_no_time_is_taken_from_missing_samples() -> None:
    jumper = hopping(0.35, times=10)
    block = with_hole(jumper.block(), jumper.takeoff_s[4] - 0.05, jumper.takeoff_s[4] + 0.05)
    found = [event for event in events_of("repeated_jump", block) if isinstance(event, Jump)]
    assert len(found) == 10
    assert [jump.flight_s is None for jump in found] == [index == 4 for index in range(10)]


@pytest.mark.parametrize("lost_behind_s", [0.05, 0.1])
def test_a_rest_of_one_hop_hides_none_where_the_hole_is_elsewhere(lost_behind_s: float) -> None:
    jumper = Jumper().stand(2.0).hops(0.25, 7).stand(0.15).hops(0.25, 7).stand(2.0)
    period_s = jumper.landing_s[6] - jumper.landing_s[5]
    assert 1.7 < (jumper.landing_s[7] - jumper.landing_s[6]) / period_s < 2.3
    begin_s = jumper.takeoff_s[7] + lost_behind_s
    block = with_hole(jumper.block(), begin_s, begin_s + 0.1)
    found = [event for event in events_of("repeated_jump", block) if isinstance(event, Jump)]
    assert len(found) == 14
    assert "assumed" not in {jump.quality for jump in found}
