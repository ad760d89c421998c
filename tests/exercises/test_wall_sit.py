"""Holds against the wall are timed however the sensor sits; tremor and sagging do not end them."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation
from tests.contract.state_bytes import state_bytes
from tests.motion.planar import Script, flagged, moved, part, rotations, squats, strapped

from legday.core.block import MISSING, SampleBlock
from legday.core.detector import Setting
from legday.core.events import Event, Hold, HoldProgress
from legday.exercises.wall_sit import EXERCISE
from legday.motion.frontend import Frontend

TILTED = Rotation.from_euler("xyz", [30.0, -70.0, 110.0], degrees=True)
SITS_S = ((13.5, 33.5), (50.0, 62.0))


def session(
    angle_deg: float = 88.0, sag_deg: float = 6.0, tremor_deg: float = 0.2, tremor_hz: float = 8.0
) -> Script:
    """Return walking to the wall, a hold of 20 s, walking, a hold of 12 s, walking away."""
    angle, sag = np.radians(angle_deg), np.radians(sag_deg)
    (a, b), (c, d) = SITS_S
    keys = [(0.0, 0.0), (a - 1.5, 0.0), (a, angle), (b, angle - sag), (b + 1.2, 0.0)]
    keys += [(c - 2.0, 0.0), (c, angle), (d, angle), (d + 1.6, 0.0), (d + 12.0, 0.0)]
    return Script(
        keys,
        walks=[(2.0, 10.5), (37.0, 46.0), (d + 2.5, d + 11.0)],
        tremors=[(a, b, np.radians(tremor_deg), tremor_hz), (c, d, np.radians(tremor_deg), tremor_hz)],
    )


SESSION = moved(session())


def watched(block: SampleBlock, rate_hz: float = 100.0, step: int = 1000) -> list[Event]:
    """Return the events of a stream, in blocks of ``step``."""
    setting = Setting(rate_hz, "thigh", block.gyr is not None)
    frontend, detector = Frontend(setting), EXERCISE.build(setting)
    events: list[Event] = []
    for start in range(0, len(block), step):
        events += detector.update(frontend.update(part(block, start, min(start + step, len(block)))))
    return events + detector.finish()


def holds(events: Sequence[Event]) -> list[Hold]:
    return [event for event in events if isinstance(event, Hold)]


def assert_both_holds(block: SampleBlock, rate_hz: float = 100.0, within_s: float = 0.3) -> list[Hold]:
    found = holds(watched(block, rate_hz))
    assert len(found) == len(SITS_S)
    for hold, (start_s, end_s) in zip(found, SITS_S, strict=True):
        assert hold.start_s == pytest.approx(start_s, abs=within_s + 0.05)
        assert hold.end_s - hold.start_s == pytest.approx(end_s - start_s, abs=within_s)
    return found


def test_two_holds_with_angle_sag_and_progress() -> None:
    events = watched(strapped(SESSION, TILTED))
    first, second = holds(events)
    assert first.angle_rad == pytest.approx(np.radians(85.0), abs=np.radians(3.0))
    assert first.sag_rad == pytest.approx(np.radians(6.0), abs=np.radians(3.0))
    assert first.drift_rad == pytest.approx(np.radians(3.5), abs=np.radians(2.0))
    assert abs(second.sag_rad or 0.0) < np.radians(2.5)
    assert (first.n, second.n) == (1, 2)
    assert first.form == second.form == ()
    assert first.quality == "good"
    ticks = [event for event in events if isinstance(event, HoldProgress)]
    assert [round(tick.elapsed_s) for tick in ticks] == [*range(3, 21), *range(3, 13)]
    assert all(0.0 <= tick.elapsed_s % 1.0 < 0.011 for tick in ticks)
    assert all(hold.decided_s - hold.end_s < 1.0 for hold in (first, second))


def test_however_the_sensor_is_strapped() -> None:
    for rotation in rotations(200):
        assert_both_holds(strapped(SESSION, rotation, 50.0), 50.0)


@pytest.mark.parametrize("gyroscope", [True, False])
@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 100.0, 200.0])
def test_at_every_rate_with_and_without_gyroscope(rate_hz: float, gyroscope: bool) -> None:
    for rotation in rotations(5):
        assert_both_holds(strapped(SESSION, rotation, rate_hz, gyroscope=gyroscope), rate_hz)


@pytest.mark.parametrize("gyroscope", [True, False])
@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_with_a_constant_bias(axis: int, sign: float, gyroscope: bool) -> None:
    bias = sign * np.eye(3)[axis]
    for rotation in (Rotation.identity(), TILTED):
        block = strapped(SESSION, rotation, bias_m_s2=3.0 * bias, gyroscope=gyroscope)
        assert_both_holds(block, within_s=0.4)
        both = holds(watched(strapped(SESSION, rotation, bias_m_s2=6.0 * bias, gyroscope=gyroscope)))
        assert len(both) == 2


@pytest.mark.parametrize("range_g", [2.0, 4.0])
def test_with_a_clipped_range(range_g: float) -> None:
    block = strapped(SESSION, TILTED)
    limit = range_g * 9.80665
    assert_both_holds(replace(block, acc=np.clip(block.acc, -limit, limit)))


@pytest.mark.parametrize("about", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
def test_with_a_strap_that_slips_between_the_holds(about: list[float]) -> None:
    slip = (41.0, Rotation.from_rotvec(np.radians(20.0) * np.asarray(about)))
    assert_both_holds(strapped(SESSION, TILTED, slip=slip))


def test_a_strap_that_slips_within_a_hold_may_split_but_not_lose_it() -> None:
    slip = (22.0, Rotation.from_rotvec(TILTED.apply([0.0, np.radians(20.0), 0.0])))
    found = holds(watched(strapped(SESSION, TILTED, slip=slip)))
    first = [hold for hold in found if hold.end_s < 40.0]
    assert sum(hold.end_s - hold.start_s for hold in first) == pytest.approx(20.0, abs=4.0)


@pytest.mark.parametrize("tremor_hz", [6.0, 8.0, 10.0, 12.0])
@pytest.mark.parametrize("gyroscope", [True, False])
def test_strong_tremor_does_not_end_a_hold(tremor_hz: float, gyroscope: bool) -> None:
    trembling = moved(session(tremor_deg=1.0, tremor_hz=tremor_hz))
    assert_both_holds(strapped(trembling, TILTED, gyroscope=gyroscope))


@pytest.mark.parametrize("angle_deg", [60.0, 70.0, 105.0, 115.0])
def test_a_thigh_that_is_not_horizontal_is_remarked(angle_deg: float) -> None:
    found = holds(watched(strapped(moved(session(angle_deg, sag_deg=0.0)), TILTED)))
    assert [hold.form for hold in found] == [("thigh_not_horizontal",)] * 2
    assert [hold.angle_rad for hold in found] == pytest.approx([np.radians(angle_deg)] * 2, abs=0.04)


def test_a_slow_sag_of_twenty_degrees_is_one_hold() -> None:
    first, _ = holds(watched(strapped(moved(session(sag_deg=20.0)), TILTED)))
    assert first.sag_rad == pytest.approx(np.radians(20.0), abs=0.06)


def test_squats_with_a_pause_are_no_holds() -> None:
    keys = [(0.0, 0.0), (2.0, 0.0)]
    for start_s in np.arange(2.0, 30.0, 7.0):
        keys += [(start_s + 1.2, 1.5), (start_s + 3.2, 1.5), (start_s + 4.4, 0.0), (start_s + 7.0, 0.0)]
    assert watched(strapped(moved(Script(keys)), TILTED)) == []
    assert watched(strapped(moved(squats()), TILTED)) == []


def test_short_holes_each_ten_seconds_change_nothing() -> None:
    block = strapped(SESSION, TILTED)
    for start in range(400, len(block) - 100, 1000):
        block = flagged(block, MISSING, start, start + 20)
    assert_both_holds(block)


def test_a_hold_survives_a_dropped_link_and_says_so() -> None:
    block, setting = strapped(SESSION, TILTED), Setting(100.0)
    frontend, detector = Frontend(setting), EXERCISE.build(setting)
    events = detector.update(frontend.update(part(block, 0, 2400)))
    frontend.after_gap()
    events += detector.after_gap()
    events += detector.update(frontend.update(part(block, 2700, len(block))))
    first, second = holds(events)
    assert first.end_s - first.start_s == pytest.approx(20.0, abs=0.3)
    assert (first.quality, second.quality) == ("low", "good")


def test_a_long_silence_ends_a_hold_where_it_was_seen_last() -> None:
    block, setting = strapped(SESSION, TILTED), Setting(100.0)
    frontend, detector = Frontend(setting), EXERCISE.build(setting)
    detector.update(frontend.update(part(block, 0, 2400)))
    frontend.after_gap()
    detector.after_gap()
    (hold,) = holds(detector.update(frontend.update(part(block, 3200, 3210))))
    assert hold.end_s == pytest.approx(24.0, abs=0.2)
    assert hold.decided_s == block.t_s[3200]


def test_the_end_of_the_stream_ends_a_hold() -> None:
    (hold,) = holds(watched(part(strapped(SESSION, TILTED), 0, 2400)))
    assert hold.end_s == pytest.approx(24.0, abs=0.2)
    assert hold.decided_s == pytest.approx(23.99)


BLOCK = strapped(moved(session(tremor_deg=1.5)), TILTED, 50.0)


def digested(edges: Sequence[int]) -> tuple[list[Event], bytes]:
    """Return events and state when the stream comes in blocks with these edges."""
    setting = Setting(50.0)
    frontend, detector = Frontend(setting), EXERCISE.build(setting)
    events: list[Event] = []
    for start, end in itertools.pairwise(edges):
        events += detector.update(frontend.update(part(BLOCK, start, end)))
    return events, state_bytes(detector.save())


WHOLE = digested([0, len(BLOCK)])


@settings(deadline=None, max_examples=40)
@given(cuts=st.lists(st.integers(0, len(BLOCK)), max_size=30))
def test_every_split_gives_the_same_events_and_bytes(cuts: list[int]) -> None:
    assert len(holds(WHOLE[0])) == 2
    assert digested([0, *sorted(cuts), len(BLOCK)]) == WHOLE


@pytest.mark.parametrize("step", [1, 5])
def test_small_blocks_give_the_same_events_and_bytes(step: int) -> None:
    assert digested([*range(0, len(BLOCK), step), len(BLOCK)]) == WHOLE


@pytest.mark.parametrize("share", [0.01, 0.05])
@pytest.mark.parametrize("gyroscope", [True, False])
def test_with_packets_lost_at_random(share: float, gyroscope: bool) -> None:
    block, packet = strapped(SESSION, TILTED, gyroscope=gyroscope), 10
    for lost in np.flatnonzero(np.random.default_rng(4).random(len(block) // packet - 2) < share):
        block = flagged(block, MISSING, packet * (lost + 1), packet * (lost + 2))
    assert_both_holds(block, within_s=0.4)
