"""What a repetition tells besides its count: depth, halves, holds, planes, phases. Synthetic, with truth."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.repeating import events_of, motion_of, repeat, reps_of, standing

from legday.core.events import Hold, HoldProgress
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped


def lying(times: int, **how: float) -> Athlete:
    athlete = standing("squat", 0)
    athlete.lie_down()
    athlete.stay(3.0)
    return repeat(athlete, "leg_raise", times, **how) if times else athlete


@pytest.mark.parametrize("depth_deg", [60.0, 90.0])
def test_the_front_thigh_of_a_lunge_shows_its_depth(depth_deg: float) -> None:
    athlete = standing("lunge", 5, depth_deg=depth_deg)
    for rep, truth in zip(reps_of("lunge", athlete), athlete.truth.reps, strict=True):
        assert rep.rom_rad == pytest.approx(truth.rom_rad, abs=np.radians(8.0))
        assert rep.peak_angle_rad == pytest.approx(truth.rom_rad, abs=np.radians(10.0))


@pytest.mark.parametrize("lift_deg", [20.0, 30.0, 45.0, 75.0])
def test_the_height_of_a_raise_is_that_of_the_lift(lift_deg: float) -> None:
    athlete = lying(5, lift_deg=lift_deg)
    for rep, truth in zip(reps_of("straight_leg_raise", athlete), athlete.truth.reps, strict=True):
        assert rep.rom_rad == pytest.approx(truth.rom_rad, abs=np.radians(6.0))
        assert rep.form == ()


@pytest.mark.parametrize("hold_s", [1.0, 3.0])
def test_the_hold_at_the_top_of_a_raise_is_timed(hold_s: float) -> None:
    reps = reps_of("straight_leg_raise", lying(5, hold_s=hold_s, seconds=hold_s + 2.4))
    assert len(reps) == 5
    for rep in reps:
        assert rep.hold_s == pytest.approx(hold_s + 0.4, abs=0.5)


def test_a_raise_out_of_the_plane_is_remarked() -> None:
    athlete = lying(4)
    repeat(athlete, "hip_abduction", 1)
    forms = [rep.form for rep in reps_of("straight_leg_raise", athlete)]
    assert forms == [()] * 4 + [("out_of_plane",)]


@pytest.mark.parametrize("rate_hz", [25.0, 100.0])
@pytest.mark.parametrize("lift_deg", [30.0, 60.0])
def test_a_leg_that_swings_aside_is_remarked_however_the_sensor_sits(lift_deg: float, rate_hz: float) -> None:
    asides_deg = (0.0, 10.0, -15.0, 40.0, -40.0, 0.0)
    athlete = lying(2, lift_deg=lift_deg)
    for aside_deg in asides_deg:
        athlete.leg_raise(lift_deg=lift_deg, aside_deg=aside_deg)
        athlete.stay(0.6)
    athlete.stay(1.0)
    turned = Rotation.from_euler("xyz", [25.0, -40.0, 110.0], degrees=True)
    for mounting in (Rotation.identity(), turned):
        sensor = Strapped(mounting=mounting, rate_hz=rate_hz)
        reps = reps_of("straight_leg_raise", athlete, sensor)[-len(asides_deg) :]
        left_plane = [rep.form == ("out_of_plane",) for rep in reps]
        assert left_plane == [abs(aside_deg) >= 40.0 for aside_deg in asides_deg]


def test_without_a_gyroscope_a_swing_aside_is_not_invented() -> None:
    athlete = lying(3)
    athlete.leg_raise(aside_deg=40.0)
    athlete.stay(2.0)
    reps = reps_of("straight_leg_raise", athlete, Strapped(gyroscope=False))
    assert [rep.form for rep in reps] == [()] * 4


@pytest.mark.parametrize("exercise", ["squat", "lunge"])
def test_a_repetition_begins_where_the_thigh_does(exercise: str) -> None:
    athlete = standing(exercise, 5)
    for rep, truth in zip(reps_of(exercise, athlete), athlete.truth.reps, strict=True):
        assert rep.start_s == pytest.approx(truth.start_s, abs=0.16)


def test_a_slow_way_down_and_a_quick_one_up_are_told_apart() -> None:
    athlete = Athlete(3)
    athlete.stay(2.0)
    start = athlete.frames.last("hip_height")[1]
    for _ in range(4):
        athlete._to(2.0, thigh=np.radians(90.0))
        athlete._to(0.8, thigh=0.0, hip_height=start)
        athlete.stay(1.0)
    athlete.stay(2.0)
    reps = reps_of("squat", athlete)
    assert len(reps) == 4
    for rep in reps:
        assert rep.eccentric_s is not None
        assert rep.concentric_s is not None
        assert rep.eccentric_s > 1.3 * rep.concentric_s


def test_the_phases_of_a_burpee_follow_one_another_within_it() -> None:
    athlete = standing("burpee", 3)
    reps = reps_of("burpee", athlete)
    for rep, truth in zip(reps, athlete.truth.reps, strict=True):
        times = [time_s for phase in rep.phases for time_s in (phase.start_s, phase.end_s)]
        assert times == sorted(times)
        assert rep.start_s == pytest.approx(truth.start_s, abs=0.4)
        assert truth.turn_s < rep.end_s <= truth.end_s


@pytest.mark.parametrize(("angle_deg", "form"), [(88.0, ()), (60.0, ("thigh_not_horizontal",))])
def test_a_wall_sit_of_the_simulated_athlete(angle_deg: float, form: tuple[str, ...]) -> None:
    athlete = Athlete(1)
    athlete.stay(2.0)
    athlete.walk(6.0)
    athlete.stay(1.0)
    athlete.wall_sit(15.0, angle_deg=angle_deg)
    athlete.stay(3.0)
    events = events_of("wall_sit", motion_of(athlete, Strapped()))
    (hold,), (truth,) = [e for e in events if isinstance(e, Hold)], athlete.truth.holds
    assert hold.start_s == pytest.approx(truth.start_s, abs=0.7)
    assert hold.end_s == pytest.approx(truth.end_s, abs=0.7)
    assert hold.angle_rad == pytest.approx(np.radians(angle_deg), abs=np.radians(5.0))
    assert hold.form == form
    assert len([e for e in events if isinstance(e, HoldProgress)]) >= 11
