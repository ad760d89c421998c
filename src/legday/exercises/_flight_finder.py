"""Finds flights in the motion, block by block; what a flight is, `_flight` says."""

from dataclasses import replace

import numpy as np

from legday.core.block import MISSING, FloatArray, MotionBlock
from legday.exercises._flight import Flight, FlightState, Measures
from legday.exercises._free_fall import FreeFall
from legday.exercises._lull import Levels, LullFinder
from legday.exercises._lull_measures import LullMeasures, Measured
from legday.exercises._recent import FORCE, LOST, NORM, T_S, VECTOR
from legday.exercises._standstill import Standstill
from legday.exercises._waveform import likeness

HOLE_S = 2.0  # holes are looked for so far back
IN_THE_AIR, LANDING = 0.6, 0.3  # of a period: before the landing that a hole hid, and around it
CHUNK = 4096  # long blocks go in pieces that fit the cache


class FlightFinder:
    """Turns blocks into flights. Its state is handed in, so that a detector keeps it."""

    def __init__(self, measures: Measures, levels: Levels, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._free_fall = FreeFall(measures.cutoff_hz, measures.lever_m, rate_hz)
        self._lulls = LullFinder(levels, rate_hz)
        self._measures = LullMeasures(measures, levels, self._free_fall.delay_s, rate_hz)
        self._standstill = Standstill(rate_hz)
        self._before = round(self._measures.before_s * rate_hz)
        self._peak = round(measures.peak_s * rate_hz)
        self._hole = int(HOLE_S * rate_hz)
        self._alone_s = measures.alone_s

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
            state.waiting += [self._flight(state, lull) for lull in self._measures.of(state.recent, lulls)]
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
        np.add.accumulate(lost, out=fresh[LOST])
        fresh[T_S], fresh[NORM], fresh[FORCE], fresh[VECTOR] = block.t_s, norm, block.force, vector.T
        state.recent.put_flags(block.flags)
        return norm

    def _flight(self, state: FlightState, lull: Measured) -> Flight:
        recent = state.recent
        landing_i = max(lull.up - self._before, recent.start)
        whole = not recent.flags(lull.rise - self._measures.reach, lull.rise) & MISSING
        since_i = max(state.last_i, lull.rise - self._hole)
        known = lull.shape if whole else None
        flight = Flight(
            flank_i=lull.flank,
            landing_i=landing_i,
            decided_i=max(lull.rise, landing_i + self._peak),
            takeoff_s=lull.takeoff_s,
            landing_s=lull.landing_s,
            deficit_s=lull.deficit_s,
            pushoff_s=lull.pushoff_s,
            period_s=lull.landing_s - state.last_s,
            similarity=likeness(known, state.last_shape),
            holed=bool(recent.flags(since_i, lull.rise) & MISSING),
            hides=self._hides(state, since_i, lull.rise),
            shape=lull.shape,
        )
        state.last_shape, state.last_s, state.last_i = known, lull.landing_s, lull.rise
        return flight

    def _hides(self, state: FlightState, since_i: int, rise_i: int) -> bool:
        """Return whether samples are missing where a jump halfway since the last one flew or landed."""
        half = (rise_i - state.last_i) / 2
        first, last = rise_i - round((1.0 + IN_THE_AIR) * half), rise_i - round((1.0 - LANDING) * half)
        return bool(state.recent.flags(max(first, since_i), max(last, since_i)) & MISSING)

    def _complete(self, state: FlightState, last_i: int) -> list[Flight]:
        done = [flight for flight in state.waiting if flight.decided_i <= last_i]
        state.waiting = state.waiting[len(done) :]
        rows, start = state.recent.rows, state.recent.start
        for flight in done:
            end = flight.decided_i - start
            flight.decided_s = float(rows[T_S, end])
            flight.peak_m_s2 = float(rows[FORCE, flight.landing_i - start : end + 1].max())
            flight.flags = state.recent.flags(flight.flank_i, flight.decided_i)
            if flight.deficit_s >= self._alone_s and self._standstill.before(state.recent, flight):
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
