"""The tempo of a gait on signals whose tempo is known."""

import numpy as np
import pytest

from legday.exercises._hops import Hops, TempoLimits
from legday.exercises._tempo import Tempo

WALK = TempoLimits(0.35, 1.2, 0.54, 0.4, 2.0)


def tempo_of(x: np.ndarray, rate_hz: float) -> Hops:
    tempo = Tempo(rate_hz, WALK)
    return tempo.find(x, tempo.initial())


def gait(period_s: float, rate_hz: float, step: float, stride: float, seconds: float = 20.0) -> np.ndarray:
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    return 9.81 + step * np.cos(2 * np.pi * t / period_s) + stride * np.cos(np.pi * t / period_s)


@pytest.mark.parametrize("rate_hz", [20.0, 25.0, 50.0, 99.0, 128.0, 200.0])
@pytest.mark.parametrize("period_s", [0.4, 0.55, 0.7, 0.95])
def test_the_period_is_found(period_s: float, rate_hz: float) -> None:
    hops = tempo_of(gait(period_s, rate_hz, 3.0, 1.0), rate_hz)
    assert hops.period_s[-5:] == pytest.approx([period_s] * 5, rel=0.03)
    assert min(hops.step_match[-5:]) > 3.0
    assert min(hops.stride_match[-5:]) > 0.8


def test_a_strong_stride_does_not_hide_the_step() -> None:
    """At the thigh the signal of the stride may be larger than that of the step."""
    hops = tempo_of(gait(0.5, 100.0, 2.0, 3.0), 100.0)
    assert hops.period_s[-5:] == pytest.approx([0.5] * 5, rel=0.05)


def test_noise_has_no_rhythm() -> None:
    hops = tempo_of(9.81 + np.random.default_rng(2).standard_normal(6000), 100.0)
    assert max(hops.step_match[10:]) < 2.3
    assert max(hops.stride_match[10:]) < 0.5


def test_silence_has_no_rhythm_and_no_size() -> None:
    hops = tempo_of(np.full(6000, 9.81), 100.0)
    assert set(hops.step_match) == {0.0}
    assert set(hops.size_m_s2) == {0.0}


def test_a_walk_that_ended_is_forgotten() -> None:
    still = np.full(800, 9.81) + 0.02 * np.random.default_rng(3).standard_normal(800)
    hops = tempo_of(np.concatenate([gait(0.55, 100.0, 3.0, 1.0), still]), 100.0)
    assert max(hops.step_match[-3:]) < 1.5


def test_every_split_gives_the_same_hops() -> None:
    x = gait(0.55, 100.0, 3.0, 1.0) + np.random.default_rng(4).standard_normal(2000)
    whole = tempo_of(x, 100.0)
    for size in (1, 7, 48, 333):
        tempo = Tempo(100.0, WALK)
        signal = tempo.initial()
        parts = [tempo.find(x[start : start + size], signal) for start in range(0, len(x), size)]
        assert [value for part in parts for value in part.period_s] == whole.period_s
        assert [value for part in parts for value in part.step_match] == whole.step_match
        found = [i + size * number for number, part in enumerate(parts) for i in part.i]
        assert found == whole.i
