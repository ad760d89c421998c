"""Device ticks: wraps, stamps of one sample among several, lost notifications."""

import numpy as np
import pytest

from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline
from tests.timeline.streams import Output, run, wave


def sent(
    t_s: np.ndarray, clock: Clock, size: int, first_tick: int = 0, delay_s: float = 0.0
) -> list[Samples]:
    """Notifications of ``size`` samples with the ticks that the clock asks for."""
    made = []
    for start in range(0, len(t_s) - size + 1, size):
        part = t_s[start : start + size]
        stamped = {"each": part, "first": part[:1], "last": part[-1:]}[clock.stamps]
        ticks = np.rint(stamped / clock.tick_s).astype(np.int64) + first_tick
        ticks = ticks % clock.wrap if clock.wrap else ticks
        made.append(Samples(round((part[-1] + delay_s) * 1e9), wave(part), None, ticks))
    return made


def check(out: Output, t_s: np.ndarray, within_s: float) -> None:
    """The ramp in the first column says when a sample was really taken."""
    np.testing.assert_allclose(out.acc[:, 0] - t_s[0], out.t_s - out.t_s[0], atol=within_s)


T_S = 5.0 + np.arange(12_000) / 100.0


@pytest.mark.parametrize(
    ("tick_s", "wrap", "first_tick"),
    [
        (1e-6, 2**32, 2**32 - 7_000_000),  # Movella DOT
        (1e-3, 2**16, 65_000),
        (1 / 32768, 2**24, 2**24 - 5),  # Shimmer
        (1e-9, 0, 599_616_000_000_000_000),  # Polar: ns since 2000
    ],
)
@pytest.mark.parametrize("size", [1, 7])
def test_ticks_wrap_and_count_from_the_first(tick_s: float, wrap: int, first_tick: int, size: int) -> None:
    clock = Clock("each", tick_s=tick_s, wrap=wrap, rate_hz=100.0)
    timeline = Timeline(clock)
    t_s = T_S[: 1000 * size]
    out = run(timeline, sent(t_s, clock, size, first_tick))
    assert out.t_s[0] == 0.0
    assert len(out.t_s) == pytest.approx(len(t_s), abs=size)
    assert out.holes == []
    assert not out.flags.any()
    check(out, t_s, 1.1 * tick_s + 1e-9)


@pytest.mark.parametrize("silence_s", [40.0, 65.0, 100.0, 200.0])
def test_turns_of_the_counter_in_a_silence_are_told_by_the_arrival(silence_s: float) -> None:
    clock = Clock("each", tick_s=1e-3, wrap=2**16, rate_hz=100.0)
    t_s = np.concatenate([T_S[:3000], T_S[3000:6000] + silence_s])
    out = run(Timeline(clock), sent(t_s, clock, 10, delay_s=0.02))
    (hole,) = out.holes
    assert hole.end_s - hole.start_s == pytest.approx(silence_s + 0.01, abs=1e-6)


def test_a_stalled_link_that_delivers_late_changes_no_time() -> None:
    clock = Clock("each", tick_s=1e-3, wrap=2**16, rate_hz=100.0)
    parts = sent(T_S, clock, 10)
    stalled = [
        Samples(max(part.arrival_ns, 65_000_000_000), part.acc, None, part.ticks)
        if 50_000_000_000 < part.arrival_ns < 65_000_000_000
        else part
        for part in parts
    ]
    assert run(Timeline(clock), stalled).t_s.tobytes() == run(Timeline(clock), parts).t_s.tobytes()


@pytest.mark.parametrize("stamps", ["first", "last"])
@pytest.mark.parametrize("rate_hz", [52.0, 0.0])
@pytest.mark.parametrize("size", [1, 36])
def test_one_stamp_in_a_notification_is_enough(stamps: str, rate_hz: float, size: int) -> None:
    clock = Clock(stamps, tick_s=1e-6, wrap=0, rate_hz=rate_hz)  # type: ignore[arg-type]
    t_s = np.arange(4000) / 51.3  # the vendor says 52
    out = run(Timeline(clock), sent(t_s, clock, size))
    assert out.holes == []
    assert not out.flags.any()
    late = out.t_s - out.t_s[0] > 10.0  # by then the true rate is known
    error_s = (out.acc[:, 0] - out.t_s)[late]
    assert np.ptp(error_s) < (2e-5 if stamps == "last" else 5e-4)


