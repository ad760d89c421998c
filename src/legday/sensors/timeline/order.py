"""Samples in the order of their times: what is damaged, came twice or came late is dropped and counted."""

import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from legday.core.masks import all_true
from legday.sensors.timeline.health import Health
from legday.sensors.timeline.run import Run

_REMEMBERED = 64  # times by which a sample that came twice is told from one that came late
_RESTART_BEHIND_S = 10.0  # a clock this far behind,
_RESTART_LASTS_S = 1.0  # for this long, has started anew


@dataclass(slots=True)
class OrderState:
    """The last time, some before it, and what is known of a clock that fell behind.

    ``offset_s`` is added to every time: it keeps time going forward when a clock starts anew.
    """

    last_s: float = -math.inf
    offset_s: float = 0.0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    behind_since_s: float | None = None
    last_arrival_s: float = 0.0


class Order:
    """Lets samples through whose times go up.

    Parameters
    ----------
    health : Health
        Where dropped samples are counted.
    """

    def __init__(self, health: Health) -> None:
        self.health = health
        self.state = OrderState()

    def push(self, run: Run, arrival_s: float) -> Run:
        """Return the samples whose times go up from the last one's; ``arrival_s`` is host time."""
        state, values = self.state, run.values
        t_s = run.t_s + state.offset_s if state.offset_s else run.t_s
        last_s = t_s.item(-1)
        rising = t_s.item(0) > state.last_s and all_true(t_s[1:] > t_s[:-1])
        if not (rising and math.isfinite(last_s) and all_true(np.isfinite(values))):
            return self._sieve(run, arrival_s)
        state.last_s = last_s
        state.recent.extend(t_s[-_REMEMBERED:].tolist())
        state.behind_since_s = None
        state.last_arrival_s = arrival_s
        return run if t_s is run.t_s else Run(t_s, values, run.flags)

    def _sieve(self, run: Run, arrival_s: float) -> Run:
        whole = np.isfinite(run.t_s) & np.isfinite(run.values).all(axis=(0, 2))
        self.health.damaged += int(len(run) - np.count_nonzero(whole))
        kept = np.zeros(len(run), bool)
        times = run.t_s.copy()
        for i in np.flatnonzero(whole).tolist():
            self._note_restart(float(run.t_s[i]), arrival_s)
            times[i] += self.state.offset_s
            kept[i] = self._take(float(times[i]), arrival_s)
        return Run(times, run.values, run.flags).keep(kept)

    def _take(self, t_s: float, arrival_s: float) -> bool:
        state = self.state
        if t_s > state.last_s:
            state.last_s, state.last_arrival_s, state.behind_since_s = t_s, arrival_s, None
            state.recent.append(t_s)
            return True
        if t_s in state.recent:
            self.health.duplicates += 1
        else:
            self.health.reordered += 1
        return False

    def _note_restart(self, raw_s: float, arrival_s: float) -> None:
        state = self.state
        t_s = raw_s + state.offset_s
        if t_s > state.last_s - _RESTART_BEHIND_S:
            return
        if state.behind_since_s is None or t_s < state.behind_since_s:
            state.behind_since_s = t_s
        if t_s - state.behind_since_s < _RESTART_LASTS_S:
            return
        elapsed_s = max(_RESTART_LASTS_S, arrival_s - state.last_arrival_s)
        state.offset_s = state.last_s + elapsed_s - raw_s
        state.behind_since_s = None
        self.health.restarts += 1
