"""An accelerometer and a gyroscope with notifications of their own: joined at the accelerometer's times.

An accelerometer sample waits until the gyroscope has got past it; its angular rate is interpolated between
the two neighbours. A gyroscope that is 0.5 s behind, beyond the length of a notification, keeps nobody
waiting: the samples go on with its last word, flagged ``MISSING``. Before its first word it has 2 s.
"""

from dataclasses import dataclass

import numpy as np

from legday.core.block import BRIDGED, MISSING, FlagArray, FloatArray
from legday.sensors.timeline.run import Run

_PATIENCE_S = 0.5
_FIRST_PATIENCE_S = 2.0  # it is started second, and its notification may hold more than a second
_HOLE_S, _HOLE_PERIODS = 0.06, 2.5  # no angular rate is made up over more than this


@dataclass(slots=True)
class JoinState:
    """What waits for the other sensor, and the length of the longer one's last notification, s.

    The gyroscope's run begins at or before the first waiting sample.
    """

    acc: Run | None = None
    gyr: Run | None = None
    acc_length_s: float = 0.0
    gyr_length_s: float = 0.0


class Join:
    """Joins the runs of two sensors of one device.

    Parameters
    ----------
    gyro_rate_hz : float
        Nominal rate of the gyroscope; 0 where unknown.
    """

    def __init__(self, gyro_rate_hz: float) -> None:
        period_s = 1.0 / gyro_rate_hz if gyro_rate_hz else 0.0
        self.hole_s = max(_HOLE_S, _HOLE_PERIODS * period_s)
        self.gap_s = 1.5 * period_s if period_s else self.hole_s
        self.state = JoinState()

    def push_acc(self, run: Run) -> list[Run]:
        """Take accelerometer samples and return those that need not wait any more."""
        state = self.state
        state.acc = run.copy() if state.acc is None else state.acc.followed_by(run)
        state.acc_length_s = float(run.t_s[-1] - run.t_s[0])
        return self._pop()

    def push_gyr(self, run: Run) -> list[Run]:
        """Take gyroscope samples and return what was waiting for them."""
        state = self.state
        state.gyr = run.copy() if state.gyr is None else state.gyr.followed_by(run)
        state.gyr_length_s = float(run.t_s[-1] - run.t_s[0])
        return self._pop()

    def flush(self) -> list[Run]:
        """Return what still waits."""
        return self._release(0 if self.state.acc is None else len(self.state.acc))

    def _pop(self) -> list[Run]:
        acc, gyr = self.state.acc, self.state.gyr
        if acc is None or len(acc) == 0:
            return []
        patience_s = _PATIENCE_S if gyr is not None else _FIRST_PATIENCE_S
        patience_s += max(self.state.acc_length_s, self.state.gyr_length_s)
        ready = 0 if gyr is None else int(np.searchsorted(acc.t_s, gyr.t_s[-1], side="right"))
        overdue = int(np.searchsorted(acc.t_s, acc.t_s[-1] - patience_s))
        return self._release(max(ready, overdue))

    def _release(self, count: int) -> list[Run]:
        acc = self.state.acc
        if acc is None or count == 0:
            return []
        chosen = acc[:count]
        rate, flags = interpolate(self.state.gyr, chosen.t_s, self.gap_s, self.hole_s)
        if chosen.flags is not None:
            flags |= chosen.flags
        self.state.acc = acc[count:].copy()
        self._forget_before(float(chosen.t_s[-1]))
        values = np.concatenate((chosen.values, rate))
        return [Run(chosen.t_s, values, flags if flags.any() else None)]

    def _forget_before(self, t_s: float) -> None:
        gyr = self.state.gyr
        if gyr is not None:
            needed = int(np.searchsorted(gyr.t_s, t_s, side="right")) - 1
            self.state.gyr = gyr[max(needed, 0) :].copy()


def interpolate(
    run: Run | None, t_s: FloatArray, gap_s: float, hole_s: float
) -> tuple[FloatArray, FlagArray]:
    """Return a run's values and flags at other times.

    They are ``BRIDGED`` between two samples more than ``gap_s`` apart and just outside the run, and
    ``MISSING`` where the nearest sample, or the two around, are more than ``hole_s`` away or apart.
    """
    if run is None or len(run) == 0:
        return np.zeros((1, len(t_s), 3)), np.full(len(t_s), MISSING, np.uint8)
    behind = np.searchsorted(run.t_s, t_s)
    right = np.minimum(behind, len(run) - 1)
    left = np.maximum(behind - 1, 0)
    width_s = run.t_s[right] - run.t_s[left]
    share = (t_s - run.t_s[left]) / np.where(width_s > 0.0, width_s, np.inf)
    left_values = run.values.take(left, axis=1)
    values = left_values + (run.values.take(right, axis=1) - left_values) * share[:, None]
    away_s = np.where(width_s > 0.0, width_s, np.abs(t_s - run.t_s[right]) + gap_s)
    away_s[run.t_s[right] == t_s] = 0.0
    flags = np.where(away_s > hole_s, MISSING, np.where(away_s > gap_s, BRIDGED, 0)).astype(np.uint8)
    if run.flags is not None:
        flags |= run.flags[left] | run.flags[right]
    return values, flags
