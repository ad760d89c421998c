"""Steps told from the swings of a leg, on a pendulum whose turning points are known."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from legday.core.block import FloatArray, MotionBlock
from legday.exercises._hump_choice import StepSeen
from legday.exercises._swing_steps import SwingFinder, SwingSignal

RATE_HZ = 100.0
PERIOD_S = 0.3
FIRST_S, LAST_S = 2.0, 5.0
AMPLITUDE_RAD = np.radians(35.0)
TURNED_S = np.arange(FIRST_S + 0.5 * PERIOD_S, LAST_S, PERIOD_S)
"""The leg swings from ``FIRST_S`` on, turns about once a step, and rests where the last swing ends."""


def swinging(axis: FloatArray, amplitude_rad: float = AMPLITUDE_RAD) -> tuple[SwingFinder, SwingSignal]:
    t_s = np.arange(0.0, LAST_S + 1.0, 1.0 / RATE_HZ)
    going = (t_s >= FIRST_S) & (t_s < TURNED_S[-1])
    speed = amplitude_rad * np.pi / PERIOD_S * np.cos(np.pi / PERIOD_S * (t_s - FIRST_S)) * going
    still, up = np.zeros(len(t_s)), np.tile([0.0, 0.0, 1.0], (len(t_s), 1))
    flags = np.zeros(len(t_s), dtype=np.uint8)
    gyr = np.outer(speed, axis)
    block = MotionBlock(0, t_s, 9.8 * up, gyr, up, still, still, still + 9.8, up[0], up[0], flags)
    finder, signal = SwingFinder(RATE_HZ), SwingSignal()
    finder.take(block, signal)
    return finder, signal


def felt(times_s: FloatArray) -> list[StepSeen]:
    return [StepSeen(float(t_s), 20.0, "good") for t_s in times_s]


AXES = [
    np.array([0.0, 1.0, 0.0]),
    np.array([0.0, -1.0, 0.0]),
    Rotation.random(random_state=1).apply([1, 0, 0]),
]


@pytest.mark.parametrize("axis", AXES, ids=["one side", "the other", "any"])
def test_steps_that_were_not_felt_are_told_at_both_ends(axis: FloatArray) -> None:
    finder, signal = swinging(axis)
    contact_s = TURNED_S + 0.2 * PERIOD_S
    known = felt(contact_s[3:7])
    begun = finder.begin(known, PERIOD_S, LAST_S + 1.0, signal)
    assert begun[3:] == known
    assert [step.t_s for step in begun[:3]] == pytest.approx(contact_s[:3].tolist(), abs=0.2 * PERIOD_S)
    ended = finder.end(contact_s[3:7].tolist(), PERIOD_S, LAST_S + 1.0, signal)
    assert [step.t_s for step in ended] == pytest.approx(contact_s[7:].tolist(), abs=0.2 * PERIOD_S)
    assert {step.quality for step in [*begun[:3], *ended]} == {"assumed"}


def test_the_push_off_is_no_step() -> None:
    finder, signal = swinging(AXES[0])
    contact_s = TURNED_S + 0.2 * PERIOD_S
    known = felt(np.concatenate(([contact_s[0] - PERIOD_S], contact_s[:6])))
    assert finder.begin(known, PERIOD_S, LAST_S + 1.0, signal) == known[1:]


def test_nothing_is_told_before_the_steps_of_another_chain() -> None:
    finder, signal = swinging(AXES[0])
    signal.done_s = float(TURNED_S[2])
    known = felt(TURNED_S[3:7] + 0.2 * PERIOD_S)
    assert finder.begin(known, PERIOD_S, LAST_S + 1.0, signal) == known


def test_coming_up_from_a_crouch_is_no_step() -> None:
    """A second down and half a second up, as wide and fast as a slow step; then the leg swings."""
    t_s = np.arange(0.0, LAST_S + 1.0, 1.0 / RATE_HZ)
    bends = [(0.4, 1.0, AMPLITUDE_RAD), (1.4, 0.6, -AMPLITUDE_RAD)]
    speed = sum(
        way_rad
        / length_s
        * (1.0 - np.cos(2.0 * np.pi * (t_s - start_s) / length_s))
        * ((t_s >= start_s) & (t_s < start_s + length_s))
        for start_s, length_s, way_rad in bends
    )
    finder, signal = swinging(AXES[0])
    signal.rate_rad_s[:, 1] += np.interp(signal.t_s, t_s, speed)
    known = felt(TURNED_S[:6] + 0.2 * PERIOD_S)
    assert finder.begin(known, PERIOD_S, LAST_S + 1.0, signal) == known


def test_a_leg_that_hardly_swings_tells_nothing() -> None:
    finder, signal = swinging(AXES[0], np.radians(3.0))
    known = felt(TURNED_S[3:7])
    assert finder.begin(known, PERIOD_S, LAST_S + 1.0, signal) == known
    assert finder.end(TURNED_S[3:7].tolist(), PERIOD_S, LAST_S + 1.0, signal) == []
