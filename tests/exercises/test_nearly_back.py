"""Where the count lags, a quicker signal tells first: what the zigzag finds, and what lags. Synthetic."""

import numpy as np
import pytest

from legday.core.filters import lowpass
from legday.exercises._cycle_signal import CycleSignal
from legday.exercises._leg import Limits, Rows
from legday.exercises._own_range import OwnRange
from legday.exercises._zigzag import Zigzag

ROWS_HZ = 10.0
LIMITS = Limits(0.3, 0.25, 0.6, 0.48, 0.48, 0.3, 0.9, settle_s=1.5, home_s=1e9, posture=10.0)
OUT_AND_BACK = np.interp(np.arange(60), [10, 20, 40, 50], [0.0, 1.0, 1.0, 0.0])


def followed(quick: np.ndarray, nearly: bool = True) -> list[tuple[str, float]]:
    """Return what is found, and when, in a signal whose low-passed one is counted."""
    vectors = np.outer(quick, (1.0, 0.0, 0.0))
    counted, _ = lowpass(0.23, ROWS_HZ).apply(vectors, None)
    rows = Rows.of(0, (np.arange(len(quick)) / ROWS_HZ).tolist(), counted, vectors)
    zigzag, own, found, first = Zigzag(), OwnRange(), list[tuple[str, float]](), 0
    zigzag.start(0, rows.points[0], rows.times[0])
    while (event := zigzag.search(rows, first, len(quick), LIMITS, own, nearly=nearly)) is not None:
        found.append((event.kind, rows.times[event.i]))
        first = event.i + 1
    return found


def test_a_repetition_is_foreseen_half_way_back_and_certain_later() -> None:
    found = followed(np.tile(OUT_AND_BACK, 3))
    assert [kind for kind, _ in found] == ["nearly", "back"] * 3
    for n, (_, t_s) in enumerate(found[::2]):
        assert 4.5 <= t_s - 6.0 * n <= 5.0
    assert (
        min(certain - foreseen for (_, foreseen), (_, certain) in zip(found[::2], found[1::2], strict=True))
        > 0.2
    )


def test_who_does_not_ask_hears_of_what_is_certain_and_of_the_same() -> None:
    quick = np.tile(OUT_AND_BACK, 3)
    assert followed(quick, nearly=False) == [each for each in followed(quick) if each[0] == "back"]


def test_a_way_back_that_breaks_off_is_dropped_once_the_leg_rests_out_there() -> None:
    dip = np.interp(np.arange(330), [10, 20, 60, 64, 68], [0.0, 1.0, 1.0, 0.2, 1.0])
    found = [each for each in followed(dip) if each[0] != "held"]
    assert [kind for kind, _ in found] == ["nearly", "dropped"]
    assert found[1][1] > 20.0  # nobody holds the far end of a repetition longer


def test_a_small_way_out_beside_the_usual_ones_is_not_foreseen() -> None:
    small = np.concatenate([np.tile(OUT_AND_BACK, 3), 0.5 * OUT_AND_BACK])
    own = OwnRange([1.0], 1.0)
    kinds = [kind for kind, _ in followed(small)]
    assert kinds.count("nearly") == 4  # nothing is known of the person's own range here
    rows = Rows.of(0, [0.0], np.array([[0.55, 0.0, 0.0]]), np.array([[0.1, 0.0, 0.0]]))
    out = Zigzag(near=(0.0, 0.0, 0.0), far=(0.59, 0.0, 0.0), reach=0.59)
    assert out.comes_back(rows, 0, LIMITS, OwnRange())
    assert not out.comes_back(rows, 0, LIMITS, own)


@pytest.mark.parametrize(
    ("cutoff_hz", "rate_hz", "lags", "delay_s"),
    [
        (0.23, 10.0, True, 0.139),  # burpees on the arm
        (0.45, 100.0, True, 0.15),  # squats on the wrist
        (0.45, 4.2, True, 0.0),  # and on the belly: a low-pass would only be late there
        (0.6, 100.0, False, 0.15),  # leg raises
        (1.5, 100.0, False, 0.15),  # squats on the thigh
    ],
)
def test_what_lags_by_more_than_is_noticed_is_foreseen(
    cutoff_hz: float, rate_hz: float, lags: bool, delay_s: float
) -> None:
    signal = CycleSignal(rate_hz, cutoff_hz, rotation=False, slip_g=9.0)
    assert signal.lags == lags
    assert signal.delay_s == pytest.approx(delay_s, abs=5e-4)
