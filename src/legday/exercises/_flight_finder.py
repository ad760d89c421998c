"""Finds flights in the motion, block by block; what a flight is, `_flight` says."""

from dataclasses import replace

import numpy as np

from legday.core.block import MISSING, STANDARD_GRAVITY, FloatArray, MotionBlock
from legday.exercises._flight import Flight, FlightState, Measures
from legday.exercises._free_fall import FreeFall
from legday.exercises._lull import Levels, Lull, LullFinder
from legday.exercises._recent import FORCE, LOST, NORM, T_S, VECTOR, Recent
from legday.exercises._standstill import Standstill
from legday.exercises._waveform import Waveforms, likeness

FLANK_S = 0.4  # a lull's flank begins at most this long before it
PUSH_OFF_S = 0.6
TOUCH_S = 0.01  # from the foot's touch to the end of the thigh's lull; 0 to 20 ms have been seen
HOLE_S = 2.0  # holes are looked for so far back
CHUNK = 4096  # long blocks go in pieces that fit the cache


class FlightFinder:
    """Turns blocks into flights. Its state is handed in, so that a detector keeps it."""

    def __init__(self, measures: Measures, levels: Levels, rate_hz: float) -> None:
        self._measures = measures
        self._levels = levels
        self._rate_hz = rate_hz
        self._free_fall = FreeFall(measures.cutoff_hz, measures.lever_m, rate_hz)
        self._lulls = LullFinder(levels, rate_hz)
        self._waveforms = Waveforms(rate_hz)
        self._standstill = Standstill(rate_hz)
        self._before_s = self._free_fall.delay_s + TOUCH_S

    def update(self, state: FlightState, block: MotionBlock) -> list[Flight]:
        """Take the next samples and return the flights that they complete."""
        if len(block) <= CHUNK:
            return self._update(state, block)
        parts = (_part(block, i, i + CHUNK) for i in range(0, len(block), CHUNK))
        return [flight for part in parts for flight in self._update(state, part)]

    def finish(self, state: FlightState) -> list[Flight]:
        """Return the landings whose peak was still to come, with what was seen of it."""
        last_i = state.recent.start + state.recent.rows.shape[1] - 1
        for flight in state.waiting:
            flight.decided_i = last_i
        return self._complete(state, last_i)

    def _update(self, state: FlightState, block: MotionBlock) -> list[Flight]:
        norm = self._fill(state, block)
        lulls = self._lulls.update(state.lull, norm, block.start)
        if lulls:
            state.waiting += self._flights(state, lulls)
        last_i = block.start + len(block) - 1
        complete = self._complete(state, last_i) if state.waiting else []
        if state.settling:
            settled = self._standstill.settled(state, last_i)
            complete = sorted(complete + settled, key=lambda flight: flight.decided_i)
        state.recent.trim(self._rate_hz)
        return complete

    def _fill(self, state: FlightState, block: MotionBlock) -> FloatArray:
        norm, vector = self._free_fall.update(state.free_fall, block)
        lost = (1.0 - norm) / self._rate_hz
        if state.recent.rows.shape[1]:
            lost[0] += state.recent.rows[LOST, -1]
        fresh = state.recent.extend(block.start, len(block))
        lost.cumsum(out=fresh[LOST])
        fresh[T_S], fresh[NORM], fresh[FORCE], fresh[VECTOR] = block.t_s, norm, block.force, vector.T
        state.recent.put_flags(block.flags)
        return norm

    def _flights(self, state: FlightState, lulls: list[Lull]) -> list[Flight]:
        found = []
        for lull in lulls:
            flank = self._flank(state.recent, lull)
            deficit_s = self._deficit_s(state.recent.rows, flank, lull.rise - state.recent.start)
            if deficit_s >= self._measures.least_deficit_s:
                found.append((lull, flank, deficit_s))
        if not found:
            return []
        shapes = self._waveforms.cut(state.recent, np.array([lull.rise for lull, _, _ in found]))
        return [self._flight(state, shape, *what) for shape, what in zip(shapes, found, strict=True)]

    def _flank(self, recent: Recent, lull: Lull) -> int:
        """Return the column at which the norm fell below gravity."""
        first = lull.first - recent.start
        return recent.last_above(NORM, max(0, first - int(FLANK_S * self._rate_hz)), first, 1.0)

    def _deficit_s(self, rows: FloatArray, flank: int, rise: int) -> float:
        """Return the integral of 1 - m from the flank to the contact, m on straight lines between samples."""
        contact, (low, high) = self._levels.contact, rows[NORM, rise - 1 : rise + 1].tolist()
        ends = (rows[NORM, flank] - low) / 2
        partial = (contact - low) / (high - low) * (1.0 - (low + contact) / 2)
        return float(rows[LOST, rise - 1] - rows[LOST, flank] + (partial - ends) / self._rate_hz)

    def _flight(
        self, state: FlightState, shape: FloatArray, lull: Lull, flank: int, deficit_s: float
    ) -> Flight:
        recent, rate_hz = state.recent, self._rate_hz
        landing_s = recent.crossing_s(NORM, lull.up - recent.start - 1, self._levels.lull) - self._before_s
        landing_i = max(lull.up - round(self._before_s * rate_hz), recent.start)
        whole = not recent.flags(lull.rise - self._waveforms.reach, lull.rise) & MISSING
        since_i = max(state.last_i, lull.rise - int(HOLE_S * rate_hz))
        known = shape if whole else None
        flight = Flight(
            flank_i=flank + recent.start,
            landing_i=landing_i,
            decided_i=max(lull.rise, landing_i + round(self._measures.peak_s * rate_hz)),
            takeoff_s=self._takeoff_s(recent, flank, lull.first - recent.start),
            landing_s=landing_s,
            deficit_s=deficit_s,
            pushoff_s=self._pushoff_s(recent, flank),
            period_s=landing_s - state.last_s,
            similarity=likeness(known, state.last_shape),
            holed=bool(recent.flags(since_i, lull.rise) & MISSING),
            shape=shape,
        )
        state.last_shape, state.last_s, state.last_i = known, landing_s, lull.rise
        return flight

    def _pushoff_s(self, recent: Recent, flank: int) -> float:
        """Return the most velocity that any stretch up to the flank has gained."""
        lost = recent.rows[LOST, max(0, flank - int(PUSH_OFF_S * self._rate_hz)) : flank + 1]
        return float(lost.max() - lost[-1])

    def _takeoff_s(self, recent: Recent, flank: int, first: int) -> float:
        """Return when the raw norm was last one gravity before the lull."""
        lo = max(0, flank - round(3 * self._free_fall.delay_s * self._rate_hz))
        at = recent.last_above(FORCE, lo, first + 1, STANDARD_GRAVITY)
        return (
            recent.crossing_s(FORCE, at, STANDARD_GRAVITY) if at < first else float(recent.rows[T_S, first])
        )

    def _complete(self, state: FlightState, last_i: int) -> list[Flight]:
        done = [flight for flight in state.waiting if flight.decided_i <= last_i]
        state.waiting = state.waiting[len(done) :]
        rows, start = state.recent.rows, state.recent.start
        for flight in done:
            end = flight.decided_i - start
            flight.decided_s = float(rows[T_S, end])
            flight.peak_m_s2 = float(rows[FORCE, flight.landing_i - start : end + 1].max())
            flight.flags = state.recent.flags(flight.flank_i, flight.decided_i)
            if flight.deficit_s >= self._measures.alone_s and self._standstill.before(state.recent, flight):
                state.settling.append(flight)
        return done


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
