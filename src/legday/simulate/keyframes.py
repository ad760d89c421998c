"""Keyframes of two legs and the body, what shakes them in between, and the smooth path through them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.interpolate import PPoly

from legday.core.block import FloatArray
from legday.simulate.truth import Leg

LEGS: tuple[Leg, Leg] = ("left", "right")
JOINTS = ("thigh", "knee", "abduction")
BODY = ("heading", "hip_height", "forward")
CHANNELS = (*(f"{leg}_{joint}" for leg in LEGS for joint in JOINTS), *BODY)

Key = tuple[float, float, float, float]
"""Time s, value, its rate, and the rate's rate."""


@dataclass(frozen=True, slots=True)
class Impact:
    """A pulse of acceleration through the legs: upwards and, in shares of that, to other sides.

    It rises in a quarter of its time and falls in the rest.
    ``left`` and ``right`` say how much of it each leg feels.
    """

    t_s: float
    peak_m_s2: float
    width_s: float = 0.03
    forward: float = 0.0
    sideways: float = 0.0
    left: float = 1.0
    right: float = 1.0


@dataclass(slots=True)
class Keyframes:
    """Keyframes of every channel, and the impacts between them."""

    keys: dict[str, list[Key]] = field(default_factory=lambda: {name: [] for name in CHANNELS})
    impacts: list[Impact] = field(default_factory=list)

    def add(self, channel: str, key: Key) -> None:
        """Append a keyframe; one at the same time as the last replaces it."""
        keys = self.keys[channel]
        if keys and key[0] <= keys[-1][0] + 1e-9:
            keys.pop()
        keys.append(key)

    def last(self, channel: str) -> Key:
        """Return the newest keyframe of a channel, at rest at zero where there is none."""
        keys = self.keys[channel]
        return keys[-1] if keys else (0.0, 0.0, 0.0, 0.0)


def interpolate(keys: Sequence[Key], t_s: FloatArray) -> FloatArray:
    """Return quintic interpolation of keyframes at ``t_s``; constant outside them."""
    if len(keys) < 2:
        return np.full(len(t_s), keys[0][1] if keys else 0.0)
    times = np.array([key[0] for key in keys])
    inside = np.clip(t_s, times[0], times[-1])
    return np.asarray(PPoly(_coefficients(np.array(keys)), times)(inside), dtype=np.float64)


def _coefficients(keys: FloatArray) -> FloatArray:
    """Return (6, n - 1) coefficients, highest power of the time since a keyframe first.

    Each polynomial meets value, rate and the rate's rate at both of its ends.
    """
    times, value, rate, bend = keys.T
    step, rise = np.diff(times), np.diff(value)
    rate0, rate1 = rate[:-1] * step, rate[1:] * step
    bend0, bend1 = bend[:-1] * step**2, bend[1:] * step**2
    of_share = [
        6.0 * rise - 3.0 * (rate0 + rate1) - 0.5 * (bend0 - bend1),
        -15.0 * rise + 8.0 * rate0 + 7.0 * rate1 + 0.5 * (3.0 * bend0 - 2.0 * bend1),
        10.0 * rise - 6.0 * rate0 - 4.0 * rate1 - 0.5 * (3.0 * bend0 - bend1),
        0.5 * bend0,
        rate0,
        value[:-1],
    ]
    return np.asarray(np.stack(of_share) / step ** np.arange(5, -1, -1)[:, None])
