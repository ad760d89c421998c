"""Finds flights in the acceleration vector: a lull with the velocity it loses, ended by a landing.

In free fall the specific force vanishes, so a jump shows as a lull of the norm between push-off and
landing. The thigh turns and its strap swings, hence the vector is low-passed before its norm is taken,
and the lull is measured by its *velocity deficit*, the integral of (1 - m) over the lull with m in units of
gravity: the speed that gravity took in flight, divided by g. It is the flight time of a rigid body, it grows
with the jump, and a clipped landing does not touch it. Walking, stairs and running make lulls too, but lose
less in them.

The landing is the end of the lull, less the filter's delay. The take-off is the steepest fall of the raw norm
before the lull, and the weaker of the two times: muscle and strap still swing when the feet have left.

Sources: Picerno et al. 2011 and White's `jumpEventDetection` (peak to lull) for the lull; the low-pass of
the vector and the deficit follow from recordings at the thigh, where a fixed 0.3 g threshold sees next to
nothing.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray, MotionBlock
from legday.core.filters import FilterMemory, lowpass

HISTORY_S = 2.8  # the longest way back from a landing: the flight, its flank and its push-off
LONGEST_S = 1.2  # no leg jump stays up longer; what does is a fall, or a sensor laid aside
FLANK_S = 0.4  # a lull's flank begins at most this long before it
PUSH_OFF_S = 0.6
SHAPE_S, SHAPE_POINTS = 0.04, 13  # half a second at 25 Hz: what a 4 Hz low-pass leaves

T_S, NORM, LOST, FORCE, FLAGS, SHAPE = 0, 1, 2, 3, 4, slice(5, 8)  # rows of the last seconds
ROWS = 8


@dataclass(frozen=True, slots=True)
class Levels:
    """What makes a lull a flight; norms in units of gravity.

    Parameters
    ----------
    cutoff_hz, shape_hz : float
        Low-passes of the vector for the lull, and for comparing a flight's waveform with the one before.
    lull, contact : float
        The norm falls below ``lull`` and then rises through ``contact``.
    lull_s, contact_within_s : float
        At least so long below, and at most so long from the last sample below to the rise.
    deficit_s : float
        A lull of less velocity deficit over g is not worth a look.
    peak_s : float
        So long after the landing its peak is looked for, which is the latency.
    """

    cutoff_hz: float
    shape_hz: float
    lull: float
    contact: float
    lull_s: float
    contact_within_s: float
    deficit_s: float
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
class Lull:
    """The open lull, in samples since the stream began."""

    first_i: int
    down_i: int
    up_i: int
    below: int = 0


@dataclass(slots=True)
class FlightState:
    """Filters, the last seconds, the open lull, and landings whose peak is still to come."""

    lull_memory: FilterMemory = None
    shape_memory: FilterMemory = None
    recent: FloatArray = field(default_factory=lambda: np.empty((ROWS, 0)))
    recent_start: int = 0
    level: int = 1
    lull: Lull | None = None
    last_shape: FloatArray | None = None
    last_s: float = -np.inf
    waiting: list[Flight] = field(default_factory=list)


class FlightFinder:
    """Turns blocks into flights. Its state is handed in, so that a detector keeps it."""

    def __init__(self, levels: Levels, rate_hz: float) -> None:
        self.levels = levels
        self.rate_hz = rate_hz
        self._lowpass = lowpass(levels.cutoff_hz, rate_hz)
        self._shape_lowpass = lowpass(levels.shape_hz, rate_hz)
        self._delay_s = 2**0.5 / (2 * np.pi * levels.cutoff_hz) if self._lowpass.sections else 0.0
        self._shape_i = np.arange(1 - SHAPE_POINTS, 1) * max(1, round(SHAPE_S * rate_hz))
        self._peak = round(levels.peak_s * rate_hz)

    def update(self, state: FlightState, block: MotionBlock) -> list[Flight]:
        """Take the next samples and return the flights that they complete."""
        fresh = state.recent.shape[1]
        recent = np.concatenate([state.recent, self._signals(state, block)], axis=1)
        state.recent, state.recent_start = recent, block.start - fresh
        rises = self._rises(state, fresh)
        if rises:
            state.waiting += self._flights(state, rises)
        complete = self._complete(state, block.start + len(block) - 1) if state.waiting else []
        kept = min(recent.shape[1], int(HISTORY_S * self.rate_hz))
        state.recent_start += recent.shape[1] - kept
        state.recent = recent[:, recent.shape[1] - kept :].copy()
        return complete

    def finish(self, state: FlightState) -> list[Flight]:
        """Return the landings whose peak was still to come, with what was seen of it."""
        last_i = state.recent_start + state.recent.shape[1] - 1
        state.waiting = [replace(flight, decided_i=last_i) for flight in state.waiting]
        return self._complete(state, last_i)

    def _signals(self, state: FlightState, block: MotionBlock) -> FloatArray:
        rows = np.empty((ROWS, len(block)))
        lull, state.lull_memory = self._lowpass.apply(block.acc, state.lull_memory)
        shape, state.shape_memory = self._shape_lowpass.apply(block.acc, state.shape_memory)
        norm = np.sqrt(np.einsum("ij,ij->i", lull, lull)) / STANDARD_GRAVITY
        lost = (1.0 - norm) / self.rate_hz
        if state.recent.shape[1]:
            lost[0] += state.recent[LOST, -1]
        rows[T_S], rows[NORM], rows[LOST] = block.t_s, norm, np.cumsum(lost)
        rows[FORCE], rows[FLAGS], rows[SHAPE] = block.force, block.flags, shape.T
        return rows

    def _rises(self, state: FlightState, fresh: int) -> list[tuple[Lull, int]]:
        """Walk through the changes of level; return the lulls that ended in a rise, and where."""
        norm = state.recent[NORM, fresh:]
        level = (norm >= self.levels.lull).astype(np.int8) + (norm >= self.levels.contact)
        before = np.empty_like(level)
        before[0], before[1:] = state.level, level[:-1]
        state.level = int(level[-1])
        rises: list[tuple[Lull, int]] = []
        start = state.recent_start + fresh
        changes = np.flatnonzero(level != before)
        for i, old, new in zip(
            (changes + start).tolist(), before[changes].tolist(), level[changes].tolist(), strict=True
        ):
            if new == 0:
                self._open(state, i)
            elif old == 0 and state.lull is not None:
                state.lull.below += i - state.lull.down_i
                state.lull.up_i = i
            if new == 2 and state.lull is not None:
                if self._is_flight(state.lull, i):
                    rises.append((state.lull, i))
                state.lull = None
        return rises

    def _open(self, state: FlightState, i: int) -> None:
        lull = state.lull
        if lull is not None and i - lull.up_i <= self.levels.contact_within_s * self.rate_hz:
            lull.down_i = i
        else:
            state.lull = Lull(i, i, i)

    def _is_flight(self, lull: Lull, i: int) -> bool:
        soon = i - lull.up_i <= self.levels.contact_within_s * self.rate_hz
        return (
            soon
            and lull.below >= self.levels.lull_s * self.rate_hz
            and i - lull.first_i <= LONGEST_S * self.rate_hz
        )

    def _flights(self, state: FlightState, rises: list[tuple[Lull, int]]) -> list[Flight]:
        found = []
        for lull, i in rises:
            start = self._flank(state, lull.first_i - state.recent_start)
            deficit_s = float(state.recent[LOST, i - state.recent_start] - state.recent[LOST, start])
            if deficit_s >= self.levels.deficit_s:
                found.append((lull, i, start, deficit_s))
        if not found:
            return []
        shapes = self._shapes(state, np.array([i for _, i, _, _ in found]))
        return [self._flight(state, shape, *what) for shape, what in zip(shapes, found, strict=True)]

    def _flank(self, state: FlightState, first: int) -> int:
        """Return where the norm fell below gravity, as a column of the last seconds."""
        lo = max(0, first - int(FLANK_S * self.rate_hz))
        above = np.flatnonzero(state.recent[NORM, lo:first] >= 1.0)
        return lo + int(above[-1]) if len(above) else lo

    def _shapes(self, state: FlightState, rises: np.ndarray) -> FloatArray:
        """Return (k, 3 · points) waveforms up to each rise, without mean and of norm one."""
        columns = np.maximum(rises[:, None] - state.recent_start + self._shape_i, 0)
        waves = state.recent[SHAPE][:, columns].transpose(1, 0, 2).copy()
        waves -= waves.sum(axis=2, keepdims=True) / SHAPE_POINTS
        flat = waves.reshape(len(rises), -1)
        norm = np.sqrt((flat * flat).sum(axis=1, keepdims=True))
        return flat / np.maximum(norm, 1e-9)

    def _flight(
        self, state: FlightState, shape: FloatArray, lull: Lull, i: int, start: int, deficit_s: float
    ) -> Flight:
        recent, base = state.recent, state.recent_start
        landing_s = self._crossing_s(recent, lull.up_i - base) - self._delay_s
        landing_i = max(lull.up_i - round(self._delay_s * self.rate_hz), base)
        before = recent[LOST, max(0, start - int(PUSH_OFF_S * self.rate_hz)) : start + 1]
        similarity = 0.0 if state.last_shape is None else float((shape * state.last_shape).sum())
        flight = Flight(
            landing_i=landing_i,
            decided_i=max(i, landing_i + self._peak),
            takeoff_s=self._takeoff_s(recent, start, lull.first_i - base),
            landing_s=landing_s,
            deficit_s=deficit_s,
            pushoff_s=float(before.max() - before[-1]),
            period_s=landing_s - state.last_s,
            similarity=similarity,
            flags=int(np.bitwise_or.reduce(recent[FLAGS, start : i - base + 1].astype(np.uint8))),
        )
        state.last_shape, state.last_s = shape, landing_s
        return flight

    def _takeoff_s(self, recent: FloatArray, start: int, first: int) -> float:
        """Return the middle of the steepest fall of the raw norm on the lull's flank."""
        lo = max(0, start - round(self._delay_s * self.rate_hz))
        force = recent[FORCE, lo : max(first, lo + 1) + 1]
        at = lo + int((force[1:] - force[:-1]).argmin())
        return float(recent[T_S, at] + recent[T_S, at + 1]) / 2

    def _crossing_s(self, recent: FloatArray, i: int) -> float:
        (x0, x1), (t0, t1) = recent[NORM, i - 1 : i + 1].tolist(), recent[T_S, i - 1 : i + 1].tolist()
        return t0 + (t1 - t0) * (self.levels.lull - x0) / (x1 - x0)

    def _complete(self, state: FlightState, last_i: int) -> list[Flight]:
        done = [flight for flight in state.waiting if flight.decided_i <= last_i]
        state.waiting = state.waiting[len(done) :]
        return [self._with_peak(state, flight) for flight in done]

    def _with_peak(self, state: FlightState, flight: Flight) -> Flight:
        columns = slice(flight.landing_i - state.recent_start, flight.decided_i - state.recent_start + 1)
        flags = int(np.bitwise_or.reduce(state.recent[FLAGS, columns].astype(np.uint8)))
        return replace(
            flight,
            decided_s=float(state.recent[T_S, columns.stop - 1]),
            peak_m_s2=float(state.recent[FORCE, columns].max()),
            flags=flight.flags | flags,
        )
