"""Device ticks to seconds: unwrapped, counted from the first one, one for each sample.

Where a notification carries one tick for several samples, the others lie between it and the notification
before; a notification that was lost in between is noticed first, so that time is not stretched over the hole.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legday.core.block import FloatArray
from legday.sensors.samples import Clock

Ticks = NDArray[np.int64] | NDArray[np.float64]

_FUTURE_S = 10.0  # a sample that seems taken this long after it arrived is of a clock that started anew
_LOST_SAMPLES, _LOST_SHARE = 0.75, 0.05  # longer by so much than its samples last: one was lost before it
_SPACING_GAIN = 0.125  # of the newest notification, once there were a few


@dataclass(slots=True)
class DeviceClockState:
    """The last tick as it came and unwrapped, and the notification before.

    ``spacing_s`` is the samples' distance within notifications, 0 while unknown; ``spacings`` counts the
    notifications it was learnt from.
    """

    tick: float = 0.0
    unwrapped: float | None = None
    stamp_s: float | None = None
    count: int = 0
    spacing_s: float = 0.0
    spacings: int = 0


class DeviceClock:
    """Gives each sample the device's own time.

    Integer ticks count from the first one; floating-point ticks are times already and stay what they are.

    Parameters
    ----------
    clock : Clock
        How the device tells time; ``stamps`` is not ``none``.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.state = DeviceClockState(spacing_s=1.0 / clock.rate_hz if clock.rate_hz else 0.0)

    @property
    def unsettled(self) -> bool:
        """Whether a notification's samples cannot be spread yet: their distance is not known."""
        return self.clock.stamps != "each" and self.state.spacing_s == 0.0

    def seconds(self, ticks: Ticks, origin: float, expected_s: float | None) -> FloatArray:
        """Return ticks as seconds since ``origin``; by its arrival, the last is about ``expected_s``."""
        if self.clock.wrap:
            ticks = self._unwrap(ticks, origin, expected_s)
        if self.clock.tick_s == 1.0 and ticks.dtype.kind == "f":
            return np.asarray(ticks, dtype=np.float64)
        since = ticks - int(origin) if ticks.dtype.kind == "i" else ticks
        return np.multiply(since, self.clock.tick_s, dtype=np.float64)

    def _unwrap(self, ticks: Ticks, origin: float, expected_s: float | None) -> Ticks:
        state, wrap = self.state, self.clock.wrap
        half = wrap // 2
        first = ticks[0]
        if state.unwrapped is None:  # the other stream of this device may have set the origin
            start = origin + (first - origin + half) % wrap - half
        else:
            start = state.unwrapped + (first - state.tick) % wrap
        steps = (ticks[1:] - ticks[:-1] + half) % wrap - half
        unwrapped = np.cumsum(np.concatenate((np.asarray([start], ticks.dtype), steps)))
        if expected_s is not None:
            unwrapped += self._turns(float(unwrapped[-1] - origin), expected_s)
        state.tick, state.unwrapped = ticks[-1].item(), unwrapped[-1].item()
        return unwrapped

    def _turns(self, ticks: float, expected_s: float) -> int:
        """Return whole turns of the counter that nobody saw, or the leap that undoes a new start."""
        wrap, tick_s = self.clock.wrap, self.clock.tick_s
        turns = round((expected_s / tick_s - ticks) / wrap) * wrap
        ahead = (ticks + turns) * tick_s - expected_s
        return turns if ahead < _FUTURE_S else turns - round(ahead / tick_s)

    def settle(self, first_s: float, first_count: int, second_s: float, second_count: int) -> None:
        """Take the samples' distance from the first two notifications."""
        count = second_count if self.clock.stamps == "last" else first_count
        self.state.spacing_s = max(second_s - first_s, 0.0) / count

    def spread(self, stamp_s: float, count: int) -> FloatArray:
        """Return the times of ``count`` samples whose first or last was taken at ``stamp_s``."""
        last = self.clock.stamps == "last"
        spacing_s = self._spacing(stamp_s, count, last=last)
        self.state.stamp_s, self.state.count = stamp_s, count
        numbers = np.arange(1 - count if last else 0, 1 if last else count, dtype=np.float64)
        return stamp_s + numbers * spacing_s

    def _spacing(self, stamp_s: float, count: int, *, last: bool) -> float:
        state = self.state
        if state.stamp_s is None:
            return state.spacing_s
        owed = count if last else state.count
        span_s = stamp_s - state.stamp_s
        longest_s = (owed * (1.0 + _LOST_SHARE) + _LOST_SAMPLES) * state.spacing_s
        if not 0.0 < span_s <= longest_s:
            return state.spacing_s
        state.spacings += 1
        gain = max(_SPACING_GAIN, 1.0 / state.spacings)
        state.spacing_s += (span_s / owed - state.spacing_s) * gain
        return span_s / owed if last else state.spacing_s
