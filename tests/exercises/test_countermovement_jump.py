"""Height from flight time, and what must not change a count."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.flying_thigh import Jumper
from tests.exercises.jumping import events_of, jumps_of

from legday.core.block import STANDARD_GRAVITY
from legday.core.events import Jump


def jumping(flight_s: float, times: int = 3, **thigh: float) -> Jumper:
    jumper = Jumper(**thigh).stand(2.0)
    for _ in range(times):
        jumper.jump(flight_s).stand(1.5)
    return jumper


@pytest.mark.parametrize("flight_s", [0.35, 0.45, 0.55])
def test_height_is_that_of_the_flight_time(flight_s: float) -> None:
    for jump in jumps_of("countermovement_jump", jumping(flight_s), 200.0):
        assert jump.flight_s == pytest.approx(flight_s, abs=0.03)
        assert jump.height_m == pytest.approx(STANDARD_GRAVITY * jump.flight_s**2 / 8)
        assert jump.quality == "good"


def test_the_landing_peak_is_that_of_the_raw_force() -> None:
    jumper = jumping(0.45)
    block = jumper.block()
    for jump, landing_s in zip(jumps_of("countermovement_jump", jumper), jumper.landing_s, strict=True):
        window = (block.t_s > landing_s - 0.03) & (block.t_s < landing_s + 0.08)
        assert jump.landing_peak_m_s2 == pytest.approx(block.force[window].max())


def test_any_rotation_of_the_sensor_gives_the_same_jumps() -> None:
    block = jumping(0.4).block()
    straight = [event.landing_s for event in events_of("countermovement_jump", block)]
    for seed in range(5):
        turn = Rotation.random(random_state=seed).as_matrix()
        turned = type(block)(
            block.start, block.t_s, block.acc @ turn.T, block.gyr @ turn.T, block.up @ turn.T, block.angle,
            block.rate, block.force, block.long_axis, block.flexion_axis, block.flags,
        )  # fmt: skip
        found = [event for event in events_of("countermovement_jump", turned) if isinstance(event, Jump)]
        assert [jump.landing_s for jump in found] == pytest.approx(straight, abs=1e-6)


def test_a_swinging_thigh_is_found_at_its_ballistic_point() -> None:
    """The thigh turns by 45 degrees in flight; the sensor sits 12 cm under the point that falls."""
    jumper = Jumper(below_m=0.12).stand(2.0)
    for _ in range(3):
        jumper.jump(0.42, swing_deg=45.0).stand(1.5)
    assert len(jumps_of("countermovement_jump", jumper)) == 3
    events = events_of("countermovement_jump", jumper.block(), lever_m=0.0)
    assert not any(isinstance(event, Jump) for event in events), "the gyroscope makes the difference"


def test_standing_still_on_a_shaking_floor_is_silent() -> None:
    block = Jumper().stand(20.0).block()
    shaken = block.acc + 2.0 * np.random.default_rng(1).standard_normal(block.acc.shape)
    still = type(block)(
        block.start, block.t_s, shaken, block.gyr, block.up, block.angle, block.rate,
        np.linalg.norm(shaken, axis=1), block.long_axis, block.flexion_axis, block.flags,
    )  # fmt: skip
    assert events_of("countermovement_jump", still) == []
