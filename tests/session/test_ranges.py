"""The range that was asked for is part of the setup, and the scale follows it in every replay."""

import numpy as np
import pytest

from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import ProfileError
from legday.sensors.samples import Samples
from legday.session import Session
from tests.sensors.shelf import PROFILES

MUX = PROFILES["multiplexed"]


def median_force(acc_range: float | None) -> float:
    """Force that a session with this range reads from packets that mean 1 m/s² at the default one."""
    sensor = SensorSetup(profile="multiplexed", acc_range=acc_range)
    session = Session(SessionSetup(sensors=(sensor,)), PROFILES.__getitem__, signals=True)
    encoder = MUX.encoder()
    for number in range(20):
        at_s = number * 0.05
        acc = np.tile([0.0, 0.0, 1.0], (5, 1))
        session.push(encoder.encode(Samples(round(at_s * 1e9), acc, acc, np.array([round(at_s * 1e6)]))))
    points = session.drain_signals()["thigh"]
    return float(np.median([point.force_m_s2 for point in points]))


def test_the_scale_follows_the_range_of_the_setup() -> None:
    assert median_force(None) == pytest.approx(1.0, abs=0.01)
    assert median_force(8) == median_force(None)
    assert median_force(2) == pytest.approx(median_force(8) / 4)


def test_a_range_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ProfileError, match=r"acc_range: ± 3 g is not offered; offered: 2, 8"):
        median_force(3)


def test_a_setup_without_ranges_is_read_as_before() -> None:
    assert SensorSetup.model_validate({"profile": "take"}).acc_range is None
    with pytest.raises(ValueError, match="greater than 0"):
        SensorSetup(profile="take", gyr_range=0)
