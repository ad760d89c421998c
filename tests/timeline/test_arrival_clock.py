"""Time from arrivals alone: how exact, and what counts as late or as lost."""

import numpy as np
import pytest

from legday.core.block import FloatArray, Hole
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline
from legday.sensors.timeline.loss import lost_before
from legday.sensors.timeline.lower_hull import Line, LowerHull, lower_hull
from tests.timeline.link import Link, interval_error_s
from tests.timeline.streams import Output, joined, run

STAMPLESS = Clock("none", rate_hz=100.0)


def received(link: Link, clock: Clock = STAMPLESS) -> tuple[Output, Timeline]:
    timeline = Timeline(clock)
    return run(timeline, link.samples()), timeline


@pytest.mark.parametrize("interval_s", [0.015, 0.030, 0.045])
@pytest.mark.parametrize("size", [1, 10, 20])
@pytest.mark.parametrize("drift", [60e-6, -60e-6])
def test_intervals_are_exact_to_a_third_of_a_millisecond(interval_s: float, size: int, drift: float) -> None:
    out, timeline = received(Link(size=size, interval_s=interval_s, drift=drift, duration_s=90.0))
    assert out.holes == []
    assert timeline.health.lost == 0
    assert np.percentile(interval_error_s(out, after_s=5.0), 95) < 0.3e-3
    assert interval_error_s(out, after_s=5.0).max() < 1.0e-3
    assert 0.3 * interval_s < timeline.health.jitter_s < 1.5 * interval_s


def test_raw_arrivals_would_be_a_hundred_times_worse() -> None:
    link = Link(size=10, interval_s=0.030)
    arrival_s = np.array([part.arrival_ns * 1e-9 for part in link.samples()])
    interval_s = arrival_s[5:] - arrival_s[:-5]
    assert np.percentile(np.abs(interval_s - np.median(interval_s)), 95) > 20e-3


def test_time_never_goes_back_and_no_correction_is_faster_than_a_millisecond_in_a_second() -> None:
    timeline = Timeline(STAMPLESS)
    for part in Link(size=10, interval_s=0.045, duration_s=60.0).samples():
        before = timeline.save().acc
        timeline.push(part)
        after = timeline.save().acc
        if before.arrival.begun and not before.arrival.held and not after.arrival.held:
            step_s = after.arrival.t_s - before.arrival.t_s
            assert step_s == pytest.approx(0.1, rel=1e-3 + 200e-6)


@pytest.mark.parametrize("late_s", [0.04, 0.06, 0.25, 2.0])
@pytest.mark.parametrize("size", [1, 10])
def test_one_late_notification_is_not_a_lost_one(late_s: float, size: int) -> None:
    """What waited behind it comes all at once."""
    link = Link(size=size, interval_s=0.015, late_share=0.0, stall_s=(20.0, 20.0 + late_s), duration_s=30.0)
    out, timeline = received(link)
    assert out.holes == []
    assert timeline.health.lost == 0
    assert not out.flags.any()
    assert interval_error_s(out, after_s=10.0).max() < 1e-3


@pytest.mark.parametrize("size", [1, 4, 10, 20])
@pytest.mark.parametrize("lost_s", [0.2, 0.4, 1.0, 60.0])
def test_lost_notifications_leave_a_hole_of_their_size_in_their_place(size: int, lost_s: float) -> None:
    out, timeline = received(Link(size=size, lost_s=(30.0, 30.0 + lost_s), duration_s=45.0 + lost_s))
    assert timeline.health.lost == pytest.approx(100 * lost_s, abs=2 + 0.01 * lost_s)
    assert len(out.holes) == 1
    (hole,) = out.holes
    assert hole.breaks == (lost_s > 0.5)
    real = out.flags == 0
    error_s = out.acc[real, 0] - out.t_s[real]
    assert np.ptp(error_s[out.t_s[real] > 10.0]) < 0.03
    assert hole.start_s == pytest.approx(30.0 + out.t_s[0] - error_s[0], abs=0.25)


def test_single_lost_notifications_are_found() -> None:
    link = Link(size=10, interval_s=0.030, loss=0.01, duration_s=300.0)
    out, timeline = received(link)
    assert link.lost > 20
    assert timeline.health.lost == pytest.approx(10 * link.lost, rel=0.1)
    assert abs(float(out.acc[-1, 0] - out.t_s[-1])) < 0.03


def test_a_rate_declared_wrong_is_noticed() -> None:
    out, timeline = received(Link(rate_hz=98.0, size=10, duration_s=90.0), Clock("none", rate_hz=100.0))
    assert out.holes == []
    assert timeline.grid_hz == 100.0
    assert np.percentile(interval_error_s(out, after_s=30.0), 95) < 1e-3


@pytest.mark.parametrize("rate_hz", [25.0, 100.0])
def test_an_unknown_rate_is_found_from_arrivals(rate_hz: float) -> None:
    out, timeline = received(Link(rate_hz=rate_hz, size=5, duration_s=60.0), Clock("none"))
    assert timeline.grid_hz == pytest.approx(rate_hz, rel=0.05)
    assert out.holes == []
    assert abs(out.t_s[0]) < 1e-9
    assert np.percentile(interval_error_s(out, after_s=10.0), 95) < 1e-3


