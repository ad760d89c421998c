"""Leaps: no height, a place in the series, and a load that adds up."""

import pytest
from tests.exercises.flying_thigh import Jumper
from tests.exercises.jumping import events_of, jumps_of

from legday.core.events import Jump


def leaping(*series: int, swing_deg: float = 30.0) -> Jumper:
    """Return series of leaps out of a crouch, five seconds between two series."""
    jumper = Jumper(below_m=0.12).stand(2.0)
    for leaps in series:
        for _ in range(leaps):
            jumper.jump(0.42, swing_deg).stand(0.7)
        jumper.stand(5.0)
    return jumper


def test_there_is_never_a_height() -> None:
    found = jumps_of("leapfrog", leaping(6))
    assert len(found) == 6
    assert all(jump.height_m is None and jump.rsi_m_s is None for jump in found)
    assert [jump.flight_s for jump in found] == pytest.approx([0.42] * 6, abs=0.05)


def test_series_are_numbered_by_themselves() -> None:
    found = jumps_of("leapfrog", leaping(5, 3))
    assert [jump.series_n for jump in found] == [1, 2, 3, 4, 5, 1, 2, 3]
    assert [jump.n for jump in found] == list(range(1, 9))


def test_the_landing_load_adds_up_and_warns_at_its_limit() -> None:
    free = jumps_of("leapfrog", leaping(5))
    peaks = [jump.landing_peak_m_s2 for jump in free]
    assert [jump.load_m_s2 for jump in free] == pytest.approx([sum(peaks[: k + 1]) for k in range(5)])
    assert not any(jump.load_warning for jump in free)
    limit = sum(peaks[:3]) - 0.5 * peaks[2]
    events = events_of("leapfrog", leaping(5).block(), load_warning_m_s2=limit)
    assert [e.load_warning for e in events if isinstance(e, Jump)] == [False, False, True, True, True]


@pytest.mark.parametrize("swing_deg", [15.0, 45.0, 60.0])
def test_drawn_up_knees_are_seen_with_a_gyroscope(swing_deg: float) -> None:
    jumper = leaping(6, swing_deg=swing_deg)
    found = jumps_of("leapfrog", jumper)
    assert [jump.landing_s for jump in found] == pytest.approx(jumper.landing_s, abs=0.03)
