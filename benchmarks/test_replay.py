"""Replay: an hour of decoded samples to events, one exercise, beside what others do with the same hour.

All in one run and one group, so that the ratios hold on a noisy machine:

    python -m pytest benchmarks/test_replay.py
"""

from typing import Any

import numpy as np
import pytest
import vqf
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.signal import butter, find_peaks, sosfilt

from benchmarks.conftest import RATE_HZ, Hour
from legday.cli.seldom import collected_seldom
from legday.core.detector import Setting
from legday.exercises import exercises
from legday.motion.frontend import Frontend
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline

CHUNK = 6000
"""Samples of a recorded minute, the batch that replay takes."""

SETTING = Setting(RATE_HZ, "thigh", gyroscope=True)


def replay(hour: Hour, name: str) -> int:
    """Timeline, front end and detector, as the pipeline wires them; returns the number of events."""
    timeline = Timeline(Clock("each", rate_hz=RATE_HZ))
    frontend, detector = Frontend(SETTING), exercises()[name].build(SETTING)
    events = 0
    for first in range(0, len(hour.t_s), CHUNK):
        rows = slice(first, first + CHUNK)
        samples = Samples(0, hour.acc[rows], hour.gyr[rows], hour.t_s[rows])
        for piece in timeline.push(samples):
            events += len(detector.update(frontend.update(piece)))  # type: ignore[arg-type]
    return events


@pytest.mark.benchmark(group="one hour, 100 Hz, six axes")
@pytest.mark.parametrize("name", sorted(exercises()))
def test_legday(benchmark: BenchmarkFixture, hour: Hour, name: str) -> None:
    with collected_seldom():  # as the command does
        assert benchmark.pedantic(replay, (hour, name), rounds=3, warmup_rounds=1) > 0


@pytest.mark.benchmark(group="one hour, 100 Hz, six axes")
def test_scipy_filter_and_peaks(benchmark: BenchmarkFixture, hour: Hour) -> None:
    sections = butter(4, (0.3, 20.0), "bandpass", fs=RATE_HZ, output="sos")
    channels = np.ascontiguousarray(np.hstack([hour.acc, hour.gyr]).T)

    def run() -> int:
        filtered = sosfilt(sections, channels, axis=-1)
        return sum(len(find_peaks(channel, prominence=0.5)[0]) for channel in filtered)

    assert benchmark.pedantic(run, rounds=3, warmup_rounds=1) > 0


@pytest.mark.benchmark(group="one hour, 100 Hz, six axes")
def test_basic_vqf_batch(benchmark: BenchmarkFixture, hour: Hour) -> None:
    """Without its search for what the gyroscope reads at rest: what the front end takes of it."""

    def run() -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
        return vqf.BasicVQF(1.0 / RATE_HZ).updateBatch(hour.gyr, hour.acc)

    assert benchmark.pedantic(run, rounds=3, warmup_rounds=1)


@pytest.mark.benchmark(group="one hour, 100 Hz, six axes")
def test_vqf_batch(benchmark: BenchmarkFixture, hour: Hour) -> None:
    def run() -> Any:
        return vqf.VQF(1.0 / RATE_HZ).updateBatch(hour.gyr, hour.acc)

    assert len(benchmark.pedantic(run, rounds=3, warmup_rounds=1)["quat6D"]) == len(hour.t_s)


@pytest.mark.benchmark(group="one hour, 100 Hz, six axes")
def test_skdh_sit2stand(benchmark: BenchmarkFixture, hour: Hour) -> None:
    sit2stand = pytest.importorskip("skdh.sit2stand")
    acc_g = hour.acc / 9.80665

    def run() -> Any:
        return sit2stand.Sit2Stand().predict(time=hour.t_s + 1.7e9, accel=acc_g, fs=RATE_HZ)

    assert benchmark.pedantic(run, rounds=1) is not None


@pytest.mark.benchmark(group="one hour, 100 Hz, six axes")
def test_skdh_gait(benchmark: BenchmarkFixture, hour: Hour) -> None:
    gait = pytest.importorskip("skdh.gait")
    acc_g = hour.acc / 9.80665

    def run() -> Any:
        return gait.GaitLumbar().predict(time=hour.t_s + 1.7e9, accel=acc_g, fs=RATE_HZ)

    assert benchmark.pedantic(run, rounds=1) is not None
