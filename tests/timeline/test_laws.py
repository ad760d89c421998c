"""The streaming law: how samples are cut into notifications changes nothing but where blocks end."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legday.core.block import BRIDGED, CLIPPED, MISSING, FloatArray, Hole
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline, TimelineState
from tests.contract.state_bytes import state_bytes
from tests.timeline.streams import Output, joined, packets, run

laws = settings(max_examples=20, deadline=None)

CASES = {
    "plain": Clock("each", rate_hz=100.0),
    "unknown rate": Clock("each"),
    "three axes": Clock("each", rate_hz=100.0),
    "averaged": Clock("each", rate_hz=400.0),
    "slow": Clock("each", rate_hz=4.0),
    "on change": Clock("each", rate_hz=100.0, on_change=True),
}


@cache
def stream(case: str) -> tuple[FloatArray, FloatArray]:
    """Stamps and values with everything that can go wrong."""
    random = np.random.default_rng(sorted(CASES).index(case))
    rate_hz = CASES[case].rate_hz or 87.0
    t_s = (np.arange(900) + random.uniform(-0.3, 0.3, 900)) / rate_hz
    for number, periods in ((250, 3.0), (300, 1.2), (400, 20.0), (520, 300.0), (530, 7.0), (700, 55.0)):
        t_s[number:] += max(periods, periods / 100.0 * rate_hz) / rate_hz
    t_s[600:604] = t_s[596:600]  # came twice
    t_s[[650, 651]] = t_s[[651, 650]]  # changed places
    values = np.cumsum(random.normal(size=(900, 3 if case == "three axes" else 6)), axis=0)
    values[[40, 41, 42, 710], 1] = np.nan
    values[[70, 71, 521, 699, 700], 0] = 1e7  # clipped
    t_s[800] = np.nan
    return t_s, values


def evidence(timeline: Timeline, out: Output) -> tuple[object, ...]:
    """Everything that must not depend on the cuts: output and state as bytes.

    When a notification came is no property of its samples, so what is kept of that is left out.
    """
    saved = timeline.save()
    saved.health.jitter_s = 0.0
    saved.acc.order.last_arrival_s = 0.0
    state = (saved.health, saved.acc.order, saved.acc.device.tick, saved.join, saved.grid)
    gyr = b"" if out.gyr is None else out.gyr.tobytes()
    return (out.order, out.t_s.tobytes(), out.acc.tobytes(), gyr, out.flags.tobytes(), state_bytes(state))


@cache
def whole(case: str) -> tuple[object, ...]:
    timeline = Timeline(CASES[case])
    return evidence(timeline, run(timeline, packets(*stream(case), []), finish=False))


@pytest.mark.parametrize("case", CASES)
@laws
@given(cuts=st.lists(st.integers(0, 900), max_size=60))
def test_any_cut_equals_the_whole(case: str, cuts: list[int]) -> None:
    timeline = Timeline(CASES[case])
    assert evidence(timeline, run(timeline, packets(*stream(case), cuts), finish=False)) == whole(case)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [1, 10])
def test_one_by_one_equals_the_whole(case: str, size: int) -> None:
    timeline = Timeline(CASES[case])
    cuts = range(0, 900, size)
    assert evidence(timeline, run(timeline, packets(*stream(case), cuts), finish=False)) == whole(case)


@pytest.mark.parametrize("case", CASES)
def test_the_streams_have_everything_in_them(case: str) -> None:
    timeline = Timeline(CASES[case])
    out = run(timeline, packets(*stream(case), range(0, 900, 10)))
    assert (out.flags & CLIPPED).any()
    assert timeline.health.duplicates == 4
    assert timeline.health.reordered == 1
    assert timeline.health.damaged == 5
    if case != "on change":
        assert (out.flags & BRIDGED).any()
        assert (out.flags & MISSING).any()
        assert {hole.breaks for hole in out.holes} == {False, True}


@laws
@given(turns=st.integers(1, 3), cuts=st.lists(st.integers(0, 900), max_size=40))
def test_a_counter_that_wraps_gives_the_same_for_any_cut(turns: int, cuts: list[int]) -> None:
    t_s = np.arange(900) / 100.0
    values = np.random.default_rng(1).normal(size=(900, 6))
    ticks = (np.rint(t_s * 1000).astype(np.int64) + 900) % (9000 // turns)
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < 900}), 900]
    timeline = Timeline(Clock("each", tick_s=0.001, wrap=9000 // turns, rate_hz=100.0))
    parts = [slice(a, b) for a, b in pairwise(edges)]
    out = run(
        timeline,
        [Samples(round(t_s[p][-1] * 1e9), values[p, :3], values[p, 3:], ticks[p]) for p in parts],
    )
    np.testing.assert_allclose(out.t_s, t_s, atol=1e-9)
    np.testing.assert_allclose(out.acc, values[:, :3], atol=1e-6)


def bluetooth(stamps: str) -> list[Samples]:
    """A minute of notifications with late, lost, repeated and swapped ones, and a silence of 3 s."""
    random = np.random.default_rng(5)
    sent: list[Samples] = []
    for number in range(600):
        if random.random() < 0.02 or 300 <= number < 330:
            continue
        numbers = np.arange(number * 10, number * 10 + 10)
        arrival_s = numbers[-1] / 100.0 + random.uniform(0.0, 0.03) + 0.06 * (random.random() < 0.03)
        stamp = {"each": numbers, "first": numbers[:1], "last": numbers[-1:], "none": None}[stamps]
        ticks = None if stamp is None else (stamp * 10) % 65536
        values = np.column_stack([np.sin(numbers / 20.0)] * 6)
        sent.append(Samples(round(arrival_s * 1e9), values[:, :3], values[:, 3:], ticks))
    sent[50], sent[51] = sent[51], sent[50]
    sent.insert(80, sent[79])
    return sent


def clock_of(stamps: str, rate_hz: float = 100.0) -> Clock:
    return Clock(stamps, tick_s=0.001, wrap=65536, rate_hz=rate_hz)  # type: ignore[arg-type]


@cache
def straight_through(stamps: str, rate_hz: float) -> tuple[Output, bytes]:
    """What comes out of one object, and the state that it ends in."""
    timeline = Timeline(clock_of(stamps, rate_hz))
    return run(timeline, bluetooth(stamps)), bytes_of(timeline)


@pytest.mark.parametrize("stamps", ["each", "first", "last", "none"])
@pytest.mark.parametrize("rate_hz", [100.0, 0.0])
@settings(max_examples=5, deadline=None)
@given(middle=st.integers(0, 560))
def test_saved_and_restored_in_a_new_object_equals_the_whole(
    stamps: str, rate_hz: float, middle: int
) -> None:
    sent = bluetooth(stamps)
    expected, end = straight_through(stamps, rate_hz)
    first = Timeline(clock_of(stamps, rate_hz))
    pieces = [piece for part in sent[:middle] for piece in first.push(part)]
    saved = first.save()
    for part in sent[middle : middle + 20]:
        first.push(part)  # must not reach what was saved
    second = Timeline(clock_of(stamps, rate_hz))
    second.restore(saved)
    pieces += [piece for part in sent[middle:] for piece in second.push(part)]
    out = joined([*pieces, *second.finish()])
    assert out.order == expected.order
    assert out.acc.tobytes() == expected.acc.tobytes()
    assert out.t_s.tobytes() == expected.t_s.tobytes()
    assert bytes_of(second) == end


@pytest.mark.parametrize("stamps", ["each", "first", "last", "none"])
def test_reset_equals_new(stamps: str) -> None:
    timeline = Timeline(clock_of(stamps), clock_of(stamps))
    new = bytes_of(timeline)
    run(timeline, bluetooth(stamps))
    assert bytes_of(timeline) != new
    timeline.reset()
    assert bytes_of(timeline) == new == bytes_of(Timeline(clock_of(stamps), clock_of(stamps)))


@pytest.mark.parametrize("stamps", ["each", "first", "last", "none"])
def test_the_state_does_not_grow(stamps: str) -> None:
    timeline = Timeline(clock_of(stamps), clock_of(stamps))
    sizes: list[int] = []
    for minute in range(3):
        for number in range(600):
            t_s = minute * 60.0 + number / 10.0
            ticks = None if stamps == "none" else np.arange(1 if stamps != "each" else 10)
            ticks = None if ticks is None else (ticks * 10 + round(t_s * 1000)) % 65536
            both = np.ones((10, 3))
            timeline.push(Samples(round(t_s * 1e9), both, None, ticks))
            timeline.push(Samples(round(t_s * 1e9) + 1, None, both, ticks))
        sizes.append(len(bytes_of(timeline)))
    assert sizes[2] <= sizes[1] * 1.02


def bytes_of(timeline: Timeline) -> bytes:
    state: TimelineState = timeline.save()
    return state_bytes(state)


def test_holes_carry_the_deciding_sample() -> None:
    out = run(Timeline(CASES["plain"]), packets(*stream("plain"), range(0, 900, 10)))
    assert all(isinstance(hole, Hole) and hole.decided_s == hole.end_s > hole.start_s for hole in out.holes)
