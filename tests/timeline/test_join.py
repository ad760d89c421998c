"""An accelerometer and a gyroscope in notifications of their own."""

import numpy as np
import pytest

from legday.core.block import BRIDGED, CLIPPED, MISSING, FloatArray
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline
from tests.timeline.streams import Output, joined, run, wave

CLOCK = Clock("last", tick_s=1e-9, rate_hz=52.0)
EPOCH = 599_616_000_000_000_000  # ns: where a Polar without a set clock begins


def part(t_s: FloatArray, kind: str, arrival_s: float) -> Samples:
    tick = np.array([round(float(t_s[-1]) * 1e9) + EPOCH])
    acc, gyr = (wave(t_s), None) if kind == "acc" else (None, wave(t_s))
    return Samples(round(arrival_s * 1e9), acc, gyr, tick)


def both(
    size: int = 26,
    duration_s: float = 30.0,
    gyro_size: int = 26,
    gyro_offset_s: float = 0.007,
    silent_s: tuple[float, float] = (0.0, 0.0),
    rate_hz: float = 52.0,
) -> list[Samples]:
    """Both streams in the order of their arrivals; the gyroscope is silent in a span."""
    count = int(duration_s * rate_hz)
    acc_s = np.arange(count) / rate_hz
    gyr_s = acc_s + gyro_offset_s
    sent = [
        part(acc_s[k : k + size], "acc", acc_s[k : k + size][-1] + 0.02)
        for k in range(0, count - size + 1, size)
    ]
    sent += [
        part(t_s, "gyr", t_s[-1] + 0.03)
        for k in range(0, count - gyro_size + 1, gyro_size)
        if not silent_s[0] <= (t_s := gyr_s[k : k + gyro_size])[-1] < silent_s[1]
    ]
    return sorted(sent, key=lambda samples: samples.arrival_ns)


def check(out: Output, chosen: np.ndarray | slice = slice(None)) -> None:
    """Both ramps say when the samples were taken: they must agree."""
    assert out.gyr is not None
    np.testing.assert_allclose(out.gyr[chosen, 0], out.acc[chosen, 0], atol=2e-6)
    np.testing.assert_allclose(out.acc[chosen, 0] - out.acc[0, 0], out.t_s[chosen] - out.t_s[0], atol=2e-6)


def test_a_moment_of_which_both_tell_is_received_once() -> None:
    timeline, sent = Timeline(CLOCK, CLOCK), both()
    run(timeline, sent)
    assert timeline.health.received == sum(len(each) for each in sent if each.acc is not None)


@pytest.mark.parametrize(("size", "gyro_size"), [(1, 1), (26, 26), (57, 57), (36, 20), (8, 60)])
@pytest.mark.parametrize("gyro_offset_s", [0.0, 0.007, -0.011])
def test_the_angular_rate_stands_at_the_times_of_the_accelerometer(
    size: int, gyro_size: int, gyro_offset_s: float
) -> None:
    sent = both(size, 30.0, gyro_size, gyro_offset_s)
    out = run(Timeline(CLOCK, CLOCK), sent, finish=False)
    ended = out.t_s - out.t_s[0] > 0.02  # an earlier gyroscope sample may be missing for the very first
    assert not out.flags[ended].any()
    assert out.holes == []
    assert len(out.t_s) > 26 * 52
    check(out, ended)


def test_a_silent_gyroscope_keeps_nobody_waiting() -> None:
    sent = both(silent_s=(10.0, 20.0))
    timeline = Timeline(CLOCK, CLOCK)
    newest_s, pieces = 0.0, []
    for samples in sent:
        found = timeline.push(samples)
        pieces += found
        if samples.acc is not None:
            newest_s = samples.arrival_ns * 1e-9
        out = joined(pieces)
        if len(out.t_s):
            # half a second of patience beyond a notification of 0.5 s, and the one on its way
            assert newest_s - out.acc[-1, 0] < 0.5 + 0.5 + 0.5 + 0.1
    assert out.holes == []
    assert (np.diff(out.index) == 1).all()
    silent = (out.flags & MISSING) != 0
    assert out.acc[silent, 0].min() == pytest.approx(10.0, abs=0.6)
    assert out.acc[silent, 0].max() == pytest.approx(20.0, abs=0.6)
    check(out, out.flags == 0)
    assert out.gyr is not None
    assert np.ptp(out.gyr[silent & (out.acc[:, 0] < 19.0), 0]) < 1e-9  # its last word


def test_a_gyroscope_that_never_speaks_is_missing_throughout() -> None:
    sent = [samples for samples in both() if samples.acc is not None]
    out = run(Timeline(CLOCK, CLOCK), sent)
    assert len(out.t_s) == len(sent) * 26
    assert (out.flags == MISSING).all()
    assert out.gyr is not None
    assert not out.gyr.any()


def test_a_short_hole_of_the_gyroscope_is_bridged() -> None:
    sent = both(size=1, gyro_size=1, silent_s=(10.0, 10.03))
    out = run(Timeline(CLOCK, CLOCK), sent)
    assert not (out.flags & MISSING).any()
    bridged = out.acc[(out.flags & BRIDGED) != 0, 0]
    assert len(bridged[bridged > 1.0]) == 3
    assert bridged[bridged > 1.0] == pytest.approx(10.0, abs=0.05)
    check(out, slice(3, -3))


def test_a_hole_of_the_accelerometer_is_a_hole() -> None:
    sent = [
        samples for samples in both() if samples.acc is None or not 10.0 < samples.arrival_ns * 1e-9 < 14.0
    ]
    out = run(Timeline(CLOCK, CLOCK), sent)
    (hole,) = out.holes
    assert hole.breaks
    assert hole.end_s - hole.start_s == pytest.approx(4.0, abs=0.6)


def test_clipping_of_the_gyroscope_is_kept() -> None:
    sent = both(size=1, gyro_size=1, gyro_offset_s=0.0)
    clipped = [
        Samples(s.arrival_ns, None, s.gyr, s.ticks, np.array([s.gyr[0, 0] > 20.0]))
        if s.gyr is not None
        else s
        for s in sent
    ]
    out = run(Timeline(CLOCK, CLOCK), clipped)
    inside = (out.acc[:, 0] > 20.1) & (out.acc[:, 0] < out.acc[-2, 0])
    assert ((out.flags[inside] & CLIPPED) != 0).all()
    assert not out.flags[(out.acc[:, 0] < 19.9) & (out.acc[:, 0] > 0.1)].any()


def test_samples_without_acceleration_need_a_clock_of_their_own() -> None:
    with pytest.raises(ValueError, match="declared to send both together"):
        Timeline(CLOCK).push(part(np.arange(3.0), "gyr", 0.0))


def test_an_angular_rate_that_stays_out_once_is_flagged() -> None:
    t_s = np.arange(300) / 100.0
    sent = [
        Samples(
            round(t_s[k] * 1e9),
            wave(t_s[k : k + 10]),
            None if k == 100 else wave(t_s[k : k + 10]),
            t_s[k : k + 10],
        )
        for k in range(0, 300, 10)
    ]
    out = run(Timeline(Clock("each", rate_hz=100.0)), sent)
    assert np.flatnonzero(out.flags).tolist() == list(range(100, 110))
    assert len(out.t_s) == 300
