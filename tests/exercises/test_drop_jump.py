"""The jump behind a drop, with both figures of reactive strength."""

import pytest
from tests.exercises.flying_thigh import Jumper
from tests.exercises.jumping import events_of, jumps_of

from legday.core.block import STANDARD_GRAVITY


def dropping(times: int, fall_s: float = 0.30, flight_s: float = 0.40, contact_s: float = 0.24) -> Jumper:
    jumper = Jumper().stand(2.0)
    for _ in range(times):
        jumper.fall(fall_s).rebound(fall_s, flight_s, contact_s).stand(2.0)
    return jumper


def test_one_jump_for_every_drop() -> None:
    jumper = dropping(5)
    found = jumps_of("drop_jump", jumper, 200.0)
    assert [jump.landing_s for jump in found] == pytest.approx(jumper.landing_s, abs=0.03)
    assert [jump.contact_s for jump in found] == pytest.approx([0.24] * 5, abs=0.03)


def test_both_figures_follow_their_definitions() -> None:
    for jump in jumps_of("drop_jump", dropping(3)):
        height_m = STANDARD_GRAVITY * jump.flight_s**2 / 8
        assert jump.height_m == pytest.approx(height_m)
        assert jump.rsi_m_s == pytest.approx(height_m / jump.contact_s)
        assert jump.flight_to_contact == pytest.approx(jump.flight_s / jump.contact_s)


def test_a_low_rebound_counts_because_a_drop_went_before() -> None:
    assert len(jumps_of("drop_jump", dropping(3, flight_s=0.19))) == 3
    low = Jumper().stand(2.0).jump(0.19).stand(2.0)
    assert jumps_of("drop_jump", low) == []


def test_a_drop_that_is_only_landed_is_no_jump() -> None:
    jumper = Jumper().stand(2.0).fall(0.35).land(0.35).stand(2.0)
    assert events_of("drop_jump", jumper.block()) == []


def test_a_drop_ends_a_train_of_hops() -> None:
    jumper = Jumper().stand(2.0).hops(0.3, 8).stand(1.5).fall(0.2).land(0.2).hops(0.155, 3).stand(2.0)
    assert len(jumps_of("drop_jump", jumper)) == 8
