"""The grid against signals that are known at every time."""

import numpy as np
import pytest

from legday.core.block import BRIDGED, CLIPPED, MISSING
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline
from legday.sensors.timeline.grid import rate_of
from tests.contract.state_bytes import state_bytes
from tests.timeline.streams import Output, packets, run, wave

CLOCK = Clock("each", rate_hz=100.0)


def grid_of(t_s: np.ndarray, rate_hz: float = 100.0, size: int = 25) -> Output:
    timeline = Timeline(Clock("each", rate_hz=rate_hz))
    return run(timeline, packets(t_s, wave(t_s), range(0, len(t_s), size)))


@pytest.mark.parametrize("rate_hz", [4.0, 10.0, 25.0, 50.0, 100.0, 109.9, 208.0])
def test_samples_on_the_grid_pass_untouched(rate_hz: float) -> None:
    t_s = np.round(np.arange(400) / rate_hz, 9)
    out = grid_of(t_s, rate_hz)
    assert len(out.t_s) == 400
    np.testing.assert_allclose(out.t_s, t_s, atol=1e-8)
    np.testing.assert_allclose(out.acc, wave(t_s), atol=1e-7)
    assert not out.flags.any()
    assert (np.diff(out.index) == 1).all()
    assert out.index[0] == 0


def test_a_clock_that_drifts_and_trembles_still_gives_a_uniform_grid() -> None:
    random = np.random.default_rng(7)
    t_s = np.cumsum(0.01 * (1 + 60e-6) + random.uniform(-0.002, 0.002, 6000))
    out = grid_of(t_s)
    np.testing.assert_allclose(np.diff(out.t_s), 0.01, atol=1e-12)
    straight = 0.01**2 / 8 * 4 * 4  # a chord's largest distance from a curve with second derivative below 9
    np.testing.assert_allclose(out.acc, wave(out.t_s), atol=4 * straight)
    np.testing.assert_allclose(out.acc[:, 0], out.t_s, atol=1e-9)


def test_the_times_of_a_take_stay_its_own() -> None:
    out = grid_of(37.25 + np.arange(300) / 100.0)
    assert out.t_s[0] == 37.25
    assert out.t_s[-1] == pytest.approx(37.25 + 2.99)


@pytest.mark.parametrize("rate_hz", [211.0, 256.0, 406.0, 1000.0])
def test_fast_sensors_are_averaged_down_to_100_hz_without_delay(rate_hz: float) -> None:
    random = np.random.default_rng(3)
    t_s = np.arange(4000) / rate_hz + random.uniform(-0.3, 0.3, 4000) / rate_hz
    out = grid_of(t_s, rate_hz)
    np.testing.assert_allclose(np.diff(out.t_s), 0.01, atol=1e-12)
    np.testing.assert_allclose(out.acc[:, 0], out.t_s, atol=1e-9)  # the mean of a ramp is its middle
    np.testing.assert_allclose(out.acc, wave(out.t_s), atol=2e-4)


def test_averaging_quiets_what_100_hz_cannot_show() -> None:
    t_s = np.arange(8000) / 400.0
    tone = np.sin(2 * np.pi * 97.0 * t_s)[:, None] * np.ones(3)
    out = run(Timeline(Clock("each", rate_hz=400.0)), packets(t_s, tone, range(0, 8000, 40)))
    assert np.abs(out.acc).max() < 0.1  # sinc(0.97) is 0.03; without the filter it would alias to 3 Hz whole


def test_averaging_does_not_drift_in_an_hour() -> None:
    t_s = np.arange(3600 * 250) / 250.0
    flat = np.full((len(t_s), 3), 9.81)
    out = run(Timeline(Clock("each", rate_hz=250.0)), packets(t_s, flat, range(0, len(t_s), 5000)))
    np.testing.assert_allclose(out.acc, 9.81, atol=1e-7)
    assert len(out.t_s) == pytest.approx(360_000, abs=2)


@pytest.mark.parametrize(
    ("rate_hz", "grid_hz"), [(100.0, 100.0), (25.0, 25.0), (200.0, 200.0), (5.0, 5.0), (400.0, 100.0)]
)
def test_an_unknown_rate_is_found_in_two_seconds(rate_hz: float, grid_hz: float) -> None:
    timeline = Timeline(Clock("each"))
    t_s = np.arange(int(3 * rate_hz)) / rate_hz
    parts = packets(t_s, wave(t_s), range(0, len(t_s), 3))
    for part in parts:
        assert part.ticks is not None
        pieces = timeline.push(part)
        assert bool(pieces) == (part.ticks[-1] >= 2.0)
        if pieces:
            break
        assert timeline.grid_hz is None
    assert timeline.grid_hz == pytest.approx(grid_hz)


