"""Material that the benchmarks share: an hour of simulated motion."""

from dataclasses import dataclass

import numpy as np
import pytest

from legday.core.block import FloatArray
from legday.simulate.athlete import Athlete
from legday.simulate.programme import PERFORMANCES
from legday.simulate.sensor import Strapped, sense

RATE_HZ = 100.0
HOUR_S = 3600.0


@dataclass(frozen=True)
class Hour:
    """An hour of 100 Hz six-axis samples, synthetic: a workout of everything, over and over."""

    t_s: FloatArray
    acc: FloatArray
    gyr: FloatArray


@pytest.fixture(scope="session")
def hour() -> Hour:
    athlete = Athlete(seed=1)
    for name in sorted(PERFORMANCES):
        athlete.stay(10.0)
        PERFORMANCES[name](athlete)
    block = sense(athlete.kinematics(), Strapped(RATE_HZ))
    assert block.gyr is not None
    count = int(HOUR_S * RATE_HZ)
    times = -(-count // len(block))
    acc, gyr = np.tile(block.acc, (times, 1))[:count], np.tile(block.gyr, (times, 1))[:count]
    return Hour(np.arange(count) / RATE_HZ, acc, gyr)
