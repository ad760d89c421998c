"""Jumps with a pause between, and what looks like one."""

import numpy as np
import pytest
from tests.contract.motions import part
from tests.exercises.flying_thigh import Jumper
from tests.exercises.jumping import events_of, jumps_of, rejected

from legday.core.detector import Setting
from legday.exercises import exercise


def jumping(*flights_s: float) -> Jumper:
    jumper = Jumper().stand(2.0)
    for flight_s in flights_s:
        jumper.jump(flight_s).stand(1.2)
    return jumper


@pytest.mark.parametrize("rate_hz", [50.0, 100.0, 200.0])
@pytest.mark.parametrize("flight_s", [0.25, 0.35, 0.6])
def test_each_jump_counts_at_its_landing(flight_s: float, rate_hz: float) -> None:
    jumper = jumping(*[flight_s] * 5)
    found = jumps_of("single_jump", jumper, rate_hz)
    assert [jump.landing_s for jump in found] == pytest.approx(jumper.landing_s, abs=0.03)
    assert max(jump.decided_s - true for jump, true in zip(found, jumper.landing_s, strict=True)) <= 0.12


def moving_on(flight_s: float) -> Jumper:
    """Return a low flight after which somebody trots, as after the first stride of a run."""
    return Jumper().stand(2.0).jump(flight_s).stand(0.3).hops(0.08, 5).stand(1.0)


@pytest.mark.parametrize("name", ["single_jump", "repeated_jump", "leapfrog"])
def test_a_low_jump_counts_where_nobody_moves_before_and_behind_it(name: str) -> None:
    jumper = jumping(0.17, 0.17, 0.17)
    found = jumps_of(name, jumper)
    assert [jump.landing_s for jump in found] == pytest.approx(jumper.landing_s, abs=0.03)
    assert all(jump.decided_s - jump.landing_s < 1.3 for jump in found)
    assert jumps_of(name, moving_on(0.17)) == []


def test_a_low_jump_counts_as_the_image_of_a_high_one() -> None:
    assert jumps_of("single_jump", moving_on(0.18)) == []
    assert len(jumps_of("single_jump", jumping(0.24, 0.19, 0.18))) == 3


def test_a_low_jump_is_counted_back_when_a_high_one_shows_what_it_was() -> None:
    jumper = Jumper().stand(2.0).jump(0.18).stand(0.6).jump(0.24).stand(1.2)
    low, high = jumps_of("single_jump", jumper)
    assert [low.landing_s, high.landing_s] == pytest.approx(jumper.landing_s, abs=0.03)
    assert low.decided_s == high.decided_s
    assert (low.n, high.n) == (1, 2)


def test_a_lone_jump_needs_less_than_one_of_a_series() -> None:
    assert len(jumps_of("single_jump", moving_on(0.2))) == 1
    assert jumps_of("repeated_jump", moving_on(0.2)) == []


def test_a_jump_that_nearly_counted_is_told_of() -> None:
    events = events_of("single_jump", moving_on(0.18).block())
    assert [event.type for event in events] == ["rejected"]
    assert "too little velocity" in rejected(events)[0]


def test_a_fall_without_a_push_off_is_no_jump() -> None:
    events = events_of("single_jump", Jumper().stand(2.0).fall(0.4).land(0.4).stand(2.0).block())
    assert [event.type for event in events] == ["rejected"]
    assert "push-off" in rejected(events)[0]


def test_a_landing_at_the_end_of_the_stream_counts() -> None:
    jumper = Jumper().stand(2.0).hops(0.4, 2, contact_s=0.12).stand(1.0)
    second = jumps_of("single_jump", jumper)[1]
    block = jumper.block()
    detector = exercise("single_jump").build(Setting(100.0))
    events = detector.update(part(block, 0, int(np.searchsorted(block.t_s, second.decided_s))))
    assert [event.type for event in events] == ["jump"]
    assert [event.type for event in detector.finish()] == ["jump"]
    assert detector.finish() == []


def test_the_pause_between_single_jumps_is_no_contact_of_a_rebound() -> None:
    found = jumps_of("single_jump", jumping(0.4, 0.4, 0.4))
    assert [jump.contact_s for jump in found] == [None, None, None]
    assert [jump.rsi_m_s for jump in found] == [None, None, None]