def test_a_short_take_of_unknown_rate_comes_out_at_the_end() -> None:
    t_s = np.arange(12) / 10.0
    out = run(Timeline(Clock("each")), packets(t_s, wave(t_s), [5]))
    assert len(out.t_s) == 12


def test_one_sample_of_unknown_rate_is_no_signal() -> None:
    out = run(Timeline(Clock("each")), packets(np.zeros(1), np.zeros((1, 3)), []))
    assert len(out.t_s) == 0


def test_the_rate_of_bursts_is_their_mean() -> None:
    bursts = np.concatenate([k * 0.04 + np.array([0.0, 0.0005, 0.001, 0.0015]) for k in range(50)])
    assert rate_of(bursts) == pytest.approx(100.0, rel=0.05)


def test_the_rate_is_the_median_s_though_samples_are_missing() -> None:
    t_s = np.delete(np.arange(200) / 100.0, slice(40, 90))
    assert rate_of(t_s) == pytest.approx(100.0)


def test_an_empty_notification_changes_nothing() -> None:
    timeline = Timeline(CLOCK)
    assert timeline.push(Samples(0, np.zeros((0, 3)), None, np.zeros(0))) == []
    assert timeline.health.received == 0


def with_hole(start: int, end: int, rate_hz: float = 100.0, count: int = 600) -> Output:
    """Leave out the samples from ``start`` to ``end``, both excluded."""
    numbers = np.arange(count)
    t_s = numbers[(numbers <= start) | (numbers >= end)] / rate_hz
    return grid_of(t_s, rate_hz)


def test_a_short_hole_is_interpolated_and_flagged() -> None:
    out = with_hole(200, 206)
    assert out.holes == []
    assert len(out.t_s) == 600
    assert np.flatnonzero(out.flags).tolist() == [201, 202, 203, 204, 205]
    assert (out.flags[201:206] == BRIDGED).all()
    np.testing.assert_allclose(out.acc[:, 0], out.t_s, atol=1e-9)


def test_a_longer_hole_keeps_the_grid_going_flagged_missing() -> None:
    out = with_hole(200, 250)
    (hole,) = out.holes
    assert (hole.start_s, hole.end_s, hole.breaks, hole.decided_s) == (2.0, 2.5, False, 2.5)
    assert len(out.t_s) == 600
    assert np.flatnonzero(out.flags).tolist() == list(range(201, 250))
    assert (out.flags[201:250] == MISSING).all()
    assert (np.diff(out.index) == 1).all()
    assert out.order.index("hole 2.0 2.5 False 2.5") == 201  # behind sample 200 and before the made-up 201


def test_a_long_hole_breaks_the_grid() -> None:
    out = with_hole(200, 300)
    (hole,) = out.holes
    assert (hole.start_s, hole.end_s, hole.breaks, hole.decided_s) == (2.0, 3.0, True, 3.0)
    assert not out.flags.any()
    assert out.index[200:202].tolist() == [200, 301]
    assert out.t_s[200:202].tolist() == [2.0, 3.0]
    assert out.order[200:203] == ["200", "hole 2.0 3.0 True 3.0", "301"]


def test_behind_a_break_the_grid_stands_on_the_first_sample() -> None:
    t_s = np.concatenate([np.arange(100) / 100.0, 5.0037 + np.arange(100) / 100.0])
    out = grid_of(t_s)
    assert out.t_s[100] == 5.0037
    np.testing.assert_allclose(out.acc[100:], wave(t_s[100:]), atol=1e-9)


@pytest.mark.parametrize(
    ("rate_hz", "samples", "kind"),
    [
        (100.0, 6, "bridged"),  # 60 ms
        (100.0, 7, "missing"),
        (100.0, 50, "missing"),  # 0.5 s
        (100.0, 51, "broken"),
        (25.0, 2, "bridged"),  # 2.5 periods are 100 ms
        (25.0, 3, "missing"),
        (25.0, 12, "missing"),
        (25.0, 13, "broken"),
        (4.0, 2, "bridged"),  # 2.5 periods are 625 ms
        (4.0, 6, "missing"),  # 6 periods are 1.5 s
        (4.0, 7, "broken"),
        (200.0, 12, "bridged"),
        (200.0, 13, "missing"),
        (400.0, 24, "bridged"),
        (400.0, 200, "missing"),
        (400.0, 204, "broken"),
    ],
)
def test_limits_of_holes(rate_hz: float, samples: int, kind: str) -> None:
    out = with_hole(300, 300 + samples, rate_hz, 1200)
    found = "broken" if any(hole.breaks for hole in out.holes) else "missing" if out.holes else "bridged"
    assert found == kind
    assert bool((out.flags & BRIDGED).any()) == (kind == "bridged")
    assert bool((out.flags & MISSING).any()) == (kind == "missing")


