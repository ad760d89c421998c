"""Knee lifts felt without a gyroscope: nothing presses along the thigh while it is level.

In the stance the thigh hangs, and weight, the foot's impact and the centripetal force press the sensor along
it. At the top it is level or nearly so: weight and the other foot's landing press across it, and along it the
sensor feels next to nothing, once a lift. In running the thigh hangs while either foot is down, so that the
force along it dips in both flights of a stride: smaller, or twice as often. Which way the thigh lies in the
sensor is told by the force of the last seconds, strong force counting more.

The angle of a lift cannot be had so: at 133 steps a minute a sensor 20 cm below the hip swings like a free
pendulum.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from legday.core.block import FloatArray, MotionBlock
from legday.core.crossings import Turns
from legday.core.einsum import einsum
from legday.core.filters import FilterMemory, lowpass, lowpass_delay_s, smoother
from legday.exercises._lift import Top

ALONG_HZ = 1.8
"""Between the lifts of brisk high knees, one every 0.6 to 0.9 s, and the steps of running, twice as many."""
DIRECTION_S = 3.0
REVERSAL_M_S2 = 2.5
"""A dip at least: it shows that the other foot's flight is felt, too."""
HOLD = 0.7
"""Behind a lift that was counted the next one needs this share of the fall."""
HELD_S = 1.0
LEAST_M_S2 = 1e-6


@dataclass(slots=True)
class ReliefSignal:
    """What the search remembers: the last force along a standing thigh, and the last dip that was no lift.

    ``counted_s`` is the last lift that was counted, which whoever counts sets.
    """

    turns: Turns
    strong: FilterMemory = None
    along: FilterMemory = None
    stance_m_s2: float = -math.inf
    dip_s: float = -math.inf
    counted_s: float = -math.inf


class ReliefFinder:
    """Finds the lifts.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    fall_m_s2 : float
        Least fall of the force along the thigh, from stance to top.
    top : float
        Most force along the thigh at the top, as a share of that in the stance.
    """

    def __init__(self, rate_hz: float, fall_m_s2: float, top: float) -> None:
        self._direction = smoother(DIRECTION_S, rate_hz)
        self._along = lowpass(ALONG_HZ, rate_hz)
        self._delay_s = lowpass_delay_s(ALONG_HZ, rate_hz)
        self._fall_m_s2 = fall_m_s2
        self._top = top

    def initial(self) -> ReliefSignal:
        """Return the memory before the first sample."""
        return ReliefSignal(Turns(REVERSAL_M_S2))

    def find(self, block: MotionBlock, signal: ReliefSignal) -> Iterator[Top]:
        """Yield the lifts that ``block`` decides, their angle unknown."""
        along = self._force_along(block, signal)
        for turn in signal.turns.update(along, block.t_s):
            t_s = turn.t_s - self._delay_s
            share = HOLD if t_s - signal.counted_s <= HELD_S else 1.0
            if turn.maximum:
                signal.stance_m_s2 = turn.x
            elif self._is_level(turn.x, signal.stance_m_s2, share):
                yield Top(turn.i, turn.decided_s, t_s, None)
            else:
                signal.dip_s = t_s

    def _is_level(self, top_m_s2: float, stance_m_s2: float, share: float) -> bool:
        falls = stance_m_s2 - top_m_s2 >= share * self._fall_m_s2
        return falls and top_m_s2 <= self._top * stance_m_s2

    def _force_along(self, block: MotionBlock, signal: ReliefSignal) -> FloatArray:
        strong, signal.strong = self._direction.apply(block.acc * block.force[:, np.newaxis], signal.strong)
        size = np.sqrt(einsum("ij,ij->i", strong, strong))
        force = einsum("ij,ij->i", block.acc, strong) / np.maximum(size, LEAST_M_S2)
        along, signal.along = self._along.apply(force, signal.along)
        return along
