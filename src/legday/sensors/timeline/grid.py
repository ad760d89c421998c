"""Samples at uneven times to uniform blocks, with the holes between them.

What counts as a hole follows from the nominal period P: more than 1.5 periods between two samples mean
that one is missing. Up to max(60 ms, 2.5 P) the grid is interpolated and flagged ``BRIDGED``; up to
max(0.5 s, 6 P) it goes on, flagged ``MISSING``, and the hole is reported; beyond that the grid starts anew
behind the hole, and the index of its first sample leaves out as many as the hole is long.
"""

from dataclasses import dataclass

import numpy as np

from legday.core.block import BRIDGED, MISSING, FloatArray, Hole, SampleBlock
from legday.core.masks import any_true
from legday.sensors.samples import Clock
from legday.sensors.timeline.health import Health
from legday.sensors.timeline.run import Run
from legday.sensors.timeline.segment import Segment

FASTEST_HZ = 208.0  # up to here a grid has its sensor's own rate
AVERAGED_HZ = 100.0  # above that, samples are averaged down to this
_SETTLING_S = 2.0  # an unknown rate is found from so much
_WITHOUT_HOLES = 0.98
_BRIDGED_S, _BRIDGED_PERIODS = 0.06, 2.5
_MISSING_S, _MISSING_PERIODS = 0.5, 6.0
_ROUNDING_S = 1e-9  # a hole at a limit belongs to the milder side, whatever the last bit of its times


@dataclass(slots=True)
class GridState:
    """The nominal rate once known, the samples held back until then, the running segment."""

    native_hz: float = 0.0
    held: Run | None = None
    segment: Segment | None = None


class Grid:
    """Puts samples on a uniform grid.

    Parameters
    ----------
    clock : Clock
        Its ``rate_hz`` and ``on_change`` matter here.
    health : Health
        Where lost samples are counted.
    """

    def __init__(self, clock: Clock, health: Health) -> None:
        self.on_change = clock.on_change
        self.health = health
        self.state = GridState(native_hz=clock.rate_hz)

    @property
    def averaged(self) -> bool:
        """Whether the grid is slower than its sensor."""
        return self.state.native_hz > FASTEST_HZ

    @property
    def rate_hz(self) -> float:
        """Rate of the grid; 0 while unknown."""
        return AVERAGED_HZ if self.averaged else self.state.native_hz

    def push(self, run: Run) -> list[SampleBlock | Hole]:
        """Take samples whose times only go up and return what they decide."""
        if len(run) == 0:
            return []
        if self.state.native_hz == 0.0:
            return self._settle(run)
        return self._advance(run)

    def flush(self) -> list[SampleBlock | Hole]:
        """Return what is held back while the rate is unknown, where it is enough to tell one."""
        held = self.state.held
        if held is None or len(held) < 2:
            return []
        return self._release(held, len(held))

    def _settle(self, run: Run) -> list[SampleBlock | Hole]:
        held = run.copy() if self.state.held is None else self.state.held.followed_by(run)
        self.state.held = held
        within = int(np.searchsorted(held.t_s, held.t_s[0] + _SETTLING_S))
        if within == len(held):
            return []
        return self._release(held, within)

    def _release(self, held: Run, within: int) -> list[SampleBlock | Hole]:
        self.state.native_hz = rate_of(held.t_s[: max(within, 2)])
        self.state.held = None
        return self._advance(held)

    def _advance(self, run: Run) -> list[SampleBlock | Hole]:
        segment = self.state.segment or self._begin(run, 0)
        whole = None if run.flags is not None else segment.follow(run.t_s, run.values)
        if whole is not None:
            return [whole] if len(whole) else []
        before_s = np.empty(len(run))
        before_s[0], before_s[1:] = segment.t_s, run.t_s[:-1]
        irregular = run.t_s - before_s > 1.5 / self.rate_hz
        if not any_true(irregular):
            return self._extend(run)
        return self._advance_over_holes(run, before_s, np.flatnonzero(irregular).tolist())

    def _advance_over_holes(
        self, run: Run, before_s: FloatArray, irregular: list[int]
    ) -> list[SampleBlock | Hole]:
        pieces: list[SampleBlock | Hole] = []
        done = 0
        for i in irregular:
            start_s, end_s = float(before_s[i]), float(run.t_s[i])
            if not self.on_change:
                self.health.lost += max(1, round((end_s - start_s) * self.state.native_hz) - 1)
                if end_s - start_s <= self._limit_s(_BRIDGED_S, _BRIDGED_PERIODS):
                    self._segment().mark_hole(start_s, end_s, BRIDGED)
                    continue
            pieces += self._extend(run[done:i])
            pieces += self._hold_until(end_s) if self.on_change else self._hole(start_s, end_s, run[i:])
            done = i
        return pieces + self._extend(run[done:])

    def _hole(self, start_s: float, end_s: float, behind: Run) -> list[SampleBlock | Hole]:
        breaks = end_s - start_s > self._limit_s(_MISSING_S, _MISSING_PERIODS)
        if breaks:
            skipped = round((end_s - start_s) * self.rate_hz)
            self._begin(behind, self._segment().next_start + skipped)
        else:
            self._segment().mark_hole(start_s, end_s, MISSING)
        return [Hole(start_s, end_s, breaks, decided_s=end_s)]

    def _limit_s(self, floor_s: float, periods: float) -> float:
        return max(floor_s, periods / self.state.native_hz) + _ROUNDING_S

    def _extend(self, run: Run) -> list[SampleBlock | Hole]:
        if len(run) == 0:
            return []
        segment = self._segment()
        if run.flags is not None:
            segment.mark_samples(run.t_s, run.flags)
        block = segment.extend(run.t_s, run.values)
        return [block] if len(block) else []

    def _hold_until(self, end_s: float) -> list[SampleBlock | Hole]:
        """Nothing changed until a period before the next sample."""
        row = self._segment().row
        return self._extend(Run(np.array([end_s - 1.0 / self.rate_hz]), row))

    def _begin(self, run: Run, base: int) -> Segment:
        segment = Segment.begin(
            float(run.t_s[0]), run.values[:, :1], self.rate_hz, base, averaged=self.averaged
        )
        self.state.segment = segment
        return segment

    def _segment(self) -> Segment:
        segment = self.state.segment
        if segment is None:
            raise RuntimeError("the grid has not begun")
        return segment


def rate_of(t_s: FloatArray) -> float:
    """Return the rate of samples at these times, Hz: the median interval's.

    Times that come in bursts have a median far below their mean; of those the mean counts, holes left out.
    """
    step_s = np.diff(t_s)
    median_s = np.median(step_s)
    mean_s = step_s[step_s <= np.quantile(step_s, _WITHOUT_HOLES)].mean()
    return float(1.0 / (mean_s if mean_s > 2.0 * median_s else median_s))
