"""Live: what a notification of ten samples costs, through everything from bytes to events.

A core-second holds ``rate / samples`` notifications of every sensor, so at 100 Hz in notifications of ten
samples it holds 0.1 s / (mean time of one push) sensors. Each fifth notification completes half a second, and
the mounting is judged, which takes as long again:

    python -m pytest benchmarks/test_live.py
"""

from itertools import cycle

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.signal import butter, sosfilt

from benchmarks.conftest import RATE_HZ, Hour
from legday.core.setup import SensorSetup
from legday.exercises import exercises
from legday.pipeline import Pipeline
from legday.sensors.registry import profile
from legday.simulate.programme import performed
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

SAMPLES = 10
WARM_UP, ROUNDS = 30, 140


@pytest.mark.benchmark(group="one notification of ten samples")
@pytest.mark.parametrize("name", sorted(exercises()))
def test_push(benchmark: BenchmarkFixture, name: str) -> None:
    block = sense(performed(name).kinematics(), Strapped(RATE_HZ))
    take = profile("take")
    packets = iter(transmit(block, take, Radio(samples=SAMPLES)))
    pipeline = Pipeline(SensorSetup(profile="take", rate_hz=RATE_HZ), take)
    pipeline.choose(name)
    for _ in range(WARM_UP):
        pipeline.push(next(packets))
    decided = benchmark.pedantic(lambda: pipeline.push(next(packets)), rounds=ROUNDS, iterations=1)
    assert decided is not None
    per_s = SAMPLES / RATE_HZ / benchmark.stats.stats.mean
    benchmark.extra_info["sensors in a core-second"] = round(per_s)


@pytest.mark.benchmark(group="one filter over ten samples of several sensors")
@pytest.mark.parametrize("sensors", [1, 10, 100, 1000])
def test_filtering_several_sensors_in_one_call(benchmark: BenchmarkFixture, hour: Hour, sensors: int) -> None:
    """What batching would give: the cost of the filter alone, for so many sensors at once."""
    sections = butter(2, 8.0, fs=RATE_HZ, output="sos")
    state = np.zeros((len(sections), 3 * sensors, 2))
    blocks = cycle([np.tile(hour.acc[first : first + SAMPLES].T, (sensors, 1)) for first in (0, 10, 20)])
    benchmark(lambda: sosfilt(sections, next(blocks), axis=-1, zi=state))
    benchmark.extra_info["us a sensor"] = round(benchmark.stats.stats.median / sensors * 1e6, 2)
