"""Knee lifts felt without a gyroscope: the force on the sensor falls to little once a lift.

In the stance the thigh swings through its lowest point, and weight, the foot's impact and the centripetal
force press the sensor towards the foot; at the top the thigh stands still, is on its way down, and the
sensor feels next to nothing, from another side. So the norm has a deep minimum at each top, and the low-
passed vector moves far between stance and top: farther than in walking, where it hardly changes its
direction. At 133 steps a minute a sensor 20 cm below the hip swings like a free pendulum; no angle can be
had from it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np

from legday.core.block import FloatArray, MotionBlock
from legday.core.crossings import Turns
from legday.core.filters import FilterMemory, lowpass
from legday.exercises._lift import Top

NORM_HZ = 4.0
VECTOR_HZ = 2.0
"""Its delay is longer than that of the norm by about the time that a turn of the norm takes to be certain."""
REVERSAL_SHARE = 0.25
OWN_SHARE = 0.55
KEPT = 5


@dataclass(slots=True)
class ReliefSignal:
    """What the search remembers: the highest force since the last lift, the vector there, the own falls."""

    turns: Turns
    norm: FilterMemory = None
    vector: FilterMemory = None
    stance_m_s2: float = -math.inf
    stance: FloatArray | None = None
    falls: tuple[float, ...] = ()


class ReliefFinder:
    """Finds the lifts.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    fall_m_s2 : float
        Least fall of the norm from stance to top.
    swing_m_s2 : float
        Least way of the vector from stance to top.
    """

    def __init__(self, rate_hz: float, fall_m_s2: float, swing_m_s2: float) -> None:
        self._norm = lowpass(NORM_HZ, rate_hz)
        self._vector = lowpass(VECTOR_HZ, rate_hz)
        self._delay_s = math.sqrt(2.0) / (2.0 * math.pi * NORM_HZ) if self._norm.sections else 0.0
        self._fall_m_s2 = fall_m_s2
        self._swing_m_s2 = swing_m_s2

    def initial(self, falls: tuple[float, ...] = ()) -> ReliefSignal:
        """Return the memory before the first sample, with the own falls where they are known."""
        return ReliefSignal(Turns(REVERSAL_SHARE * self._fall_m_s2), falls=falls)

    def find(self, block: MotionBlock, signal: ReliefSignal) -> Iterator[Top]:
        """Yield the lifts that ``block`` decides, their angle unknown."""
        norm, signal.norm = self._norm.apply(block.force, signal.norm)
        vector, signal.vector = self._vector.apply(block.acc, signal.vector)
        for turn in signal.turns.update(norm, block.t_s):
            if turn.maximum:
                if turn.x > signal.stance_m_s2:
                    signal.stance_m_s2, signal.stance = turn.x, vector[turn.i].copy()
                continue
            fall = signal.stance_m_s2 - turn.x
            if signal.stance is None or fall < self._least(signal):
                continue
            swing = float(np.linalg.norm(vector[turn.i] - signal.stance))
            signal.falls = (*signal.falls, fall)[-KEPT:]
            signal.stance_m_s2, signal.stance = -math.inf, None
            if swing >= self._swing_m_s2:
                yield Top(turn.i, turn.decided_s, turn.t_s - self._delay_s, None)

    def _least(self, signal: ReliefSignal) -> float:
        return max(self._fall_m_s2, OWN_SHARE * median(signal.falls)) if signal.falls else self._fall_m_s2
