"""What any body has to obey: gravity, impulse, rigid legs; and what real starts and stops look like."""

import numpy as np
import pytest

from legday.core.block import STANDARD_GRAVITY
from legday.simulate.athlete import Athlete
from legday.simulate.flesh import Flesh
from legday.simulate.gait import RUN, WALK, speeds
from legday.simulate.kinematics import Body, Kinematics
from legday.simulate.script import bounce

STIFF = Body(flesh=Flesh(rest_m_s2=0.0, effort_m_s2=0.0, rocking_shake=0.0, rocking_shock=0.0))
"""Without the unsteadiness of muscles."""


def world_force(motion: Kinematics) -> np.ndarray:
    """The force in a plane: upwards and forwards."""
    sine, cosine = np.sin(motion.angle_rad), np.cos(motion.angle_rad)
    up = motion.force[:, 2] * cosine + motion.force[:, 0] * sine
    ahead = motion.force[:, 0] * cosine - motion.force[:, 2] * sine
    return np.stack([up, ahead], axis=1)


def test_a_body_that_ends_as_it_began_was_carried_by_its_weight() -> None:
    """Without the shocks, which the hip's path does not contain, the mean force is one gravity upwards."""
    athlete = Athlete(seed=3, body=STIFF)
    athlete.stay(2.0)
    for _ in range(5):
        athlete.squat()
        athlete.jump()
    athlete.stay(2.0)
    athlete.frames.impacts.clear()
    mean = world_force(athlete.kinematics()).mean(axis=0)
    assert mean == pytest.approx([STANDARD_GRAVITY, 0.0], abs=0.02)


def test_a_stance_carries_the_weight_and_turns_the_fall() -> None:
    flight_s, stance_s = 0.2, 0.25
    landing, lowest, takeoff = bounce(flight_s, stance_s)
    t_s = np.linspace(0.0, stance_s, 100_001)
    force = (lowest[2] + STANDARD_GRAVITY) * np.sin(np.pi * t_s / stance_s)
    speed = landing[1] + np.cumsum(force - STANDARD_GRAVITY) * t_s[1]
    assert speed[-1] == pytest.approx(takeoff[1], abs=1e-3)
    assert speed[len(t_s) // 2] == pytest.approx(0.0, abs=1e-3)
    height = landing[0] + np.cumsum(speed) * t_s[1]
    assert height[len(t_s) // 2] == pytest.approx(lowest[0], abs=1e-4)


def test_in_flight_the_force_is_little() -> None:
    athlete = Athlete(seed=3)
    athlete.stay(2.0)
    for _ in range(4):
        athlete.jump()
        athlete.stay(1.0)
    motion = athlete.kinematics()
    for jump in athlete.truth.jumps:
        middle = slice(int(1000 * jump.takeoff_s) + 120, int(1000 * jump.landing_s) - 40)
        assert np.linalg.norm(motion.force[middle], axis=1).mean() < 0.5 * STANDARD_GRAVITY


@pytest.mark.parametrize("gait", [WALK, RUN])
def test_nobody_gains_or_loses_speed_in_no_time(gait: object) -> None:
    shares = speeds(gait, 20, 0.5)
    steps = np.diff([0.0, *shares, 0.0]) * gait.speed_m_s / 0.5
    assert np.abs(steps).max() <= 2.05 * max(gait.start_m_s2, gait.stop_m_s2)
    assert max(shares) == 1.0


def test_a_walk_begins_and_ends_gently() -> None:
    """Ten recorded walks of five people stay under 5 m/s² forwards below 2 Hz, starts and stops included."""
    athlete = Athlete(seed=3)
    athlete.stay(2.0)
    athlete.walk(8.0)
    athlete.stay(2.0)
    ahead = world_force(athlete.kinematics())[:, 1]
    smooth = np.convolve(ahead, np.hanning(500) / np.hanning(500).sum(), "same")
    assert np.abs(smooth).max() < 5.0


def test_the_legs_of_a_stride_are_in_antiphase() -> None:
    athlete = Athlete(seed=3)
    athlete.walk(10.0)
    left, right = (athlete.kinematics(leg).angle_rad[2000:-2000] for leg in ("left", "right"))
    assert np.corrcoef(left, right)[0, 1] < -0.5
    sides = [step.side for step in athlete.truth.steps]
    assert sides[::2] == ["left"] * len(sides[::2])
    assert sides[1::2] == ["right"] * len(sides[1::2])


def test_a_foot_meets_the_ground_with_its_thigh_in_front() -> None:
    athlete = Athlete(seed=3)
    athlete.walk(10.0)
    angles = {leg: athlete.kinematics(leg).angle_rad for leg in ("left", "right")}
    for step in athlete.truth.steps[2:-2]:
        i = int(1000 * step.t_s)
        other = "right" if step.side == "left" else "left"
        assert angles[step.side][i] > 0.2 > 0.0 > angles[other][i]


def test_a_straight_leg_turns_as_one_and_a_bent_one_does_not() -> None:
    for bend_deg in (0.0, 30.0):
        athlete = Athlete(seed=3, variation=0.0)
        athlete.lie_down()
        athlete.leg_raise(knee_deg=bend_deg)
        thigh = athlete.kinematics("left").angle_rad
        shank = athlete.kinematics("left", shank=True).angle_rad
        assert np.degrees((thigh - shank)[4200:].max()) == pytest.approx(bend_deg, abs=0.1)


def test_the_same_seed_gives_the_same_motion_and_another_leg_shakes_otherwise() -> None:
    def squatted(seed: int) -> Athlete:
        athlete = Athlete(seed=seed)
        athlete.squat()
        return athlete

    assert (squatted(1).kinematics().force == squatted(1).kinematics().force).all()
    assert (squatted(1).kinematics("left").force != squatted(1).kinematics("right").force).any()
