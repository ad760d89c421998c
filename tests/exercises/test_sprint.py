"""Sprints to and fro of the simulated athlete: steps, turns and legs; no recording of real ones exists."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from legday.core.detector import Setting
from legday.core.events import Cadence, Event, Shuttle, Step, Turn
from legday.exercises import exercise
from legday.exercises._shuttle import Braking
from legday.motion.frontend import Frontend
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped, sense
from legday.simulate.truth import Truth

LEGS = 4


def shuttle_run(seed: int, sensor: Strapped) -> tuple[list[Event], Truth]:
    athlete = Athlete(seed)
    athlete.stay(2.0)
    for leg in range(LEGS):
        if leg:
            athlete.turn()
        athlete.sprint(6.0)
    athlete.stay(4.0)
    setting = Setting(sensor.rate_hz, "thigh", sensor.gyroscope)
    motion = Frontend(setting).update(sense(athlete.kinematics(), sensor, seed))
    detector = exercise("sprint").build(setting)
    return detector.update(motion) + detector.finish(), athlete.truth


STRAP_ROCKS_DEG = 9.0
"""How far a sensor that rocks on flesh can be off at either end of a turn."""


def of(kind: type[Event], events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("rate_hz", [50.0, 100.0, 200.0])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_steps_and_cadence(seed: int, rate_hz: float) -> None:
    events, truth = shuttle_run(seed, Strapped(rate_hz))
    assert len(of(Step, events)) == pytest.approx(len(truth.steps_s), abs=1)
    steady = [event.steps_per_s * 60 for event in of(Cadence, events) if event.steps_per_s]
    assert np.median(steady) == pytest.approx(235.0, rel=0.05)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_turn_is_found_in_time(seed: int) -> None:
    events, truth = shuttle_run(seed, Strapped())
    turns = of(Turn, events)
    middles = [(turn.start_s + turn.end_s) / 2 for turn in turns]
    assert middles == pytest.approx([(turn.start_s + turn.end_s) / 2 for turn in truth.turns], abs=0.3)
    assert np.degrees([turn.angle_rad for turn in turns]) == pytest.approx(180.0, abs=STRAP_ROCKS_DEG)
    assert all(turn.decided_s - turn.end_s <= 1.5 for turn in turns)


def test_starting_and_braking_take_nothing_off_a_turn() -> None:
    """Both push against the run, at 4 m/s², so that the vector leans one way all through the turn."""
    turns = [turn for seed in (0, 1, 2) for turn in of(Turn, shuttle_run(seed, Strapped())[0])]
    assert np.degrees(np.mean([turn.angle_rad for turn in turns])) == pytest.approx(180.0, abs=3.0)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_legs_run_from_turn_to_turn(seed: int) -> None:
    events, truth = shuttle_run(seed, Strapped())
    legs = of(Shuttle, events)
    assert [leg.n for leg in legs] == [1, 2, 3, 4]
    ends = [(turn.start_s + turn.end_s) / 2 for turn in truth.turns]
    assert [leg.end_s for leg in legs[:-1]] == pytest.approx(ends, abs=0.3)
    assert [leg.start_s for leg in legs[1:]] == pytest.approx(ends, abs=1.0)
    steps = [sum(leg.start_s <= step_s < leg.end_s + 0.1 for step_s in truth.steps_s) for leg in legs]
    assert [leg.steps for leg in legs] == pytest.approx(steps, abs=1)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_steps_of_a_steady_run_are_no_braking(seed: int) -> None:
    """Real runners' steps are felt by a third more or less than the ordinary one."""
    random, braking = np.random.default_rng(seed), Braking()
    heights = 40.0 * (1.0 + random.uniform(-0.4, 0.4, 600))
    assert [braking.step(0.27 * n, height, 1.0) for n, height in enumerate(heights)] == [None] * 600
    slow = [braking.step(162.0 + 0.27 * n, 12.0, 1.0) for n in range(5)]
    assert slow == [None] * 5
    assert braking.step(163.5, 40.0, 1.0) == pytest.approx((161.73, 163.5))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_without_a_gyroscope_a_turn_is_guessed_and_says_so(seed: int) -> None:
    events, truth = shuttle_run(seed, Strapped(gyroscope=False))
    turns = of(Turn, events)
    middles = [(turn.start_s + turn.end_s) / 2 for turn in turns]
    assert middles == pytest.approx([(turn.start_s + turn.end_s) / 2 for turn in truth.turns], abs=1.0)
    assert {turn.quality for turn in turns} == {"low"}
    assert {turn.angle_rad for turn in turns} == {None}
    assert len(of(Shuttle, events)) == LEGS


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_without_a_gyroscope_hardly_a_step_a_leg_is_missed(seed: int) -> None:
    events, truth = shuttle_run(seed, Strapped(gyroscope=False))
    assert len(of(Step, events)) == pytest.approx(len(truth.steps_s), abs=1.5 * LEGS)


@pytest.mark.parametrize(
    "sensor",
    [
        Strapped(mounting=Rotation.from_euler("xyz", [150.0, 40.0, -70.0], degrees=True)),
        Strapped(slip=Rotation.from_euler("z", 20.0, degrees=True), slip_at_s=15.0),
        Strapped(acc_range_m_s2=8 * 9.80665),
        Strapped(acc_bias_m_s2=(1.0, -1.0, 1.0)),
        Strapped(drift=100e-6),
    ],
    ids=["rotated", "slipped", "8 g", "biased", "drifting"],
)
def test_it_may_sit_anyhow(sensor: Strapped) -> None:
    reference, truth = shuttle_run(3, Strapped())
    events, _ = shuttle_run(3, sensor)
    assert len(of(Turn, events)) == len(of(Turn, reference)) == LEGS - 1
    assert len(of(Shuttle, events)) == LEGS
    assert len(of(Step, events)) == len(of(Step, reference)) == len(truth.steps_s)
