"""Low flights in a row: hops go on, the strides of a sensor that feels both feet nearly alike do not."""

from dataclasses import replace

import numpy as np
import pytest

from legday.core.block import FloatArray
from legday.exercises._flight import Flight
from legday.exercises._jump_params import JumpParams, rhythm
from legday.exercises._train import TrainJudge, TrainState
from legday.exercises._train_rules import alternation, bar_s
from legday.exercises._waveform import likeness

PERIOD_S = 0.38
LOW_S = 0.125


def shape(angle: float) -> FloatArray:
    """Return a waveform whose likeness with another is the cosine of the difference of the angles."""
    wave = np.zeros(39)
    wave[:2] = np.cos(angle), np.sin(angle)
    return wave


def flights(
    shapes: list[FloatArray], lost_s: float = LOW_S, length_s: float = LOW_S, period_s: float = PERIOD_S
) -> list[Flight]:
    """Return flights of these waveforms, one each period."""
    return [
        Flight(
            flank_i=0,
            landing_i=0,
            decided_i=0,
            takeoff_s=n * period_s - length_s,
            landing_s=n * period_s,
            deficit_s=lost_s,
            pushoff_s=lost_s,
            period_s=period_s if n else np.inf,
            similarity=likeness(each, shapes[n - 1]) if n else np.nan,
            holed=False,
            hides=False,
            shape=each,
        )
        for n, each in enumerate(shapes)
    ]


def counted(row: list[Flight]) -> int:
    judge, state = TrainJudge(rhythm(JumpParams())), TrainState()
    return sum(len(judge.take(state, flight)) for flight in row)


def test_one_high_hop_does_not_set_the_bar_for_the_low_ones_behind_it() -> None:
    limits, low = rhythm(JumpParams()), flights([shape(0.0)] * 4)
    assert bar_s(limits, [*flights([shape(0.0)], lost_s=0.6), *low]) == bar_s(limits, low)


@pytest.mark.parametrize("pause_s", [0.9, 1.2, 3.0])
@pytest.mark.parametrize(("apart", "jumps"), [(0.0, 3), (0.6, 1)])
def test_low_hops_before_a_pause_are_jumps_if_the_clear_one_behind_it_is_like_them(
    pause_s: float, apart: float, jumps: int
) -> None:
    low, after_s = flights([shape(0.0)] * 2), PERIOD_S + pause_s
    clear = flights([shape(apart)], lost_s=0.25, length_s=0.25)[0]
    clear = replace(clear, takeoff_s=after_s - 0.25, landing_s=after_s, period_s=pause_s)
    assert counted([*low, clear]) == jumps


def test_who_barely_reaches_every_bar_of_a_train_has_not_begun_one() -> None:
    """A jogger may for some steps; the hops of people exceed them by half, multiplied, and more."""
    apart = float(np.arccos(0.92))
    shapes = [shape(apart * (n % 2)) for n in range(9)]
    assert counted(flights(shapes, lost_s=0.098, length_s=0.098, period_s=0.35)) == 0
    assert counted(flights(shapes, lost_s=0.13, length_s=0.13, period_s=0.4)) > 0


APART = np.arccos(0.8)
"""The same likeness with the flight before in both of the rows below."""


def hops() -> list[FloatArray]:
    """Each as unlike the one before as the last one was: a movement that drifts, on both legs."""
    return [shape(0.0)] * 6 + [shape(APART * n) for n in range(1, 13)]


def strides() -> list[FloatArray]:
    """Left, right, left, right."""
    return [shape(0.0)] * 6 + [shape(APART * (n % 2)) for n in range(1, 13)]


def test_hops_go_on_where_strides_end_the_train() -> None:
    assert counted(flights(hops())) == 18
    assert counted(flights(strides())) < 12


@pytest.mark.parametrize("lost_s", [0.15, 0.20])
def test_two_soft_steps_that_lose_as_much_as_a_jump_are_none(lost_s: float) -> None:
    """A whole stride without a hard step is one long lull, and each stride is like the one before."""
    alike = [shape(0.0)] * 12
    assert counted(flights(alike, lost_s, 0.65, 0.88)) == 0
    assert counted(flights(alike, lost_s, 0.60, 0.74)) == 0
    assert counted(flights(alike, lost_s, 0.30, 0.50)) == 12


def test_alternation_is_the_lead_of_the_flight_before_the_last() -> None:
    assert alternation(flights(strides()[8:13])) == pytest.approx(0.2)
    assert alternation(flights([shape(0.0)] * 5)) == pytest.approx(0.0)
    assert alternation(flights(hops()[8:13])) < 0.0
    assert alternation(flights([shape(0.0)])) == 0.0


def test_a_rebound_is_no_jump_by_itself_and_a_low_jump_behind_a_rest_is() -> None:
    """Told of as alone: nobody moved before its crouch, for a landing was in between."""
    judge = TrainJudge(rhythm(JumpParams()))
    for rest_s, jumps in ((0.15, 0), (1.0, 1)):
        state = TrainState()
        (high,) = flights([shape(0.0)], lost_s=0.4)
        assert judge.take(state, high) == [high]
        low = replace(high, takeoff_s=rest_s, landing_s=rest_s + LOW_S, deficit_s=LOW_S, shape=shape(1.5))
        low = replace(low, period_s=rest_s + LOW_S, similarity=0.0)
        assert judge.take(state, low) == []
        assert len(judge.settle(state, replace(low, alone=True))) == jumps


@pytest.mark.parametrize("hides", [False, True])
def test_only_a_hole_halfway_hides_a_jump_of_a_train(hides: bool) -> None:
    row = flights([shape(0.0)] * 8, lost_s=0.3)
    behind = replace(
        row[-1], landing_s=row[-1].landing_s + 2 * PERIOD_S, takeoff_s=row[-1].takeoff_s + 2 * PERIOD_S
    )
    assert counted([*row, replace(behind, period_s=2 * PERIOD_S, holed=True, hides=hides)]) == 9 + hides


@pytest.mark.parametrize(("high", "told"), [(4, True), (20, False)])
def test_a_flight_below_the_bar_waits_for_a_lower_one_but_not_for_ever(high: int, told: bool) -> None:
    """Twenty high hops of 0.38 s later nobody is told of a low one that was at their beginning."""
    lost_s = [0.35, 0.35, 0.35, 0.11, *([0.35] * high), *([0.16] * 20)]
    row = [
        replace(each, deficit_s=lost, pushoff_s=lost, takeoff_s=each.landing_s - lost)
        for each, lost in zip(flights([shape(0.0)] * len(lost_s)), lost_s, strict=True)
    ]
    judge, state = TrainJudge(rhythm(JumpParams())), TrainState()
    landings_s = [jump.landing_s for flight in row for jump in judge.take(state, flight)]
    assert (row[3].landing_s in landings_s) == told
    assert len(landings_s) == len(row) - (not told)