def test_the_first_sample_is_time_zero() -> None:
    out, _ = received(Link(size=10))
    assert out.t_s[0] == pytest.approx(0.0, abs=1e-12)


def test_a_sensor_that_sends_changes_keeps_its_arrival_times() -> None:
    clock = Clock("none", rate_hz=10.0, on_change=True)
    arrivals_s = [0.0, 0.1, 0.2, 0.5, 3.0, 3.1]
    samples = [Samples(round(y * 1e9), np.full((1, 3), y), None, None) for y in arrivals_s]
    out = run(Timeline(clock), samples)
    assert not any(isinstance(piece, Hole) for piece in out.holes)
    for y in arrivals_s:
        assert out.acc[out.at(y), 0] == pytest.approx(y, abs=1e-6)
    assert out.acc[out.at(2.5), 0] == pytest.approx(0.5, abs=1e-6)


def test_what_is_held_back_comes_out_at_the_end_of_a_link() -> None:
    timeline = Timeline(STAMPLESS)
    parts = Link(size=10, lost_s=(60.0, 61.0)).samples()
    before = [part for part in parts if part.arrival_ns < 61.2e9]
    out = run(timeline, before)
    assert len(out.t_s) == pytest.approx(10 * len(before), abs=15)
    assert timeline.finish() == []


def test_a_link_that_comes_back_goes_on_behind_a_break() -> None:
    timeline = Timeline(STAMPLESS)
    parts = Link(size=10, lost_s=(60.0, 75.0), duration_s=150.0).samples()
    down = next(i for i, part in enumerate(parts) if part.arrival_ns > 70e9)
    pieces = [piece for part in parts[:down] for piece in timeline.push(part)]
    pieces += timeline.finish()
    pieces += [piece for part in parts[down:] for piece in timeline.push(part)]
    out = joined(pieces)
    (hole,) = out.holes
    assert hole.breaks
    assert hole.end_s - hole.start_s == pytest.approx(15.0, abs=0.15)
    assert np.percentile(interval_error_s(out, after_s=90.0), 95) < 1e-3


def every(number: int, step_s: float, late_s: float) -> tuple[list[float], list[float]]:
    return [i * step_s for i in range(number)], [late_s] * number


def test_one_late_notification_alone_decides_nothing() -> None:
    assert lost_before([0.0], [0.1], 0.1, 0.01) is None
    assert lost_before([0.0, 0.1], [0.1, 0.1], 0.1, 0.01) is None


def test_lateness_that_stands_is_loss() -> None:
    assert lost_before(*every(4, 0.1, 0.11), 0.1, 0.01) == pytest.approx([0.1] * 4)
    assert lost_before(*every(4, 0.1, 3.004), 0.1, 0.01) == pytest.approx([3.0] * 4)


def test_a_late_one_before_lost_ones_lost_nothing_itself() -> None:
    y_s = [0.0, 1.0, 1.1, 1.2, 1.3]
    lost = lost_before(y_s, [0.08, 1.0, 1.01, 1.0, 1.02], 0.1, 0.01)
    assert lost == pytest.approx([0.0, 1.0, 1.0, 1.0, 1.0])


def test_a_backlog_that_drains_is_not_loss() -> None:
    y_s = [0.05 * i for i in range(30)]
    assert lost_before(y_s, [2.0 - 0.05 * i for i in range(30)], 0.1, 0.01) is None


def test_a_link_that_loses_all_the_time_is_not_waited_for_forever() -> None:
    y_s = [0.1 * i for i in range(11)]
    late_s = [0.1 + 0.1 * (i // 2) for i in range(11)]
    assert lost_before(y_s, late_s, 0.1, 0.01) is not None


def test_the_hull_lies_under_all_points_and_touches_some() -> None:
    random = np.random.default_rng(4)
    points = [
        (float(x), float(y)) for x, y in zip(np.arange(80) * 0.5, random.exponential(1.0, 80), strict=True)
    ]
    hull = lower_hull(points)
    assert hull[0] == points[0]
    assert hull[-1] == points[-1]
    xs, ys = np.array(hull).T
    below: FloatArray = np.interp([x for x, _ in points], xs, ys)
    assert (np.array([y for _, y in points]) >= below - 1e-12).all()
    assert (np.diff(np.diff(ys) / np.diff(xs)) > 0).all()


def test_the_line_has_the_drift_and_the_least_delay() -> None:
    random = np.random.default_rng(9)
    hull = LowerHull()
    for k in range(600):
        x_s = 0.1 * k
        y_s = x_s * (1 + 80e-6) + 0.005 + random.exponential(0.02)
        hull.push(x_s, y_s)
        assert hull.lateness(x_s, y_s) >= -1e-9
    assert hull.slope == pytest.approx(80e-6, abs=60e-6)
    assert hull.arrival_of(60.0) == pytest.approx(60.0 * (1 + 80e-6) + 0.005, abs=2e-3)
    line = Line(hull.slope, hull.level)
    assert line.time_of(hull.arrival_of(31.0)) == pytest.approx(31.0)
