"""What a counter of cycles looks at: the filtered vector, how much the body shakes, and the angle.

The vector is the acceleration in g, low-passed until hardly more than gravity in the sensor's axes is left.
Where turning about the vertical or a very small tilt matters, the rotation seen by the gyroscope is put
beside it (`_rotation`).
"""

from dataclasses import dataclass, field

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray, MotionBlock
from legday.core.einsum import einsum
from legday.core.filters import Filter, FilterMemory, highpass, lowpass, lowpass_delay_s
from legday.exercises._rotation import RotationFinder, RotationMemory
from legday.exercises._slip_finder import Step, StepFinder, StepMemory
from legday.exercises._track import ANGLE, FLAGS, FORCE, RATTLE, SHAKE, TIME, TURNED, VECTOR

SHAKE_HZ = 3.0  # above: steps and impacts; below: the repetition itself, unless it is very quick
RATTLE_HZ = 8.0  # above: the impacts alone; below: the harmonics of the quickest repetition
RATTLE_ORDER = 4
TIMING_HZ = 1.5
TIMING_FROM_HZ = 5.0  # below, the quicker low-pass would smooth little, and be late by a third of a sample
GRID_HZ = 25.0
COARSE_HZ = 20.0
LARGEST_SLIP_G = 2.0
NOTICED_S = 0.3  # so late a count is felt to be late
RESPONSE_S = 3.0


@dataclass(slots=True)
class SignalState:
    """Memories of the filters, and sums since the beginning.

    ``power`` is shaking, g² s, and rattling, g⁴ s; ``turned`` the turn about the vertical, rad.
    """

    count: FilterMemory = None
    timing: FilterMemory = None
    shaking: FilterMemory = None
    rattling: FilterMemory = None
    force: FilterMemory = None
    rotation: RotationMemory = field(default_factory=RotationMemory)
    power: FloatArray = field(default_factory=lambda: np.zeros(2))
    turned: float = 0.0
    steps: StepMemory = field(default_factory=StepMemory)
    unseen: list[Step] = field(default_factory=list)

    def restart(self) -> None:
        """Forget the filters, behind a gap; the sums go on."""
        self.steps, self.unseen = StepMemory(), []
        self.count = self.timing = self.shaking = self.rattling = self.force = None
        self.rotation.restart()


