"""Finds flights: a lull of the specific force, the velocity lost in it, and the landing that ends it.

In free fall the specific force vanishes, so a jump shows as a lull between push-off and landing. The thigh
turns and its strap swings, hence the vector is low-passed before its norm is taken (`_free_fall`), and the
lull is measured by its *velocity deficit*: the integral of (1 - m) over the lull, m in units of gravity,
which is the speed that gravity took in flight, divided by g. For a rigid body it is the flight time; it
grows with the jump, and a clipped landing does not touch it. Walking, stairs and running make lulls too,
but lose less in them.

The landing is the end of the lull, less the filter's delay and the time a foot's touch takes to reach the
thigh. The take-off is the steepest fall of the raw norm before the lull, and the weaker of the two times:
muscle and strap still swing when the feet have left.

Sources: Picerno et al. 2011 and White's `jumpEventDetection` (peak to lull) for the lull. Low-pass and
deficit follow from recordings at the thigh, where a fixed threshold of 0.3 g sees next to nothing.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray, MotionBlock
from legday.core.filters import FilterMemory, lowpass
from legday.exercises._free_fall import FreeFall, FreeFallState
from legday.exercises._lull import Levels, Lull, LullFinder, LullState

HISTORY_S = 2.8  # the longest way back from a landing: the flight, its flank and its push-off
FLANK_S = 0.4  # a lull's flank begins at most this long before it
PUSH_OFF_S = 0.6
TOUCH_S = 0.01  # from the foot's touch to the end of the thigh's lull; 0 to 20 ms have been seen
SHAPE_S, SHAPE_POINTS = 0.04, 13  # half a second at 25 Hz: what a 4 Hz low-pass leaves
FEATURELESS = 1e-9

T_S, NORM, LOST, FORCE, FLAGS, SHAPE = 0, 1, 2, 3, 4, slice(5, 8)  # rows of the last seconds
ROWS = 8


@dataclass(frozen=True, slots=True)
class Measures:
    """How flights are measured.

    Parameters
    ----------
    cutoff_hz, shape_hz : float
        Low-passes of the vector for the lull, and for comparing a flight's waveform with the one before.
    lever_m : float
        From the sensor up the thigh to its ballistic point, m.
    least_deficit_s : float
        A lull of less velocity deficit over g is not worth a look.
    peak_s : float
        So long after the landing its peak is looked for, which is the latency.
    """

    cutoff_hz: float
    shape_hz: float
    lever_m: float
    least_deficit_s: float
    peak_s: float


@dataclass(frozen=True, slots=True)
class Flight:
    """A lull that ended in a landing; whether it is a jump is decided elsewhere.

    Parameters
    ----------
    landing_i, decided_i : int
        First sample of the landing, and the sample at which everything here is known.
    takeoff_s, landing_s, decided_s : float
    deficit_s, pushoff_s : float
        Velocity lost over the lull and gained before it, over g.
    period_s, similarity : float
        Time since the landing before, and correlation with its waveform; infinite and 0 without one.
    peak_m_s2 : float
        Largest force of the landing.
    flags : int
        Of every sample from before the take-off to the decision, joined.
    """

    landing_i: int
    decided_i: int
    takeoff_s: float
    landing_s: float
    deficit_s: float
    pushoff_s: float
    period_s: float
    similarity: float
    decided_s: float = 0.0
    peak_m_s2: float = 0.0
    flags: int = 0


@dataclass(slots=True)
class FlightState:
    """Filters, the last seconds, the open lull, and landings whose peak is still to come."""

    free_fall: FreeFallState = field(default_factory=FreeFallState)
    shape: FilterMemory = None
    lull: LullState = field(default_factory=LullState)
    recent: FloatArray = field(default_factory=lambda: np.empty((ROWS, 0)))
    recent_start: int = 0
    last_shape: FloatArray | None = None
    last_s: float = -np.inf
    waiting: list[Flight] = field(default_factory=list)


class FlightFinder:
    """Turns blocks into flights. Its state is handed in, so that a detector keeps it."""

    def __init__(self, measures: Measures, levels: Levels, rate_hz: float) -> None:
        self._measures = measures
        self._levels = levels
        self._rate_hz = rate_hz
        self._free_fall = FreeFall(measures.cutoff_hz, measures.lever_m, rate_hz)
        self._shape_lowpass = lowpass(measures.shape_hz, rate_hz)
        self._lulls = LullFinder(levels, rate_hz)
        self._shape_i = np.arange(1 - SHAPE_POINTS, 1) * max(1, round(SHAPE_S * rate_hz))

    def update(self, state: FlightState, block: MotionBlock) -> list[Flight]:
        """Take the next samples and return the flights that they complete."""
        kept = state.recent.shape[1]
        fresh = self._signals(state, block)
        recent = np.concatenate([state.recent, fresh], axis=1)
        state.recent, state.recent_start = recent, block.start - kept
        lulls = self._lulls.update(state.lull, fresh[NORM], block.start)
        if lulls:
            state.waiting += self._flights(state, lulls)
        complete = self._complete(state, block.start + len(block) - 1) if state.waiting else []
        old = max(0, recent.shape[1] - int(HISTORY_S * self._rate_hz))
        state.recent, state.recent_start = recent[:, old:].copy(), state.recent_start + old
        return complete

    def finish(self, state: FlightState) -> list[Flight]:
        """Return the landings whose peak was still to come, with what was seen of it."""
        last_i = state.recent_start + state.recent.shape[1] - 1
        state.waiting = [replace(flight, decided_i=last_i) for flight in state.waiting]
        return self._complete(state, last_i)

    def _signals(self, state: FlightState, block: MotionBlock) -> FloatArray:
        rows = np.empty((ROWS, len(block)))
        norm = self._free_fall.update(state.free_fall, block)
        shape, state.shape = self._shape_lowpass.apply(block.acc, state.shape)
        lost = (1.0 - norm) / self._rate_hz
        if state.recent.shape[1]:
            lost[0] += state.recent[LOST, -1]
        rows[T_S], rows[NORM], rows[LOST] = block.t_s, norm, np.cumsum(lost)
        rows[FORCE], rows[FLAGS], rows[SHAPE] = block.force, block.flags, shape.T
        return rows

    def _flights(self, state: FlightState, lulls: list[Lull]) -> list[Flight]:
        found = []
        for lull in lulls:
            flank = self._flank(state, lull)
            deficit_s = float(state.recent[LOST, lull.rise - state.recent_start] - state.recent[LOST, flank])
            if deficit_s >= self._measures.least_deficit_s:
                found.append((lull, flank, deficit_s))
        if not found:
            return []
        shapes = self._shapes(state, np.array([lull.rise for lull, _, _ in found]))
        return [self._flight(state, shape, *what) for shape, what in zip(shapes, found, strict=True)]

    def _flank(self, state: FlightState, lull: Lull) -> int:
        """Return where the norm fell below gravity, as a column of the last seconds."""
        first = lull.first - state.recent_start
        lo = max(0, first - int(FLANK_S * self._rate_hz))
        above = np.flatnonzero(state.recent[NORM, lo:first] >= 1.0)
        return lo + int(above[-1]) if len(above) else lo

    def _shapes(self, state: FlightState, rises: NDArray[np.int64]) -> FloatArray:
        """Return (k, 3 · points) the waveforms up to each rise, without their mean and of norm one."""
        columns = np.maximum(rises[:, None] - state.recent_start + self._shape_i, 0)
        waves = state.recent[SHAPE][:, columns].transpose(1, 0, 2).copy()
        waves -= waves.sum(axis=2, keepdims=True) / SHAPE_POINTS
        flat = waves.reshape(len(rises), -1)
        norm = np.sqrt((flat * flat).sum(axis=1, keepdims=True))
        shapes: FloatArray = flat / np.maximum(norm, FEATURELESS)
        return shapes

    def _flight(
        self, state: FlightState, shape: FloatArray, lull: Lull, flank: int, deficit_s: float
    ) -> Flight:
        recent, base = state.recent, state.recent_start
        before_s = self._free_fall.delay_s + TOUCH_S
        landing_s = self._crossing_s(recent, lull.up - base) - before_s
        landing_i = max(lull.up - round(before_s * self._rate_hz), base)
        push_off = recent[LOST, max(0, flank - int(PUSH_OFF_S * self._rate_hz)) : flank + 1]
        flight = Flight(
            landing_i=landing_i,
            decided_i=max(lull.rise, landing_i + round(self._measures.peak_s * self._rate_hz)),
            takeoff_s=self._takeoff_s(recent, flank, lull.first - base),
            landing_s=landing_s,
            deficit_s=deficit_s,
            pushoff_s=float(push_off.max() - push_off[-1]),
            period_s=landing_s - state.last_s,
            similarity=0.0 if state.last_shape is None else float((shape * state.last_shape).sum()),
            flags=_joined(recent[FLAGS, flank : lull.rise - base + 1]),
        )
        state.last_shape, state.last_s = shape, landing_s
        return flight

    def _takeoff_s(self, recent: FloatArray, flank: int, first: int) -> float:
        """Return the middle of the steepest fall of the raw norm on the lull's flank."""
        lo = max(0, flank - round(self._free_fall.delay_s * self._rate_hz))
        force = recent[FORCE, lo : max(first, lo + 1) + 1]
        at = lo + int((force[1:] - force[:-1]).argmin())
        return float(recent[T_S, at] + recent[T_S, at + 1]) / 2

    def _crossing_s(self, recent: FloatArray, up: int) -> float:
        (x0, x1), (t0, t1) = recent[NORM, up - 1 : up + 1].tolist(), recent[T_S, up - 1 : up + 1].tolist()
        return float(t0 + (t1 - t0) * (self._levels.lull - x0) / (x1 - x0))

    def _complete(self, state: FlightState, last_i: int) -> list[Flight]:
        done = [flight for flight in state.waiting if flight.decided_i <= last_i]
        state.waiting = state.waiting[len(done) :]
        return [self._with_peak(state, flight) for flight in done]

    def _with_peak(self, state: FlightState, flight: Flight) -> Flight:
        columns = slice(flight.landing_i - state.recent_start, flight.decided_i - state.recent_start + 1)
        return replace(
            flight,
            decided_s=float(state.recent[T_S, columns.stop - 1]),
            peak_m_s2=float(state.recent[FORCE, columns].max()),
            flags=flight.flags | _joined(state.recent[FLAGS, columns]),
        )


def _joined(flags: FloatArray) -> int:
    return int(np.bitwise_or.reduce(flags.astype(np.uint8)))
