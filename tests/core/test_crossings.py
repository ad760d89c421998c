"""Known answers of the Schmitt trigger and the zigzag, and that a split of the stream changes nothing."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legday.core.crossings import Crossing, Refractory, Schmitt, Turn, Turns

T_S = np.arange(1000) / 100.0
WAVE = 1.0 - np.cos(2 * np.pi * 0.5 * T_S)  # 0 .. 2, period 2 s, from its minimum


def noisy_wave() -> np.ndarray:
    return np.round(WAVE + np.random.default_rng(3).normal(0, 0.2, len(WAVE)), 2)


def test_schmitt_interpolates_each_crossing() -> None:
    found = Schmitt(on=1.5, off=0.5).update(WAVE, T_S)
    rising_s = math.acos(-0.5) / math.pi
    falling_s = 2 - math.acos(0.5) / math.pi
    assert [crossing.rising for crossing in found] == [True, False] * 5
    assert found[0].t_s == pytest.approx(rising_s, abs=1e-4)
    assert found[1].t_s == pytest.approx(falling_s, abs=1e-4)
    assert all(crossing.t_s <= T_S[crossing.i] < crossing.t_s + 0.01 + 1e-9 for crossing in found)


def test_schmitt_ignores_what_stays_between_its_levels() -> None:
    x = np.array([0.0, 1.0, 0.6, 1.4, 1.6, 0.6, 1.6, 0.4])
    found = Schmitt(on=1.5, off=0.5).update(x, np.arange(8.0))
    assert [(crossing.i, crossing.rising) for crossing in found] == [(4, True), (7, False)]


def test_schmitt_that_starts_high_reports_only_the_fall() -> None:
    trigger = Schmitt(on=1.5, off=0.5)
    assert trigger.update(np.array([2.0, 2.0]), np.array([0.0, 1.0])) == []
    assert trigger.update(np.array([0.0]), np.array([2.0])) == [Crossing(0, 1.75, False)]


def test_schmitt_starts_anew_behind_a_gap() -> None:
    trigger = Schmitt(on=1.5, off=0.5)
    trigger.update(np.zeros(3), np.arange(3.0))
    trigger.restart()
    assert trigger.update(np.full(3, 2.0), np.arange(10.0, 13.0)) == []


def test_turns_finds_each_extreme_of_a_wave_once() -> None:
    found = list(Turns(reversal=0.5).update(WAVE, T_S))
    assert [turn.maximum for turn in found] == [False, True] * 4 + [False, True]
    assert [turn.t_s for turn in found] == pytest.approx(np.arange(10.0), abs=1e-9)
    assert [turn.x for turn in found] == pytest.approx([0.0, 2.0] * 5)
    back_s = math.acos(0.5) / math.pi  # after a turn, the wave has come back by 0.5
    assert [turn.decided_s - turn.t_s for turn in found] == pytest.approx([back_s] * 10, abs=0.01)


def test_turns_takes_the_first_sample_of_a_plateau() -> None:
    x = np.array([0.0, 1.0, 2.0, 2.0, 2.0, 1.0])
    found = list(Turns(reversal=1.0).update(x, np.arange(6.0)))
    assert found == [Turn(1, 1.0, 0.0, 0.0, False), Turn(5, 5.0, 2.0, 2.0, True)]


def test_turns_follows_a_reversal_changed_between_two_turns() -> None:
    x = np.array([0.0, 4.0, 0.0, 1.0, 0.0, 4.0])
    turns, found = Turns(reversal=0.5), []
    for turn in turns.update(x, np.arange(6.0)):
        found.append(turn.x)
        turns.reversal = 2.0
    assert found == [0.0, 4.0, 0.0]


def test_refractory_passes_the_first_and_the_late() -> None:
    refractory = Refractory(0.5)
    assert [refractory.passes(t_s) for t_s in (1.0, 1.4, 1.5, 1.9, 2.5)] == [True, False, True, False, True]


@given(cuts=st.lists(st.integers(0, 1000), max_size=20))
def test_every_split_gives_the_same_crossings_and_turns(cuts: list[int]) -> None:
    x = noisy_wave()
    schmitt, turns = Schmitt(1.5, 0.5), Turns(0.8)
    crossings, extremes, start = [], [], 0
    for part, t_s in zip(np.split(x, sorted(cuts)), np.split(T_S, sorted(cuts)), strict=True):
        crossings += [found._replace(i=found.i + start) for found in schmitt.update(part, t_s)]
        extremes += [found._replace(i=found.i + start) for found in turns.update(part, t_s)]
        start += len(part)
    whole_schmitt, whole_turns = Schmitt(1.5, 0.5), Turns(0.8)
    assert crossings == whole_schmitt.update(x, T_S)
    assert extremes == list(whole_turns.update(x, T_S))
    assert len(crossings) >= 9
    assert len(extremes) >= 9
    assert astuple(schmitt) == astuple(whole_schmitt)
    assert astuple(turns) == astuple(whole_turns)
