"""Steps of walking and running, on a made-up body with known steps."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.walking_body import block_of, still, turning, walking

from legday.core.block import MISSING, MotionBlock
from legday.core.detector import Setting
from legday.core.events import Cadence, Event, Step, Turn
from legday.exercises import exercise


def count(name: str, motion: MotionBlock, rate_hz: float = 100.0, site: str = "unknown") -> list[Event]:
    detector = exercise(name).build(Setting(rate_hz, site, gyroscope=motion.gyr is not None))
    return detector.update(motion) + detector.finish()


def steps(events: list[Event]) -> list[Step]:
    return [event for event in events if isinstance(event, Step)]


def cadences(events: list[Event]) -> list[Cadence]:
    return [event for event in events if isinstance(event, Cadence)]


@pytest.mark.parametrize("rate_hz", [20.0, 25.0, 50.0, 100.0, 200.0])
@pytest.mark.parametrize("period_s", [0.42, 0.5, 0.6, 0.75])
def test_every_step_of_a_walk_is_found_where_it_was(period_s: float, rate_hz: float) -> None:
    motion, true_s = walking(40, period_s, rate_hz)
    found = steps(count("walk", motion, rate_hz))
    assert len(found) == 40
    assert [step.n for step in found] == list(range(1, 41))
    assert np.abs([step.t_s for step in found] - true_s).max() <= 0.06


@pytest.mark.parametrize("period_s", [0.31, 0.36, 0.42])
def test_every_step_of_a_run_is_found(period_s: float) -> None:
    motion, true_s = walking(60, period_s, catch_m_s2=9.0, impact_m_s2=25.0)
    found = steps(count("run", motion))
    assert len(found) == 60
    assert np.abs([step.t_s for step in found] - true_s).max() <= 0.06


def test_cadence_is_that_of_both_feet_and_falls_to_zero_at_the_end() -> None:
    motion, true_s = walking(40, 0.5)
    values = cadences(count("walk", motion))
    assert [value.steps_per_s for value in values[:-1]] == pytest.approx(
        np.full(len(values) - 1, 2.0), abs=0.05
    )
    assert values[-1].steps_per_s == 0.0
    assert values[-1].t_s == pytest.approx(true_s[-1] + 1.5, abs=0.1)


def test_cadence_is_there_after_a_few_steps() -> None:
    motion, true_s = walking(40, 0.5)
    assert cadences(count("walk", motion))[0].decided_s <= true_s[8]


def test_a_step_is_told_before_the_next_but_one() -> None:
    motion, _ = walking(40, 0.55)
    late = [step.decided_s - step.t_s for step in steps(count("walk", motion))[10:]]
    assert max(late) <= 0.5


def test_the_sensor_may_sit_any_way_round() -> None:
    reference = len(steps(count("walk", walking(30, 0.55)[0])))
    for seed in range(20):
        motion, _ = walking(30, 0.55, rotation=Rotation.random(random_state=seed))
        assert len(steps(count("walk", motion))) == reference == 30


def test_a_step_that_nobody_felt_is_assumed() -> None:
    motion, true_s = walking(40, 0.55)
    silent = np.abs(motion.t_s - true_s[20]) < 0.27
    acc = motion.acc.copy()
    acc[silent] = motion.acc[:1]
    found = steps(count("walk", block_of(motion.t_s, acc)))
    assert len(found) == 40
    assert [step.n for step in found if step.quality == "assumed"] == [21]


def test_no_step_is_timed_from_placeholders_over_a_hole() -> None:
    motion, true_s = walking(40, 0.55)
    motion.flags[np.abs(motion.t_s - true_s[20]) < 0.2] |= MISSING
    found = steps(count("walk", motion))
    assert len(found) == 40
    assert [step.n for step in found if step.quality == "assumed"] == [21]


def test_standing_and_three_steps_are_no_walk() -> None:
    assert steps(count("walk", still(60.0))) == []
    assert steps(count("walk", walking(3, 0.55)[0])) == []


def test_shaking_without_rhythm_is_no_walk() -> None:
    motion = still(60.0)
    random = np.random.default_rng(5)
    kicks = np.cumsum(random.exponential(0.7, 80))
    acc = motion.acc.copy()
    for kick_s in kicks:
        acc[:, 2] += random.uniform(2, 12) * np.exp(-0.5 * ((motion.t_s - kick_s) / 0.04) ** 2)
    assert len(steps(count("walk", block_of(motion.t_s, acc)))) <= 8


def test_a_gap_ends_the_cadence_and_keeps_the_count() -> None:
    motion, _ = walking(40, 0.5)
    detector = exercise("walk").build(Setting(100.0, "unknown", gyroscope=False))
    detector.update(motion)
    half = walking(20, 0.5)[0]
    detector.reset()
    events = detector.update(block_of(half.t_s[:1200], half.acc[:1200])) + detector.after_gap()
    assert cadences(events)[-1].steps_per_s == 0.0
    before = len(steps(events))
    again = steps(detector.update(motion))
    assert before >= 10
    assert again[0].n == before + 1


@pytest.mark.parametrize("seconds", [0.8, 1.5, 3.0])
@pytest.mark.parametrize("degrees", [180.0, -180.0, 150.0])
def test_a_turn_is_found_with_its_angle(degrees: float, seconds: float) -> None:
    motion = turning(walking(40, 0.55)[0], 15.0, seconds, np.radians(degrees))
    turns = [event for event in count("walk_turn_walk", motion) if isinstance(event, Turn)]
    assert len(turns) == 1
    assert (turns[0].start_s + turns[0].end_s) / 2 == pytest.approx(15.0, abs=0.3)
    # the hip's own rotation of 8 degrees to either side is not taken off the ends
    assert np.degrees(turns[0].angle_rad) == pytest.approx(degrees, abs=17.0)
    assert turns[0].decided_s - turns[0].end_s <= 1.5


@pytest.mark.parametrize(("degrees", "seconds"), [(90.0, 1.5), (360.0, 40.0), (0.0, 1.0)])
def test_a_corner_and_a_wide_bend_are_no_turn(degrees: float, seconds: float) -> None:
    motion = turning(walking(80, 0.55)[0], 25.0, seconds, np.radians(degrees))
    assert not [event for event in count("walk_turn_walk", motion) if isinstance(event, Turn)]


def test_without_a_gyroscope_there_is_no_turn() -> None:
    assert not [e for e in count("walk_turn_walk", walking(40, 0.55)[0]) if isinstance(e, Turn)]