def test_holes_of_a_fast_sensor_flag_the_means_they_make_up() -> None:
    out = with_hole(400, 480, 400.0, 1200)  # 1.0 to 1.2 s
    (hole,) = out.holes
    assert (hole.start_s, hole.end_s) == (1.0, 1.2)
    flagged = out.t_s[out.flags == MISSING]
    assert flagged[0] == pytest.approx(1.005)
    assert flagged[-1] == pytest.approx(1.195)
    assert len(flagged) == 20


def test_a_hole_that_lost_samples_is_counted() -> None:
    t_s = np.delete(np.arange(600) / 100.0, slice(200, 210))
    timeline = Timeline(CLOCK)
    run(timeline, packets(t_s, wave(t_s), [100]))
    assert timeline.health.received == 590
    assert timeline.health.lost == 10


def test_silence_of_a_sensor_that_sends_changes_is_no_loss() -> None:
    t_s = np.concatenate([np.arange(50) / 10.0, 30.0 + np.arange(50) / 10.0])
    timeline = Timeline(Clock("each", rate_hz=10.0, on_change=True))
    out = run(timeline, packets(t_s, wave(t_s), [30]))
    assert out.holes == []
    assert timeline.health.lost == 0
    assert not out.flags.any()
    assert (np.diff(out.index) == 1).all()
    silent = (out.t_s > 4.95) & (out.t_s < 29.85)
    np.testing.assert_allclose(out.acc[silent], wave(t_s)[[49]].repeat(silent.sum(), axis=0), atol=1e-6)
    assert out.acc[out.at(30.0), 0] == pytest.approx(30.0, abs=1e-6)


def test_clipped_samples_are_flagged_where_they_have_a_part() -> None:
    t_s = np.arange(100) / 100.0
    clipped = np.zeros(100, bool)
    clipped[[20, 21, 60]] = True
    out = run(Timeline(CLOCK), [Samples(0, wave(t_s), None, t_s, clipped)])
    assert np.flatnonzero(out.flags & CLIPPED).tolist() == [20, 21, 60]
    between = t_s + np.where(t_s > 0.3, 0.004, 0.0)  # from here on, samples lie between the lines
    out = run(Timeline(CLOCK), [Samples(0, wave(t_s), None, between, clipped)])
    assert np.flatnonzero(out.flags & CLIPPED).tolist() == [20, 21, 60, 61]


def test_clipped_samples_of_a_fast_sensor_flag_their_means() -> None:
    t_s = np.arange(800) / 400.0
    clipped = np.zeros(800, bool)
    clipped[[401, 403, 600]] = True
    out = run(Timeline(Clock("each", rate_hz=400.0)), [Samples(0, wave(t_s), None, t_s, clipped)])
    np.testing.assert_allclose(out.t_s[out.flags == CLIPPED], [1.005, 1.505])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_sample_that_is_no_number_is_missing(bad: float) -> None:
    t_s = np.arange(300) / 100.0
    values = wave(t_s)
    values[100, 1] = bad
    values[200:220, 2] = bad
    timeline = Timeline(CLOCK)
    out = run(timeline, packets(t_s, values, range(0, 300, 10)))
    assert timeline.health.damaged == 21
    assert np.isfinite(out.acc).all()
    assert np.flatnonzero(out.flags & BRIDGED).tolist() == [100]
    assert np.flatnonzero(out.flags & MISSING).tolist() == list(range(200, 220))
    assert [(hole.start_s, hole.end_s) for hole in out.holes] == [(1.99, 2.2)]


@pytest.mark.parametrize("axes", [3, 6])
@pytest.mark.parametrize("rate_hz", [100.0, 400.0, 0.0])
def test_input_is_neither_changed_nor_kept(axes: int, rate_hz: float) -> None:
    t_s = np.arange(50) / (rate_hz or 100.0)
    values = np.column_stack([wave(t_s), wave(t_s)])[:, :axes]
    stamps = t_s.copy()
    before = values.copy()
    timeline = Timeline(Clock("each", rate_hz=rate_hz))
    timeline.push(Samples(0, values[:, :3], values[:, 3:] if axes == 6 else None, stamps))
    np.testing.assert_array_equal(values, before)
    np.testing.assert_array_equal(stamps, t_s)
    state = state_bytes(timeline.save())
    values[:] = 7.0
    stamps[:] = 7.0
    assert state_bytes(timeline.save()) == state
