"""The laws, over every registered exercise; each runs on motion that makes the exercise speak."""

import copy
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legday.core.block import MotionBlock
from legday.core.detector import Detector
from legday.core.events import Event
from legday.errors import GapError
from legday.exercises import exercises
from legday.simulate.programme import PERFORMANCES
from tests.contract.motions import SETTING, cut, later, motion_of, part
from tests.contract.state_bytes import state_bytes

NAMES = sorted(exercises())
EVENTS_WANTED = 5

laws = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def new(name: str) -> Detector[Any, Any]:
    return exercises()[name].build(SETTING)


def run(detector: Detector[Any, Any], blocks: list[MotionBlock]) -> list[Event]:
    return [event for block in blocks for event in detector.update(block)]


@cache
def whole(name: str) -> tuple[list[Event], bytes]:
    detector = new(name)
    events = run(detector, [motion_of(name)])
    return events, state_bytes(detector.state)


def test_every_exercise_has_a_performance() -> None:
    assert set(NAMES) <= set(PERFORMANCES)


@pytest.mark.parametrize("name", NAMES)
def test_the_motion_makes_the_exercise_speak(name: str) -> None:
    detector = new(name)
    events = run(detector, [motion_of(name)]) + detector.finish()
    assert len(events) >= EVENTS_WANTED
    assert any(event.type == exercises()[name].counts for event in events)


@pytest.mark.parametrize("name", NAMES)
@laws
@given(data=st.data())
def test_any_partition_equals_the_whole(name: str, data: st.DataObject) -> None:
    motion = motion_of(name)
    cuts = data.draw(st.lists(st.integers(0, len(motion)), max_size=40))
    detector = new(name)
    events = run(detector, cut(motion, cuts))
    assert (events, state_bytes(detector.state)) == whole(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1, 10])
def test_notifications_equal_the_whole(name: str, size: int) -> None:
    motion = motion_of(name)
    detector = new(name)
    events = run(detector, cut(motion, list(range(size, len(motion), size))))
    assert (events, state_bytes(detector.state)) == whole(name)


@pytest.mark.parametrize("name", NAMES)
@laws
@given(data=st.data())
def test_saved_and_restored_in_a_new_object_equals_the_whole(name: str, data: st.DataObject) -> None:
    motion = motion_of(name)
    middle = data.draw(st.integers(0, len(motion)))
    first = new(name)
    events = first.update(part(motion, 0, middle))
    saved = first.save()
    kept = state_bytes(saved)
    first.update(part(motion, middle, len(motion)))
    assert state_bytes(saved) == kept, "a saved state changed with the object it came from"
    second = new(name)
    second.restore(saved)
    events += second.update(part(motion, middle, len(motion)))
    assert (events, state_bytes(second.state)) == whole(name)


@pytest.mark.parametrize("name", NAMES)
def test_reset_equals_new(name: str) -> None:
    detector = new(name)
    fresh = state_bytes(detector.state)
    detector.update(motion_of(name))
    assert state_bytes(detector.state) != fresh
    detector.reset()
    assert state_bytes(detector.state) == fresh
    assert (detector.update(motion_of(name)), state_bytes(detector.state)) == whole(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_block_changes_nothing(name: str) -> None:
    detector = new(name)
    motion = motion_of(name)
    for middle in (0, len(motion) // 2):
        detector.reset()
        detector.update(part(motion, 0, middle))
        before = state_bytes(detector.state)
        assert detector.update(part(motion, middle, middle)) == []
        assert state_bytes(detector.state) == before


@pytest.mark.parametrize("name", NAMES)
def test_input_is_neither_changed_nor_kept(name: str) -> None:
    motion = copy.deepcopy(motion_of(name))
    detector = new(name)
    detector.update(motion)
    assert state_bytes(motion) == state_bytes(motion_of(name))
    before = state_bytes(detector.state)
    for column in (motion.acc, motion.up, motion.angle, motion.force, motion.rate, motion.t_s):
        column.flags.writeable = True
        column.fill(1e6)
    assert state_bytes(detector.state) == before


@pytest.mark.parametrize("name", NAMES)
def test_state_does_not_grow_with_the_stream(name: str) -> None:
    motion = motion_of(name)
    detector = new(name)
    sizes = []
    for turn in range(6):
        detector.update(later(motion, turn * len(motion)))
        sizes.append(len(state_bytes(detector.state)))
    assert sizes[-1] <= sizes[1] * 1.25 + 512


@pytest.mark.parametrize("name", NAMES)
def test_a_gap_is_refused_until_it_is_told(name: str) -> None:
    motion = motion_of(name)
    half = len(motion) // 2
    detector = new(name)
    events = detector.update(part(motion, 0, half))
    with pytest.raises(GapError):
        detector.update(part(motion, half + 300, len(motion)))
    events += detector.after_gap()
    serial = detector.state.serial
    events += detector.update(part(motion, half + 300, len(motion)))
    assert [event.serial for event in events] == list(range(len(events)))
    assert detector.state.serial >= serial


@pytest.mark.parametrize("name", NAMES)
def test_the_tally_survives_a_gap(name: str) -> None:
    """Behind a gap the numbers go on: the same motion again counts on top of what stood."""
    motion = motion_of(name)
    detector = new(name)
    counts = exercises()[name].counts
    first = [event for event in detector.update(motion) if event.type == counts]
    closing = [event for event in detector.after_gap() if event.type == counts]
    again = [event for event in detector.update(later(motion, len(motion) + 900)) if event.type == counts]
    assert again[0].n > max((event.n for event in first + closing), default=0) - 2
    assert again[-1].n > len(first)


@pytest.mark.parametrize("name", NAMES)
def test_events_are_decided_in_order_and_not_before_they_happen(name: str) -> None:
    events, _ = whole(name)
    decided = [event.decided_s for event in events]
    assert decided == sorted(decided)
    assert all(event.happened_s <= event.decided_s + 1e-9 for event in events)
    assert [event.serial for event in events] == list(range(len(events)))
