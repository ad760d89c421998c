"""Finds flights: a lull of the specific force, the velocity lost in it, and the landing that ends it.

In free fall the specific force vanishes, so a jump shows as a lull between push-off and landing. The thigh
turns and its strap swings, hence the vector is low-passed before its norm is taken (`_free_fall`), and the
lull is measured by its *velocity deficit*: the integral of (1 - m) over the lull, m in units of gravity,
which is the speed that gravity took in flight, divided by g. For a rigid body it is the flight time; it
grows with the jump, and a clipped landing does not touch it. Walking, stairs and running make lulls too,
but lose less in them.

The landing is the end of the lull, less the filter's delay and the time a foot's touch takes to reach the
thigh. The take-off is where the raw norm was last one gravity before the lull, and the weaker of the two
times: the leg unloads before the feet leave, muscle and strap still swing when they have left.

Sources: Picerno et al. 2011 and White's `jumpEventDetection` (peak to lull) for the lull. Low-pass and
deficit follow from recordings at the thigh, where a fixed threshold of 0.3 g sees next to nothing.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from legday.core.block import MISSING, STANDARD_GRAVITY, FloatArray, MotionBlock
from legday.exercises._free_fall import FreeFall, FreeFallState
from legday.exercises._lull import Levels, Lull, LullFinder, LullState

HISTORY_S = 2.8  # the longest way back from a landing: the flight, its flank and its push-off
FLANK_S = 0.4  # a lull's flank begins at most this long before it
PUSH_OFF_S = 0.6
TOUCH_S = 0.01  # from the foot's touch to the end of the thigh's lull; 0 to 20 ms have been seen
SHAPE_S, SHAPE_POINTS = 0.04, 13  # waveforms: half a second at 25 Hz,
SHAPE_BOX_S = 0.16  # every point the mean over so long, so that ringing is no part of them
FEATURELESS = 1e-9
CHUNK = 4096  # long blocks go in pieces that fit the cache

T_S, NORM, LOST, FORCE, FLAGS, SHAPE = 0, 1, 2, 3, 4, slice(5, 8)  # rows of the last seconds
ROWS = 8


@dataclass(frozen=True, slots=True)
class Measures:
    """How flights are measured.

    Parameters
    ----------
    cutoff_hz : float
        Low-pass of the vector.
    lever_m : float
        From the sensor up the thigh to its ballistic point, m.
    least_deficit_s : float
        A lull of less velocity deficit over g is not worth a look.
    peak_s : float
        So long after the landing its peak is looked for, which is the latency.
    """

    cutoff_hz: float
    lever_m: float
    least_deficit_s: float
    peak_s: float


@dataclass(slots=True, eq=False)
class Flight:
    """A lull that ended in a landing; whether it is a jump is decided elsewhere.

    Parameters
    ----------
    flank_i, landing_i, decided_i : int
        First sample of the lull's flank, of the landing, and the one at which everything here is known.
    takeoff_s, landing_s, decided_s : float
    deficit_s, pushoff_s : float
        Velocity lost over the lull and gained before it, over g.
    period_s, similarity : float
        Time since the landing before, and correlation with its waveform; infinite and NaN without one. The
        correlation is NaN, too, where samples are missing since then.
    holed : bool
        Samples are missing since the landing before.
    shape : (39,) float
        Waveform of the vector over the half second up to the landing, without mean and of norm one.
    peak_m_s2 : float
        Largest force of the landing.
    flags : int
        Of every sample from before the take-off to the decision, joined.
    assumed : bool
        It fell into a hole and was not seen; nothing but the landing is known, and that roughly.
    """

    flank_i: int
    landing_i: int
    decided_i: int
    takeoff_s: float
    landing_s: float
    deficit_s: float
    pushoff_s: float
    period_s: float
    similarity: float
    holed: bool
    shape: FloatArray
    decided_s: float = 0.0
    peak_m_s2: float = 0.0
    flags: int = 0
    assumed: bool = False


@dataclass(slots=True)
class FlightState:
    """Filters, the last seconds, the open lull, and landings whose peak is still to come."""

    free_fall: FreeFallState = field(default_factory=FreeFallState)
    lull: LullState = field(default_factory=LullState)
    recent: FloatArray = field(default_factory=lambda: np.empty((ROWS, 0)))
    recent_start: int = 0
    last_shape: FloatArray | None = None
    last_s: float = -np.inf
    last_i: int = 0
    waiting: list[Flight] = field(default_factory=list)


class FlightFinder:
    """Turns blocks into flights. Its state is handed in, so that a detector keeps it."""

    def __init__(self, measures: Measures, levels: Levels, rate_hz: float) -> None:
        self._measures = measures
        self._levels = levels
        self._rate_hz = rate_hz
        self._free_fall = FreeFall(measures.cutoff_hz, measures.lever_m, rate_hz)
        self._lulls = LullFinder(levels, rate_hz)
        box = np.arange(1 - max(1, round(SHAPE_BOX_S * rate_hz)), 1)
        self._shape_i = np.arange(1 - SHAPE_POINTS, 1)[:, None] * max(1, round(SHAPE_S * rate_hz)) + box
        self._peak = round(measures.peak_s * rate_hz)
        self._before_s = self._free_fall.delay_s + TOUCH_S
        self._push = round(3 * self._free_fall.delay_s * rate_hz)

    def update(self, state: FlightState, block: MotionBlock) -> list[Flight]:
        """Take the next samples and return the flights that they complete."""
        if len(block) <= CHUNK:
            return self._update(state, block)
        parts = (_part(block, i, i + CHUNK) for i in range(0, len(block), CHUNK))
        return [flight for part in parts for flight in self._update(state, part)]

    def finish(self, state: FlightState) -> list[Flight]:
        """Return the landings whose peak was still to come, with what was seen of it."""
        last_i = state.recent_start + state.recent.shape[1] - 1
        for flight in state.waiting:
            flight.decided_i = last_i
        return self._complete(state, last_i)

    def _update(self, state: FlightState, block: MotionBlock) -> list[Flight]:
        kept = state.recent.shape[1]
        recent = np.empty((ROWS, kept + len(block)))
        recent[:, :kept] = state.recent
        self._fill(state, recent, kept, block)
        state.recent, state.recent_start = recent, block.start - kept
        lulls = self._lulls.update(state.lull, recent[NORM, kept:], block.start)
        if lulls:
            state.waiting += self._flights(state, lulls)
        complete = self._complete(state, block.start + len(block) - 1) if state.waiting else []
        old = max(0, recent.shape[1] - int(HISTORY_S * self._rate_hz))
        state.recent, state.recent_start = recent[:, old:].copy(), state.recent_start + old
        return complete

    def _fill(self, state: FlightState, recent: FloatArray, kept: int, block: MotionBlock) -> None:
        norm, vector = self._free_fall.update(state.free_fall, block)
        fresh = recent[:, kept:]
        lost = (1.0 - norm) / self._rate_hz
        if kept:
            lost[0] += recent[LOST, kept - 1]
        lost.cumsum(out=fresh[LOST])
        fresh[T_S], fresh[NORM], fresh[FORCE], fresh[FLAGS] = block.t_s, norm, block.force, block.flags
        fresh[SHAPE] = vector.T

    def _flights(self, state: FlightState, lulls: list[Lull]) -> list[Flight]:
        found = []
        for lull in lulls:
            flank = self._flank(state, lull)
            deficit_s = self._deficit_s(state.recent, flank, lull.rise - state.recent_start)
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

    def _deficit_s(self, recent: FloatArray, flank: int, rise: int) -> float:
        """Return the integral of 1 - m from the flank to the contact, m on straight lines between samples."""
        contact, (low, high) = self._levels.contact, recent[NORM, rise - 1 : rise + 1].tolist()
        ends = (recent[NORM, flank] - low) / 2
        partial = (contact - low) / (high - low) * (1.0 - (low + contact) / 2)
        return float(recent[LOST, rise - 1] - recent[LOST, flank] + (partial - ends) / self._rate_hz)

    def _shapes(self, state: FlightState, rises: NDArray[np.int64]) -> FloatArray:
        """Return (k, 3 · points) the waveforms up to each rise, without their mean and of norm one."""
        columns = np.maximum((rises - state.recent_start)[:, None, None] + self._shape_i, 0)
        waves = state.recent[SHAPE][:, columns].sum(axis=3).transpose(1, 0, 2).copy()
        waves -= waves.sum(axis=2, keepdims=True) / SHAPE_POINTS
        flat = waves.reshape(len(rises), -1)
        norm = np.sqrt((flat * flat).sum(axis=1, keepdims=True))
        shapes: FloatArray = flat / np.maximum(norm, FEATURELESS)
        return shapes

    def _flight(
        self, state: FlightState, shape: FloatArray, lull: Lull, flank: int, deficit_s: float
    ) -> Flight:
        recent, base = state.recent, state.recent_start
        up = slice(lull.up - base - 1, lull.up - base + 1)
        landing_s = _crossing_s(recent[T_S, up], recent[NORM, up], self._levels.lull) - self._before_s
        landing_i = max(lull.up - round(self._before_s * self._rate_hz), base)
        whole = None if self._holed(state, lull.rise + int(self._shape_i[0, 0]), lull.rise) else shape
        push_off = recent[LOST, max(0, flank - int(PUSH_OFF_S * self._rate_hz)) : flank + 1]
        flight = Flight(
            flank_i=flank + base,
            landing_i=landing_i,
            decided_i=max(lull.rise, landing_i + self._peak),
            takeoff_s=self._takeoff_s(recent, flank, lull.first - base),
            landing_s=landing_s,
            deficit_s=deficit_s,
            pushoff_s=float(push_off.max() - push_off[-1]),
            period_s=landing_s - state.last_s,
            similarity=_similarity(whole, state.last_shape),
            holed=self._holed(state, state.last_i, lull.rise),
            shape=shape,
        )
        state.last_shape, state.last_s, state.last_i = whole, landing_s, lull.rise
        return flight

    def _holed(self, state: FlightState, first: int, last: int) -> bool:
        flags = state.recent[FLAGS, max(0, first - state.recent_start) : last - state.recent_start + 1]
        return bool((flags.astype(np.uint8) & MISSING).any())

    def _takeoff_s(self, recent: FloatArray, flank: int, first: int) -> float:
        """Return when the raw norm was last one gravity before the lull."""
        lo = max(0, flank - self._push)
        above = np.flatnonzero(recent[FORCE, lo : first + 1] >= STANDARD_GRAVITY)
        at = lo + int(above[-1]) if len(above) else lo
        if at == first:
            return float(recent[T_S, first])
        return _crossing_s(recent[T_S, at : at + 2], recent[FORCE, at : at + 2], STANDARD_GRAVITY)

    def _complete(self, state: FlightState, last_i: int) -> list[Flight]:
        done = [flight for flight in state.waiting if flight.decided_i <= last_i]
        state.waiting = state.waiting[len(done) :]
        for flight in done:
            end = flight.decided_i - state.recent_start + 1
            flight.decided_s = float(state.recent[T_S, end - 1])
            flight.peak_m_s2 = float(state.recent[FORCE, flight.landing_i - state.recent_start : end].max())
            flags = state.recent[FLAGS, max(0, flight.flank_i - state.recent_start) : end]
            flight.flags = int(np.bitwise_or.reduce(flags.astype(np.uint8)))
        return done


def likeness(a: FloatArray, b: FloatArray) -> float:
    """Return the correlation of two waveforms."""
    return float((a * b).sum())


def _similarity(shape: FloatArray | None, before: FloatArray | None) -> float:
    return float("nan") if shape is None or before is None else likeness(shape, before)


def _crossing_s(t_s: FloatArray, x: FloatArray, level: float) -> float:
    """Return when a signal crossed ``level`` between two samples."""
    (t0, t1), (x0, x1) = t_s.tolist(), x.tolist()
    return float(t0 + (t1 - t0) * (level - x0) / (x1 - x0)) if x1 != x0 else float(t1)


def _part(block: MotionBlock, start: int, stop: int) -> MotionBlock:
    return replace(
        block,
        start=block.start + start,
        t_s=block.t_s[start:stop],
        acc=block.acc[start:stop],
        gyr=None if block.gyr is None else block.gyr[start:stop],
        up=block.up[start:stop],
        angle=block.angle[start:stop],
        rate=block.rate[start:stop],
        force=block.force[start:stop],
        flags=block.flags[start:stop],
    )
