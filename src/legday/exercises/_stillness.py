"""Where the thigh is calm, far from standing, and where it has left: the vector half of `_hold`."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legday.core.block import MISSING, FlagArray, FloatArray, MotionBlock
from legday.core.filters import FilterMemory, lowpass, lowpass_delay_s

CALM, OUTSIDE = 1, 2
OUTSIDE_CODE = np.array(OUTSIDE, np.int8)


@dataclass(frozen=True, slots=True)
class Instant:
    """A sample with what was counted and summed up before it; ``t_s`` is free of the low-pass's delay."""

    samples: int
    t_s: float
    angle_rad: float
    angle_sum: float
    force_sum: float
    missing: bool


@dataclass(slots=True)
class StillnessState:
    """Filter, sums, and the angles of the last second; ``smooth`` is None behind a gap."""

    smooth: FilterMemory = None
    past: FloatArray | None = None
    before_rad: float | None = None
    samples: int = 0
    angle_sum: float = 0.0
    force_sum: float = 0.0

    def forget_signal(self) -> None:
        """Start anew behind a gap; the angles from before it are still what a departure is judged by."""
        self.smooth = self.before_rad = None


@dataclass(slots=True, eq=False)
class Stillness:
    """A block, seen with a hold in mind. Nobody writes into one, as with a `MotionBlock`.

    Parameters
    ----------
    samples : int
        Number of samples before the first.
    t_s, angle : (n,) float
        Time, s, and low-passed size of the angle, rad.
    angle_sum, force_sum : (n + 1,) float
        Sums of angle and force before each sample.
    flags : (n,) uint8
        As in the block.
    code : (n,) int8
        ``CALM`` where the thigh is in the band and hardly turns, ``OUTSIDE`` where it has left.
    delay_s : float
        Of the low-pass.
    """

    samples: int
    t_s: FloatArray
    angle: FloatArray
    angle_sum: FloatArray
    force_sum: FloatArray
    flags: FlagArray
    code: NDArray[np.int8]
    delay_s: float

    def runs(self) -> list[tuple[int, int, int]]:
        """Return stretches of one code: (start, end, code)."""
        codes = self.code.tobytes()
        if codes.count(codes[0]) == len(codes):  # as in most notifications
            return [(0, len(codes), codes[0])]
        edges = [0, *((self.code[1:] != self.code[:-1]).nonzero()[0] + 1).tolist(), len(self.code)]
        return [(a, b, int(self.code[a])) for a, b in itertools.pairwise(edges)]

    def instant(self, i: int) -> Instant:
        """Return sample ``i`` of the block."""
        return Instant(
            self.samples + i,
            float(self.t_s[i]) - self.delay_s,
            float(self.angle[i]),
            float(self.angle_sum[i]),
            float(self.force_sum[i]),
            bool(self.flags[i] & MISSING),
        )


class StillnessFinder:
    """Turns motion into `Stillness`.

    Parameters
    ----------
    rate_hz : float
        Rate of the grid.
    band_rad : (float, float)
        Angles from standing within which a hold begins.
    margin_rad : float
        Beyond the band by more than this is outside.
    cutoff_hz : float
        Low-pass of the angle.
    calm_rad_s : float
        Slower than this is calm.
    leave_rad, within_s : float
        Turned by more than this within this time is outside.

    Attributes
    ----------
    delay_s : float
        Of the low-pass.
    """

    def __init__(
        self,
        rate_hz: float,
        band_rad: tuple[float, float],
        margin_rad: float,
        *,
        cutoff_hz: float,
        calm_rad_s: float,
        leave_rad: float,
        within_s: float,
    ) -> None:
        self._rate_hz = rate_hz
        low_rad, high_rad = band_rad
        # From each of these on the angle is in the band, above it, near it, and beyond.
        inner = low_rad, np.nextafter(high_rad, math.inf)
        outer = low_rad - margin_rad, np.nextafter(high_rad + margin_rad, math.inf)
        self._edges = np.array((*inner, *outer))[:, np.newaxis]
        self._calm_rad_s = calm_rad_s
        self._leave_rad = leave_rad
        self._smooth = lowpass(cutoff_hz, rate_hz)
        self._within = max(1, round(within_s * rate_hz))
        # Delay of a second-order Butterworth filter at low frequencies.
        self.delay_s = lowpass_delay_s(cutoff_hz, rate_hz)

    def look(self, block: MotionBlock, state: StillnessState) -> Stillness:
        """Return the next block with its codes; the block is not empty."""
        # The size of the angle passes through nothing when the sign of the mounting is revised.
        angle, state.smooth = self._smooth.apply(np.abs(block.angle), state.smooth)
        angle_sum, force_sum = _summed(state.angle_sum, angle), _summed(state.force_sum, block.force)
        code = self._code(angle, self._earlier(angle, state), state.before_rad)
        samples = state.samples
        state.before_rad, state.samples = angle.item(-1), samples + len(block)
        state.angle_sum, state.force_sum = angle_sum.item(-1), force_sum.item(-1)
        return Stillness(samples, block.t_s, angle, angle_sum, force_sum, block.flags, code, self.delay_s)

    def _earlier(self, angle: FloatArray, state: StillnessState) -> FloatArray:
        """Return (n,) the angle ``within_s`` before each sample; the first angle of all stands before it."""
        past = np.full(self._within, angle[0]) if state.past is None else state.past
        joined = np.concatenate((past, angle))
        state.past = joined[len(angle) :]
        return joined[: len(angle)]

    def _code(self, angle: FloatArray, earlier: FloatArray, before: float | None) -> NDArray[np.int8]:
        step = np.empty_like(angle)
        step[0] = 0.0 if before is None else angle[0] - before
        np.subtract(angle[1:], angle[:-1], out=step[1:])
        in_band, above_band, near, beyond = angle >= self._edges
        calm = np.abs(step) < self._calm_rad_s / self._rate_hz
        calm &= in_band > above_band
        outside = np.abs(angle - earlier) > self._leave_rad
        outside |= near == beyond
        code: NDArray[np.int8] = outside.view(np.int8) * OUTSIDE_CODE
        code += calm.view(np.int8)
        return code


def _summed(before: float, values: FloatArray) -> FloatArray:
    """Return (n + 1,) the sum before each of the values and behind the last."""
    sums = np.empty(len(values) + 1)
    sums[0], sums[1:] = before, values
    np.add.accumulate(sums, out=sums)
    return sums
