"""Samples that came twice, late, damaged, or from a clock that started anew."""

import numpy as np
import pytest

from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline
from tests.timeline.streams import packets, run, wave

T_S = np.arange(3000) / 100.0


def test_a_notification_that_came_twice_counts_once() -> None:
    parts = packets(T_S, wave(T_S), range(0, 3000, 10))
    timeline = Timeline(Clock("each", rate_hz=100.0))
    out = run(timeline, [*parts[:100], parts[99], *parts[100:]])
    assert len(out.t_s) == 3000
    assert not out.flags.any()
    assert timeline.health.duplicates == 10
    assert timeline.health.reordered == 0


def test_a_notification_that_came_late_is_dropped_and_its_hole_stays() -> None:
    parts = packets(T_S, wave(T_S), range(0, 3000, 10))
    timeline = Timeline(Clock("each", rate_hz=100.0))
    out = run(timeline, [*parts[:100], parts[101], parts[100], *parts[102:]])
    assert timeline.health.reordered == 10
    assert timeline.health.lost == 10
    assert [(hole.start_s, hole.end_s, hole.breaks) for hole in out.holes] == [(9.99, 10.1, False)]
    assert len(out.t_s) == 3000
    np.testing.assert_allclose(out.acc[:, 0], out.t_s, atol=1e-9)


def test_a_float_clock_that_starts_anew_goes_on_behind_a_break() -> None:
    first, second = packets(T_S, wave(T_S), range(0, 3000, 10)), packets(T_S, wave(T_S), range(0, 3000, 10))
    later = [Samples(part.arrival_ns + 37_000_000_000, part.acc, None, part.ticks) for part in second]
    timeline = Timeline(Clock("each", rate_hz=100.0))
    out = run(timeline, [*first, *later])
    (hole,) = out.holes
    assert hole.breaks
    assert timeline.health.restarts == 1
    assert (np.diff(out.t_s) > 0).all()
    assert out.t_s[3000] == pytest.approx(38.1, abs=0.15)  # the first second was needed to be sure
    assert len(out.t_s) == pytest.approx(5900, abs=12)


@pytest.mark.parametrize("wrap", [2**16, 2**32])
def test_a_tick_counter_that_starts_anew_goes_on_by_arrival(wrap: int) -> None:
    clock = Clock("each", tick_s=0.001, wrap=wrap, rate_hz=100.0)
    ticks = np.rint(T_S * 1000).astype(np.int64)
    timeline = Timeline(clock)
    sent = []
    for start_s in (0.0, 42.0):
        for k in range(0, 3000, 10):
            arrival_ns = round((start_s + T_S[k + 9]) * 1e9)
            sent.append(Samples(arrival_ns, wave(T_S[k : k + 10]), None, ticks[k : k + 10] + 4000))
    out = run(timeline, sent)
    (hole,) = out.holes
    assert hole.breaks
    assert 12.0 <= hole.end_s - hole.start_s <= 13.2  # it may take a second to be sure
    assert len(out.t_s) >= 5890


def test_garbage_never_crashes() -> None:
    random = np.random.default_rng(11)
    for stamps in ("each", "first", "last", "none"):
        for wrap in (0, 65536):
            timeline = Timeline(Clock(stamps, tick_s=0.001, wrap=wrap, rate_hz=random.choice([0.0, 50.0])))
            for _ in range(300):
                count = int(random.integers(0, 12))
                values = random.normal(size=(count, 6)) * 10.0 ** random.integers(-300, 300)
                ticks = random.integers(0, 65536, count if stamps == "each" else 1)
                arrival_ns = int(random.integers(0, 10**11))
                samples = Samples(arrival_ns, values[:, :3], values[:, 3:], ticks)
                for piece in timeline.push(samples):
                    assert not hasattr(piece, "acc") or np.isfinite(piece.t_s).all()
            timeline.finish()
