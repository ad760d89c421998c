"""High knees: lifts, their angle and the live cadence, on a planar thigh with known truth."""

import numpy as np
import pytest
from tests.exercises.planar_thigh import high_knees, sensed

from legday.core.block import MotionBlock
from legday.core.detector import Setting
from legday.core.events import Cadence, Event, Lift
from legday.exercises.high_knees import EXERCISE

TEMPI = (120.0, 150.0, 180.0, 210.0, 240.0)


def count(block: MotionBlock, rate_hz: float = 100.0) -> list[Event]:
    detector = EXERCISE.build(Setting(rate_hz, "thigh", gyroscope=block.gyr is not None))
    return detector.update(block) + detector.finish()


def lifts(events: list[Event]) -> list[Lift]:
    return [event for event in events if isinstance(event, Lift)]


def cadences(events: list[Event]) -> list[Cadence]:
    return [event for event in events if isinstance(event, Cadence)]


@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 100.0, 200.0])
@pytest.mark.parametrize("steps_per_min", TEMPI)
def test_every_lift_is_counted_at_its_top(steps_per_min: float, rate_hz: float) -> None:
    truth = high_knees(steps_per_min, 20)
    found = lifts(count(sensed(truth, rate_hz), rate_hz))
    assert [lift.n for lift in found] == list(range(1, 21))
    errors = np.array([lift.t_s for lift in found]) - truth.lifts_s
    assert np.abs(errors).max() <= 0.025


@pytest.mark.parametrize("steps_per_min", TEMPI)
def test_a_lift_is_known_within_150_ms(steps_per_min: float) -> None:
    latencies = [lift.decided_s - lift.t_s for lift in lifts(count(sensed(high_knees(steps_per_min, 20))))]
    assert np.percentile(latencies, 95) <= 0.150


@pytest.mark.parametrize("top_deg", [60.0, 75.0, 90.0, 100.0])
def test_the_angle_is_the_thigh_s(top_deg: float) -> None:
    found = lifts(count(sensed(high_knees(160.0, 12, top_deg=top_deg))))
    angles = np.degrees([lift.angle_rad for lift in found])
    assert np.abs(angles - top_deg).max() <= 4.0
    assert {lift.above_target for lift in found} == {top_deg > 80.0}


@pytest.mark.parametrize("steps_per_min", TEMPI)
def test_cadence_comes_with_the_second_lift_and_ends_with_the_last(steps_per_min: float) -> None:
    truth = high_knees(steps_per_min, 10)
    events = count(sensed(truth))
    values = [cadence.steps_per_s * 60 for cadence in cadences(events)]
    assert np.abs(np.array(values[:-1]) - steps_per_min).max() <= 1.0
    assert values[-1] == 0.0
    second = events.index(lifts(events)[1])
    assert isinstance(events[second + 1], Cadence)
    period_s = 120.0 / steps_per_min
    assert cadences(events)[-1].t_s == pytest.approx(truth.lifts_s[-1] + 1.5 * period_s, abs=0.05)


def test_small_swings_are_no_lifts() -> None:
    assert lifts(count(sensed(high_knees(110.0, 20, low_deg=-12.0, top_deg=30.0)))) == []
