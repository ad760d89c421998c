"""Each simple counter counts what it is good at, and the field's mistakes are its own."""

import numpy as np
import pytest

from legday.core.block import STANDARD_GRAVITY
from legday.evaluation.baselines import (
    BARE_RULE,
    BASELINES,
    autocorrelation_cadence,
    fall_and_impact,
    free_fall,
    peaks_of_force,
    principal_component,
)
from legday.evaluation.signal import Signal, resample

RATE_HZ = 50.0


def swing(rate_per_s: float, seconds: float, size: float = 3.0) -> Signal:
    """Return a sensor pushed up and down in a sine, from the lowest force on."""
    t_s = np.arange(0, seconds, 1 / RATE_HZ)
    acc = np.zeros((len(t_s), 3))
    acc[:, 2] = STANDARD_GRAVITY - size * np.cos(2 * np.pi * rate_per_s * t_s)
    return Signal(RATE_HZ, acc)


def jumps(flights_s: list[float], impact_g: float = 3.0) -> Signal:
    """Return standing, and for each flight a free fall that ends in an impact of 100 ms."""
    force = [np.full(50, 1.0)]
    for flight_s in flights_s:
        force += [np.full(round(flight_s * RATE_HZ), 0.02), np.full(5, impact_g), np.full(50, 1.0)]
    acc = np.zeros((sum(map(len, force)), 3))
    acc[:, 0] = np.concatenate(force) * STANDARD_GRAVITY
    return Signal(RATE_HZ, acc)


def test_force_peaks_count_slow_repetitions() -> None:
    assert peaks_of_force(swing(0.3, 40), "rep") == 12


def test_force_peaks_count_steps() -> None:
    assert peaks_of_force(swing(2.0, 20), "step") == pytest.approx(40, abs=1)


def test_principal_component_counts_repetitions_on_any_axis() -> None:
    turned = swing(0.5, 40)
    tilt = np.array([[0.6, 0.0, 0.8], [0.0, 1.0, 0.0], [-0.8, 0.0, 0.6]])
    assert principal_component(Signal(RATE_HZ, turned.acc @ tilt.T), "rep") == pytest.approx(20, abs=1)


def test_free_fall_counts_flights_of_a_tenth_of_a_second_on() -> None:
    assert free_fall(jumps([0.4, 0.3, 0.2]), "jump") == 3
    assert free_fall(jumps([0.4, 0.06]), "jump") == 1
    assert free_fall(swing(2.0, 10), "jump") == 0


def test_the_bare_rule_wants_a_fall_and_an_impact() -> None:
    assert fall_and_impact(jumps([0.3, 0.3, 0.3]), "jump") == 3
    assert fall_and_impact(jumps([0.3, 0.3], impact_g=1.3), "jump") == 0


def test_the_bare_rule_is_fooled_by_hard_steps() -> None:
    assert fall_and_impact(swing(1.5, 10, size=9.0), "jump") > 10


@pytest.mark.parametrize("steps_per_s", [1.5, 2.0, 2.6])
def test_autocorrelation_counts_steps(steps_per_s: float) -> None:
    assert autocorrelation_cadence(swing(steps_per_s, 30), "step") == pytest.approx(
        30 * steps_per_s, rel=0.04
    )


def test_autocorrelation_counts_nothing_at_rest() -> None:
    noise = np.random.default_rng(3).normal((0, 0, STANDARD_GRAVITY), 0.05, (1500, 3))
    assert autocorrelation_cadence(Signal(RATE_HZ, noise), "step") < 15


@pytest.mark.parametrize("name", list(BASELINES))
@pytest.mark.parametrize("samples", [1, 2, 7, 40])
def test_a_short_take_is_no_error(name: str, samples: int) -> None:
    still = Signal(10.0, np.tile([0.0, 0.0, STANDARD_GRAVITY], (samples, 1)))
    for kind in sorted(BASELINES[name].counts):
        assert 0 <= BASELINES[name].count(still, kind) <= samples


def test_the_bare_rule_is_among_the_baselines() -> None:
    assert "jump" in BASELINES[BARE_RULE].counts


def test_resampling_keeps_a_slow_motion_and_averages_a_fast_sensor() -> None:
    t_s = np.arange(0, 10, 1 / 400)
    acc = np.column_stack([np.sin(2 * np.pi * t_s), np.zeros_like(t_s), np.full_like(t_s, 9.8)])
    signal = resample(t_s, acc)
    assert signal.rate_hz == pytest.approx(100)
    at_s = np.arange(len(signal.acc)) / signal.rate_hz
    inner = slice(10, -10)
    assert np.abs(signal.acc[inner, 0] - np.sin(2 * np.pi * at_s)[inner]).max() < 0.03


def test_resampling_bridges_uneven_times() -> None:
    t_s = np.array([0.0, 0.02, 0.04, 0.07, 0.08, 0.10])
    signal = resample(t_s, np.column_stack([t_s, t_s, t_s]))
    assert signal.rate_hz == pytest.approx(50)
    assert signal.acc[:, 0] == pytest.approx([0.0, 0.02, 0.04, 0.06, 0.08, 0.10])
