"""High knees: lifts, their angle and the live cadence, on a planar thigh with known truth."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.planar_thigh import HighKneesTruth, high_knees, sensed

from legday.core.block import STANDARD_GRAVITY, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.core.events import Cadence, Event, Lift
from legday.exercises.high_knees import EXERCISE
from legday.motion.frontend import Frontend
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped, sense

TEMPI = (120.0, 150.0, 180.0, 210.0, 240.0)


@dataclass(frozen=True)
class Sensor:
    """How the sensor sits and what it is worth."""

    rate_hz: float = 100.0
    mounting: Rotation = field(default_factory=Rotation.identity)
    slip: Rotation = field(default_factory=Rotation.identity)
    range_m_s2: float = 16 * STANDARD_GRAVITY
    bias_m_s2: tuple[float, float, float] = (0.0, 0.0, 0.0)


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


def seen_by(truth: HighKneesTruth, sensor: Sensor) -> list[Event]:
    """Return the events behind the front end, whatever way the sensor sits."""
    motion = sensed(truth, sensor.rate_hz)
    assert motion.gyr is not None
    slipped = (motion.t_s > motion.t_s[-1] / 2)[:, None]
    turns = sensor.slip * sensor.mounting
    acc = np.where(slipped, turns.apply(motion.acc), sensor.mounting.apply(motion.acc)) + sensor.bias_m_s2
    gyr = np.where(slipped, turns.apply(motion.gyr), sensor.mounting.apply(motion.gyr))
    acc = np.clip(acc, -sensor.range_m_s2, sensor.range_m_s2)
    setting = Setting(sensor.rate_hz, "thigh", gyroscope=True)
    block = Frontend(setting).update(SampleBlock(0, motion.t_s, acc, gyr, motion.flags))
    detector = EXERCISE.build(setting)
    return detector.update(block) + detector.finish()


@pytest.mark.parametrize("steps_per_min", TEMPI)
def test_it_may_sit_any_way_round(steps_per_min: float) -> None:
    truth = high_knees(steps_per_min, 20)
    for seed in range(10):
        found = lifts(seen_by(truth, Sensor(mounting=Rotation.random(random_state=seed))))
        assert len(found) == 20
        angles = np.degrees([lift.angle_rad for lift in found])
        assert np.abs(angles - 90.0).max() <= 5.0


@pytest.mark.parametrize(
    "sensor",
    [
        Sensor(slip=Rotation.from_euler("x", 20.0, degrees=True)),
        Sensor(slip=Rotation.from_euler("y", 20.0, degrees=True)),
        Sensor(slip=Rotation.from_euler("z", 20.0, degrees=True)),
        Sensor(rate_hz=50.0),
        Sensor(rate_hz=200.0),
        Sensor(range_m_s2=8 * STANDARD_GRAVITY),
        Sensor(range_m_s2=2 * STANDARD_GRAVITY),
        Sensor(bias_m_s2=(1.0, 0.0, 0.0)),
        Sensor(bias_m_s2=(0.0, -1.0, 1.0)),
    ],
    ids=["slip x", "slip y", "slip z", "50 Hz", "200 Hz", "8 g", "2 g", "bias x", "bias y z"],
)
def test_the_count_holds_however_it_sits(sensor: Sensor) -> None:
    for steps_per_min in (120.0, 180.0, 240.0):
        assert len(lifts(seen_by(high_knees(steps_per_min, 20), sensor))) == 20


@pytest.mark.parametrize("steps_per_min", [140.0, 160.0, 180.0, 210.0, 230.0])
def test_without_a_gyroscope_brisk_lifts_are_counted_without_an_angle(steps_per_min: float) -> None:
    found = lifts(count(sensed(high_knees(steps_per_min, 20), gyroscope=False)))
    assert 19 <= len(found) <= 20, "the first lift has no stance in front of it"
    assert {lift.angle_rad for lift in found} == {None}
    assert {lift.quality for lift in found} == {"low"}


@pytest.mark.parametrize("steps_per_min", [100.0, 120.0, 130.0])
def test_without_a_gyroscope_what_a_brisk_walk_feels_like_is_not_counted(steps_per_min: float) -> None:
    assert lifts(count(sensed(high_knees(steps_per_min, 20), gyroscope=False))) == []


def felt(athlete: Athlete) -> list[Lift]:
    """Return the lifts of a simulated athlete on whom the other foot is felt, without a gyroscope."""
    setting = Setting(100.0, "thigh", gyroscope=False)
    sensed_block = sense(athlete.kinematics(), Strapped(gyroscope=False))
    return lifts(count(Frontend(setting).update(sensed_block)))


@pytest.mark.parametrize("steps_per_min", [155.0, 170.0, 190.0])
def test_without_a_gyroscope_the_other_foot_s_landing_is_no_stance(steps_per_min: float) -> None:
    athlete = Athlete(0)
    athlete.stay(3.0)
    athlete.high_knees(20, steps_per_min)
    athlete.stay(2.0)
    found = felt(athlete)
    tops_s = [lift.t_s for lift in athlete.truth.lifts if lift.side == "left"]
    tops = [lift for lift in found if min(abs(lift.t_s - top_s) for top_s in tops_s) < 0.2]
    assert 17 <= len(tops) <= len(tops_s)
    assert len(found) - len(tops) <= 1, "coming to a stand may be felt as one more"


@pytest.mark.parametrize("steps_per_min", [140.0, 165.0, 190.0])
def test_without_a_gyroscope_a_run_lifts_no_knee(steps_per_min: float) -> None:
    athlete = Athlete(0)
    athlete.stay(3.0)
    athlete.run(15.0, steps_per_min)
    athlete.stay(2.0)
    assert felt(athlete) == []


def test_a_squat_is_no_lift() -> None:
    truth = high_knees(30.0, 8)
    assert lifts(count(sensed(truth))) == []


def test_behind_a_gap_the_count_goes_on() -> None:
    motion = sensed(high_knees(160.0, 12))
    detector = EXERCISE.build(Setting(100.0, "thigh", gyroscope=True))
    first = lifts(detector.update(motion) + detector.after_gap())
    again = lifts(detector.update(motion))
    assert [lift.n for lift in first + again] == list(range(1, 25))
