"""Known answers of the causal filters, and that a split of the stream changes nothing."""

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import lfilter

from legday.core import filters
from legday.core.filters import PASS, Filter, highpass, lowpass, lowpass_delay_s, smoother
from tests.core.loaded_anew import loaded_anew

RATE_HZ = 100.0
FILTERS = {
    "lowpass": lowpass(3.0, RATE_HZ),
    "lowpass, first order": lowpass(0.7, RATE_HZ, order=1),
    "lowpass, fourth order": lowpass(8.0, RATE_HZ, order=4),
    "highpass": highpass(0.5, RATE_HZ),
    "smoother": smoother(2.0, RATE_HZ),
    "pass": PASS,
}


def gain(tested: Filter, frequency_hz: float) -> float:
    t = np.arange(4000) / RATE_HZ
    y, _ = tested.apply(np.sin(2 * np.pi * frequency_hz * t), None)
    return float(np.ptp(y[2000:]) / 2)


@pytest.mark.parametrize(
    ("tested", "frequency_hz", "expected"),
    [
        (lowpass(3.0, RATE_HZ), 3.0, 2**-0.5),
        (lowpass(3.0, RATE_HZ), 0.3, 1.0),
        (lowpass(3.0, RATE_HZ), 30.0, 0.005),
        (highpass(3.0, RATE_HZ), 3.0, 2**-0.5),
        (highpass(3.0, RATE_HZ), 0.3, 0.01),
    ],
)
def test_gain_at_a_frequency(tested: Filter, frequency_hz: float, expected: float) -> None:
    assert gain(tested, frequency_hz) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    "tested", [lowpass(1.0, RATE_HZ), lowpass(1.0, RATE_HZ, order=4), smoother(1.0, RATE_HZ)]
)
def test_starts_settled_at_the_first_sample(tested: Filter) -> None:
    constant = np.tile([1.0, -2.0, 9.81], (50, 1))
    y, _ = tested.apply(constant, None)
    np.testing.assert_allclose(y, constant, rtol=1e-9)


def test_a_constant_does_not_pass_a_highpass() -> None:
    y, _ = highpass(1.0, RATE_HZ).apply(np.full(50, 9.81), None)
    np.testing.assert_allclose(y, 0.0, atol=1e-9)


def test_smoother_reaches_a_step_with_its_time_constant() -> None:
    tested = smoother(2.0, RATE_HZ)
    _, memory = tested.apply(np.zeros(1), None)
    y, _ = tested.apply(np.ones(200), memory)
    assert y[-1] == pytest.approx(1 - np.exp(-1), abs=1e-9)


def test_a_rate_too_low_for_the_cutoff_lets_everything_pass() -> None:
    x = np.random.default_rng(1).normal(size=20)
    y, memory = lowpass(12.0, rate_hz=25.0).apply(x, None)
    np.testing.assert_array_equal(y, x)
    assert memory is None


@pytest.mark.parametrize(
    ("cutoff_hz", "rate_hz"), [(6.0, 100.0), (6.0, 50.0), (1.5, 25.0), (1.5, 4.2), (0.23, 10.0)]
)
def test_a_ramp_comes_out_as_much_later_as_is_said(cutoff_hz: float, rate_hz: float) -> None:
    t_s = np.arange(round(60.0 * rate_hz)) / rate_hz
    late, _ = lowpass(cutoff_hz, rate_hz).apply(t_s, None)
    assert t_s[-1] - late[-1] == pytest.approx(lowpass_delay_s(cutoff_hz, rate_hz), abs=1e-9)


def test_what_passes_is_not_late() -> None:
    assert lowpass_delay_s(12.0, rate_hz=25.0) == 0.0


@given(
    cuts=st.lists(st.integers(0, 300), max_size=12),
    name=st.sampled_from(sorted(FILTERS)),
    width=st.sampled_from([0, 1, 3]),
)
def test_every_split_gives_the_same_bytes(cuts: list[int], name: str, width: int) -> None:
    tested = FILTERS[name]
    x = np.random.default_rng(7).normal(9.81, 3.0, size=(300, width) if width else 300)
    whole, whole_memory = tested.apply(x, None)
    memory, parts = None, []
    for part in np.split(x, sorted(cuts)):
        y, memory = tested.apply(part, memory)
        parts.append(y)
    assert np.concatenate(parts).tobytes() == whole.tobytes()
    assert (memory is None) == (whole_memory is None)
    if memory is not None and whole_memory is not None:
        assert memory.tobytes() == whole_memory.tobytes()


def test_neither_input_nor_memory_is_changed() -> None:
    x = np.random.default_rng(2).normal(size=(30, 3))
    _, memory = FILTERS["lowpass, fourth order"].apply(x, None)
    assert memory is not None
    kept_x, kept_memory = x.copy(), memory.copy()
    FILTERS["lowpass, fourth order"].apply(x, memory)
    np.testing.assert_array_equal(x, kept_x)
    np.testing.assert_array_equal(memory, kept_memory)


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_filters_as_lfilter_does(name: str) -> None:
    tested, x = FILTERS[name], np.random.default_rng(0).normal(size=(50, 3))
    y, memory = tested.apply(x, None)
    wanted, after = x, np.empty((*tested.steady.shape, 3))
    for i, (b, a) in enumerate(tested.sections):
        start = np.multiply.outer(tested.steady, x[0])[i]
        wanted, after[i] = lfilter(b, a, wanted, axis=0, zi=start)
    assert y.tobytes() == wanted.tobytes()
    assert memory is None or memory.tobytes() == after.tobytes()


def test_a_scipy_that_keeps_its_filter_elsewhere_is_asked_by_lfilter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(scipy.signal, "_sigtools")
    again = loaded_anew(filters, monkeypatch)
    assert again.linear_filter is lfilter
