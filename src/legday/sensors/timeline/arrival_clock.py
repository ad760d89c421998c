"""Time for sensors that have none: samples are counted, and the count is tied to the arrivals.

Sample n was taken at n times the period on a clock of the sensor's own, which `LowerHull` relates to the
host's. Time only moves forward: what the line says anew is worked in slowly, at most 1 ms in a second.

A notification that seems late may follow a lost one. It is held back, with those behind it, until one comes
in time (then nothing was lost) or `lost_before` can tell how much was.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from legday.sensors.samples import Clock
from legday.sensors.timeline.loss import lost_before
from legday.sensors.timeline.lower_hull import UNTRUSTED_SLOPE, LowerHull
from legday.sensors.timeline.run import Run

_SETTLING_S = 2.0  # an unknown rate is found from so much
_SLEW = 1e-3  # fastest correction, s per s
_SLEW_TIME_S = 60.0  # smaller corrections take so long
_LATE_PACKETS, _LATE_JITTERS = 0.75, 2.0  # of a notification's length and of the usual lateness


class Arrival(NamedTuple):
    """Samples of one notification that came at ``y_s``; their times mean nothing until they are found."""

    y_s: float
    run: Run


@dataclass(slots=True)
class ArrivalClockState:
    """Where the two clocks stand.

    Parameters
    ----------
    period_s : float
        Distance of samples on the sensor's clock; 0 while unknown.
    begun : bool
        A sample was given a time.
    x_s, t_s : float
        The last sample on the sensor's clock, and its time as published.
    ahead_s : float
        What published time is ahead of the host's.
    hull : LowerHull
        What the sensor's clock has to do with the host's.
    held : list of Arrival
        Notifications that wait for a decision.
    """

    period_s: float
    hull: LowerHull
    begun: bool = False
    x_s: float = 0.0
    t_s: float = 0.0
    ahead_s: float = 0.0
    held: list[Arrival] = field(default_factory=list)


class ArrivalClock:
    """Gives samples times by counting them.

    Parameters
    ----------
    clock : Clock
        Its ``rate_hz`` and ``on_change`` matter here.
    """

    def __init__(self, clock: Clock) -> None:
        self.on_change = clock.on_change
        hull = LowerHull() if clock.rate_hz else LowerHull(bound=UNTRUSTED_SLOPE)
        self.state = ArrivalClockState(1.0 / clock.rate_hz if clock.rate_hz else 0.0, hull)

    def push(self, run: Run, y_s: float, ahead_s: float) -> list[Arrival]:
        """Take a notification; return those whose times are known now, with them.

        ``ahead_s`` is what published time is ahead of arrivals, for the first notification.
        """
        state = self.state
        if not state.begun and not state.held:
            state.ahead_s = ahead_s
        if state.period_s == 0.0:
            return self._settle(run, y_s)
        if self.on_change:
            return [self._stamp_by_arrival(Arrival(y_s, run))]
        if state.held or self._is_late(state.x_s + len(run) * state.period_s, len(run), y_s):
            state.held.append(Arrival(y_s, run.copy()))
            return self._judge_held()
        return [self._stamp(Arrival(y_s, run))]

    def flush(self) -> list[Arrival]:
        """Return what is held back, taken as late and not as lost."""
        state = self.state
        if state.period_s == 0.0:
            return self._release_settled() if len(state.held) > 1 else []
        return self._release()

    def _settle(self, run: Run, y_s: float) -> list[Arrival]:
        held = self.state.held
        held.append(Arrival(y_s, run.copy()))
        return self._release_settled() if y_s - held[0].y_s >= _SETTLING_S else []

    def _release_settled(self) -> list[Arrival]:
        held = self.state.held
        count = sum(len(arrival.run) for arrival in held[1:])
        self.state.period_s = max(held[-1].y_s - held[0].y_s, 1e-3) / count
        self.state.ahead_s = (len(held[0].run) - 1) * self.state.period_s
        return self._release()

    def _release(self) -> list[Arrival]:
        held, self.state.held = self.state.held, []
        stamp = self._stamp_by_arrival if self.on_change else self._stamp
        return [stamp(arrival) for arrival in held]

    def _is_late(self, x_s: float, count: int, y_s: float) -> bool:
        """Whether a notification is late enough to ask whether one was lost before it."""
        state = self.state
        if not state.begun:
            return False
        limit_s = self._limit_s(count)
        late_s = state.hull.lateness(x_s, y_s)
        return late_s >= limit_s and late_s - state.hull.recent_lateness() >= limit_s

    def _limit_s(self, count: int) -> float:
        return max(_LATE_PACKETS * count * self.state.period_s, _LATE_JITTERS * self.state.hull.jitter_s)

    def _judge_held(self) -> list[Arrival]:
        state = self.state
        held = state.held
        x_s = state.x_s + np.cumsum([len(arrival.run) for arrival in held]) * state.period_s
        count = len(held[-1].run)
        if not self._is_late(float(x_s[-1]), count, held[-1].y_s):
            return self._release()
        y_s = [arrival.y_s for arrival in held]
        recent_s = state.hull.recent_lateness()
        late_s = [state.hull.lateness(x, y) - recent_s for x, y in zip(x_s.tolist(), y_s, strict=True)]
        lost_s = lost_before(y_s, late_s, count * state.period_s, state.period_s)
        if lost_s is None:
            return []
        state.held = []
        return [
            self._stamp(arrival, lost_s=now_s - before_s)
            for arrival, before_s, now_s in zip(held, [0.0, *lost_s], lost_s, strict=False)
        ]

    def _stamp(self, arrival: Arrival, lost_s: float = 0.0) -> Arrival:
        state, count = self.state, len(arrival.run)
        if not state.begun:
            self._begin(arrival)
        state.x_s += lost_s
        state.t_s += lost_s * (1.0 + state.hull.slope)
        span_s = count * state.period_s
        state.x_s += span_s
        state.hull.push(state.x_s, arrival.y_s)
        step_s = span_s * (1.0 + state.hull.slope)
        error_s = state.hull.arrival_of(state.x_s) + state.ahead_s - state.t_s - step_s
        step_s += min(max(error_s / _SLEW_TIME_S, -_SLEW), _SLEW) * span_s
        times = state.t_s + np.arange(1, count + 1, dtype=np.float64) * (step_s / count)
        state.t_s = float(times[-1])
        return Arrival(arrival.y_s, Run(times, arrival.run.values, arrival.run.flags))

    def _begin(self, arrival: Arrival) -> None:
        state = self.state
        state.begun = True
        state.t_s = arrival.y_s + state.ahead_s - len(arrival.run) * state.period_s
        state.x_s = state.t_s

    def _stamp_by_arrival(self, arrival: Arrival) -> Arrival:
        state, count = self.state, len(arrival.run)
        state.begun = True
        times = arrival.y_s + state.ahead_s + np.arange(1 - count, 1, dtype=np.float64) * state.period_s
        return Arrival(arrival.y_s, Run(times, arrival.run.values, arrival.run.flags))