def test_the_samples_of_polar_lie_between_its_stamps() -> None:
    """sensors by Polar stamp the last sample; dt = (t - t_prev) / n, as in the vendor's own SDK."""
    clock = Clock("last", tick_s=1e-9, rate_hz=50.0)
    timeline = Timeline(clock)
    values = wave(np.arange(10.0))
    first = timeline.push(Samples(0, values, None, np.array([1_000_000_000])))
    second = timeline.push(
        Samples(1, values, None, np.array([1_210_000_000]))
    )  # 21 ms apart: not quite 50 Hz
    assert [len(block) for block in first] == [10]
    (block,) = second
    np.testing.assert_allclose(first[0].t_s, np.arange(10) * 0.02, atol=1e-9)
    np.testing.assert_allclose(block.t_s, 0.18 + 0.02 * np.arange(1, len(block) + 1), atol=1e-9)
    np.testing.assert_allclose(np.interp(0.18 + 5 * 0.021, block.t_s, block.acc[:, 0]), 4.0, atol=1e-9)


@pytest.mark.parametrize("stamps", ["first", "last"])
@pytest.mark.parametrize("lost", [1, 2, 4])
def test_a_lost_notification_does_not_stretch_time(stamps: str, lost: int) -> None:
    clock = Clock(stamps, tick_s=1e-6, rate_hz=200.0)  # type: ignore[arg-type]
    t_s = np.arange(7200) / 199.1
    parts = sent(t_s, clock, 36)
    del parts[100 : 100 + lost]
    timeline = Timeline(clock)
    out = run(timeline, parts)
    (hole,) = out.holes
    assert hole.breaks == (lost > 2)
    assert hole.end_s - hole.start_s == pytest.approx((36 * lost + 1) / 199.1, abs=1e-3)
    assert timeline.health.lost == pytest.approx(36 * lost, abs=1)
    real = (out.flags == 0) & (out.t_s - out.t_s[0] > 5.0)
    assert np.ptp((out.acc[:, 0] - out.t_s)[real]) < 1e-3


def test_coarse_ticks_are_smoothed() -> None:
    """ST BlueST stamps in units of 8 ms, which at 50 Hz would leave 4 ms of trembling."""
    clock = Clock("each", tick_s=0.008, wrap=2**16, rate_hz=50.0)
    t_s = np.arange(3000) / 50.0 * (1 + 40e-6)
    ticks = np.floor(t_s / 0.008).astype(np.int64) % 2**16
    samples = [
        Samples(round(t * 1e9), wave(t_s[i : i + 1]), None, ticks[i : i + 1]) for i, t in enumerate(t_s)
    ]
    out = run(Timeline(clock), samples)
    assert out.holes == []
    assert not out.flags.any()
    assert len(out.t_s) == pytest.approx(3000, abs=3)
    error_s = out.acc[:, 0] - out.t_s
    interval_s = np.abs(error_s[25:] - error_s[:-25])[500:]
    assert np.percentile(interval_s, 95) < 1e-3


def test_device_time_and_host_time_map_on_each_other() -> None:
    random = np.random.default_rng(2)
    clock = Clock("each", tick_s=1e-6, wrap=2**32, rate_hz=100.0)
    host_s = 5.0 + T_S * (1 + 60e-6)
    timeline = Timeline(clock)
    assert timeline.time_of(0) is None
    assert timeline.arrival_of(0.0) is None
    for k in range(0, 12_000, 10):
        arrival_s = host_s[k + 9] + 0.004 + random.uniform(0.0, 0.03)
        ticks = np.rint(T_S[k : k + 10] * 1e6).astype(np.int64)
        timeline.push(Samples(round(arrival_s * 1e9), wave(T_S[k : k + 10]), None, ticks))
    found_s = timeline.time_of(round(host_s[11_000] * 1e9))
    assert found_s is not None
    assert found_s == pytest.approx(T_S[11_000] - T_S[0] - 0.004, abs=2e-3)
    arrival_ns = timeline.arrival_of(found_s)
    assert arrival_ns is not None
    assert arrival_ns == pytest.approx(host_s[11_000] * 1e9, abs=2)
