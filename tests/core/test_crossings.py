"""Known answers of the zigzag, and that a split of the stream changes nothing."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legday.core.crossings import Turn, Turns

T_S = np.arange(1000) / 100.0
WAVE = 1.0 - np.cos(2 * np.pi * 0.5 * T_S)  # 0 .. 2, period 2 s, from its minimum


def noisy_wave() -> np.ndarray:
    return np.round(WAVE + np.random.default_rng(3).normal(0, 0.2, len(WAVE)), 2)


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


@given(cuts=st.lists(st.integers(0, 1000), max_size=20))
def test_every_split_gives_the_same_turns(cuts: list[int]) -> None:
    x = noisy_wave()
    turns = Turns(0.8)
    extremes, start = [], 0
    for part, t_s in zip(np.split(x, sorted(cuts)), np.split(T_S, sorted(cuts)), strict=True):
        extremes += [found._replace(i=found.i + start) for found in turns.update(part, t_s)]
        start += len(part)
    whole = Turns(0.8)
    assert extremes == list(whole.update(x, T_S))
    assert len(extremes) >= 9
    assert astuple(turns) == astuple(whole)
