"""A planar thigh with known truth: high knees on the spot, as a sensor 20 cm below the hip feels them.

Segment frame: x out of the front of the thigh, y left, z along the thigh towards the hip. The thigh swings
between two angles; the hip bobs at step frequency; each foot strike is a short pulse upwards, the own leg's
the stronger one. It knows nothing of the detector's filters or thresholds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legday.core.block import STANDARD_GRAVITY, MotionBlock

FINE_HZ = 1000.0
REST_S = 3.0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class HighKneesTruth:
    """The motion in the segment frame, and when each lift was highest."""

    t_s: Floats
    angle: Floats
    force: Floats
    rate: Floats
    lifts_s: list[float]
    lift_rad: float


def high_knees(
    steps_per_min: float,
    lifts: int,
    low_deg: float = -5.0,
    top_deg: float = 90.0,
    below_hip_m: float = 0.20,
    bob_m: float = 0.03,
    strike_m_s2: float = 15.0,
) -> HighKneesTruth:
    """Return standing, ``lifts`` lifts of this leg, standing."""
    period_s = 120.0 / steps_per_min
    end_s = REST_S + lifts * period_s
    t = np.arange(round((end_s + REST_S) * FINE_HZ)) / FINE_HZ
    inside = (t >= REST_S) & (t < end_s)
    phase = np.where(inside, 2 * np.pi * (t - REST_S) / period_s, 0.0)
    low, top = np.radians(low_deg), np.radians(top_deg)
    ramp = np.clip(np.minimum((t - REST_S) / period_s, (end_s - t) / period_s) * 4, 0, 1)
    angle = np.where(inside, low * ramp + (top - low) * (1 - np.cos(phase)) / 2, 0.0)
    hip = np.where(inside, bob_m * (1 - np.cos(2 * phase)) / 2, 0.0)
    x = below_hip_m * np.sin(angle)
    z = hip - below_hip_m * np.cos(angle)
    world = np.stack([_twice(x), np.zeros_like(t), _twice(z) + STANDARD_GRAVITY], axis=1)
    for lift in range(lifts):
        for part, share in ((0.0, 1.0), (0.5, 0.4)):
            _strike(world[:, 2], REST_S + (lift + part) * period_s, share * strike_m_s2)
    c, s = np.cos(angle), np.sin(angle)
    force = np.stack(
        [c * world[:, 0] + s * world[:, 2], world[:, 1], -s * world[:, 0] + c * world[:, 2]], axis=1
    )
    rate = np.stack([np.zeros_like(t), -np.gradient(angle, t), np.zeros_like(t)], axis=1)
    tops = [REST_S + (lift + 0.5) * period_s for lift in range(lifts)]
    return HighKneesTruth(t, angle, force, rate, tops, float(top))


def sensed(
    truth: HighKneesTruth, rate_hz: float = 100.0, gyroscope: bool = True, seed: int = 1
) -> MotionBlock:
    """Return the motion as a detector gets it, the attitude as good as exact."""
    random = np.random.default_rng(seed)
    t = np.arange(int(truth.t_s[-1] * rate_hz)) / rate_hz
    acc = _at(truth.force, truth.t_s, t) + 0.05 * random.standard_normal((len(t), 3))
    gyr = _at(truth.rate, truth.t_s, t) + 0.01 * random.standard_normal((len(t), 3))
    angle = np.interp(t, truth.t_s, truth.angle)
    up = np.stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)], axis=1)
    return MotionBlock(
        start=0,
        t_s=t,
        acc=acc,
        gyr=gyr if gyroscope else None,
        up=up,
        angle=angle,
        rate=-gyr[:, 1],
        force=np.linalg.norm(acc, axis=1),
        long_axis=np.array([0.0, 0.0, 1.0]),
        flexion_axis=np.array([0.0, -1.0, 0.0]),
        flags=np.zeros(len(t), dtype=np.uint8),
    )


def _twice(path: Floats) -> Floats:
    return np.asarray(np.gradient(np.gradient(path, 1 / FINE_HZ), 1 / FINE_HZ))


def _at(fine: Floats, fine_s: Floats, at_s: Floats) -> Floats:
    return np.stack([np.interp(at_s, fine_s, fine[:, axis]) for axis in range(3)], axis=1)


def _strike(upwards: Floats, at_s: float, peak: float) -> None:
    first = int(at_s * FINE_HZ)
    upwards[first : first + 40] += peak * np.sin(np.linspace(0.0, np.pi, 40))