class CycleSignal:
    """Prepares blocks for the search.

    Parameters
    ----------
    rate_hz : float
        Rate of the stream.
    cutoff_hz : float
        Cut-off of the low-pass of the count.
    rotation : bool
        Put the rotation beside the acceleration.
    heading : bool
        Follow the turn about the vertical, where there is a gyroscope.
    slip_g : float
        Sudden steps so large are looked for, if they are below 2 g.
    """

    def __init__(
        self, rate_hz: float, cutoff_hz: float, *, rotation: bool, heading: bool = False, slip_g: float
    ) -> None:
        self.rate_hz = rate_hz
        self.heading = heading
        self.dimensions = 6 if rotation else 3
        self.stride = max(1, round(rate_hz / GRID_HZ))
        self._count = lowpass(cutoff_hz, rate_hz)
        timing_hz = cutoff_hz
        if cutoff_hz < TIMING_HZ:
            timing_hz = TIMING_HZ if rate_hz >= TIMING_FROM_HZ else np.inf
        self._timing = lowpass(timing_hz, rate_hz) if cutoff_hz < timing_hz else None
        rows_hz = rate_hz / self.stride
        likewise = lowpass(cutoff_hz, rows_hz), lowpass(timing_hz, rows_hz)
        self._rotation = RotationFinder(rows_hz, self.stride, *likewise) if rotation else None
        self._force = lowpass(TIMING_HZ, rate_hz)
        self._shaking = highpass(SHAKE_HZ, rate_hz)
        self._rattling = highpass(RATTLE_HZ, rate_hz, RATTLE_ORDER)
        self._steps = StepFinder(rate_hz, slip_g) if slip_g < LARGEST_SLIP_G else None
        self.count_response = _response(self._count, rate_hz)
        self.timing_response = self.count_response
        if self._timing is not None:
            self.timing_response = _response(self._timing, rate_hz)
        self.has_quicker = self._timing is not None
        self.delay_s = lowpass_delay_s(timing_hz, rate_hz)
        # Where rows are far apart a person, whom the low-pass follows late, is back before the next comes.
        self.ahead = min(1.0, self.delay_s * rate_hz) if rate_hz < COARSE_HZ else 0.0
        lag_s = lowpass_delay_s(cutoff_hz, rate_hz) - self.delay_s
        self.lag_rows = self.rows_in(lag_s)
        self.lags = lag_s > NOTICED_S

    def rows_in(self, time_s: float) -> int:
        """Return how many rows of the coarse grid there are in ``time_s``."""
        return round(time_s * self.rate_hz / self.stride)

    def prepare(
        self, block: MotionBlock, state: SignalState
    ) -> tuple[FloatArray, FloatArray, dict[int, tuple[Step, int]]]:
        """Filter ``block``, pick the rows of the coarse grid, and look for sudden steps.

        Returns
        -------
        counted : (n, d) float
            The vector that is counted, g.
        rows : (n, 7 + d) float
            Rows of the `Track`.
        steps : dict
            By the row at which it is clear: a step, and how many samples ago it was.
        """
        acceleration = block.acc / STANDARD_GRAVITY
        counted, state.count = self._count.apply(acceleration, state.count)
        timing = counted
        if self._timing is not None:
            timing, state.timing = self._timing.apply(acceleration, state.timing)
        force = block.force / STANDARD_GRAVITY
        power = self._powers(force, state)
        force, state.force = self._force.apply(force, state.force)
        first = -block.start % self.stride
        picked = slice(first, None, self.stride)
        times, counted = block.t_s[picked], counted[picked]
        rows = np.empty((len(times), VECTOR + self.dimensions))
        if self._rotation is not None:
            gyr = np.zeros((len(block), 3)) if block.gyr is None else block.gyr
            turned = self._rotation.find(gyr, first, state.rotation)
            counted = np.concatenate((counted, turned[0]), axis=1)
            rows[:, VECTOR + 3 :] = turned[1]
        rows[:, TIME], rows[:, ANGLE], rows[:, FORCE] = times, block.angle[picked], force[picked]
        rows[:, SHAKE : RATTLE + 1] = power.T[picked]
        rows[:, TURNED] = self._turned(block, state)[picked] if self.heading else 0.0
        rows[:, FLAGS], rows[:, VECTOR : VECTOR + 3] = block.flags[picked], timing[picked]
        return counted, rows, self._steps_at(block.start, acceleration, len(rows), state)

    def quick(self, block: MotionBlock, state: SignalState) -> tuple[FloatArray, FloatArray]:
        """Filter ``block`` for the times (n,) and the vectors (n, 3), g, of the rows alone."""
        low = self._timing or self._count
        timing, state.timing = low.apply(block.acc / STANDARD_GRAVITY, state.timing)
        picked = slice(-block.start % self.stride, None, self.stride)
        return block.t_s[picked], timing[picked]

    def _steps_at(
        self, start: int, acceleration: FloatArray, rows: int, state: SignalState
    ) -> dict[int, tuple[Step, int]]:
        """Return the steps that are clear at coarse rows of a block, and how many samples ago they were."""
        if self._steps is None:
            return {}
        found = [*state.unseen, *self._steps.find(start, acceleration, state.steps)]
        if not found:
            return {}
        picked = start + -start % self.stride
        at = [(max(0, -((picked - step.clear) // self.stride)), step) for step in found]
        state.unseen = [step for i, step in at if i >= rows]
        return {i: (step, picked + i * self.stride - step.at) for i, step in at if i < rows}

    def _turned(self, block: MotionBlock, state: SignalState) -> FloatArray:
        """Return the turn (n,) about the vertical since the beginning, rad."""
        if block.gyr is None:
            return np.zeros(len(block))
        turned: FloatArray = einsum("ij,ij->i", block.gyr, block.up)
        turned /= self.rate_hz
        turned[0] += state.turned
        np.add.accumulate(turned, out=turned)
        state.turned = float(turned[-1])
        return turned

    def _powers(self, force: FloatArray, state: SignalState) -> FloatArray:
        """Return shaking and rattling (2, n) summed up since the beginning."""
        shake, state.shaking = self._shaking.apply(force, state.shaking)
        rattle, state.rattling = self._rattling.apply(force, state.rattling)
        power = np.array((shake, rattle * rattle))  # squared twice: impacts are brief
        power *= power
        power /= self.rate_hz
        power[:, 0] += state.power
        np.add.accumulate(power, axis=1, out=power)  # without what cumsum asks beforehand
        state.power = power[:, -1].copy()
        return power


def _response(of: Filter, rate_hz: float) -> FloatArray:
    """Return what a filter makes of a step of one, until it has settled."""
    step = np.ones(round(RESPONSE_S * rate_hz) + 1)
    step[0] = 0.0
    return of.apply(step, None)[0][1:]
