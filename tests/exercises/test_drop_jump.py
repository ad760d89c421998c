"""The jump behind a drop, with both figures of reactive strength."""

import math

import pytest
from tests.exercises.flying_thigh import Jumper
from tests.exercises.jumping import events_of, jumps_of

from legday.core.block import STANDARD_GRAVITY
from legday.core.detector import Setting
from legday.core.events import Jump
from legday.exercises import exercise
from legday.motion.frontend import Frontend
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped, sense


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
    low = Jumper().stand(2.0).jump(0.19).stand(0.3).hops(0.08, 5).stand(1.0)
    assert jumps_of("drop_jump", low) == []


def test_a_drop_that_is_only_landed_is_no_jump() -> None:
    jumper = Jumper().stand(2.0).fall(0.35).land(0.35).stand(2.0)
    assert events_of("drop_jump", jumper.block()) == []


def test_a_drop_ends_a_train_of_hops() -> None:
    jumper = Jumper().stand(2.0).hops(0.3, 8).stand(1.5).fall(0.2).land(0.2).hops(0.155, 3).stand(2.0)
    assert len(jumps_of("drop_jump", jumper)) == 8


@pytest.mark.parametrize("gyroscope", [True, False])
@pytest.mark.parametrize(("box_m", "contact_s"), [(0.2, 0.25), (0.2, 0.5), (0.6, 0.25), (0.6, 0.5)])
def test_boxes_of_any_height_give_a_jump_with_its_reactive_strength(
    box_m: float, contact_s: float, gyroscope: bool
) -> None:
    """A simulated athlete's thigh and strap swing, so that less of a low drop is felt."""
    athlete = Athlete(0)
    athlete.stay(2.0)
    for flight_s in (0.25, 0.45):
        athlete.drop_jump(math.sqrt(2.0 * box_m / STANDARD_GRAVITY), contact_s, flight_s)
    athlete.stay(1.0)
    setting = Setting(100.0, "thigh", gyroscope)
    block = sense(athlete.kinematics(), Strapped(gyroscope=gyroscope))
    detector = exercise("drop_jump").build(setting)
    events = [*detector.update(Frontend(setting).update(block)), *detector.finish()]
    found = [event for event in events if isinstance(event, Jump)]
    assert [jump.landing_s for jump in found] == pytest.approx(
        [jump.landing_s for jump in athlete.truth.jumps], abs=0.05
    )
    assert all(jump.rsi_m_s is not None for jump in found)
