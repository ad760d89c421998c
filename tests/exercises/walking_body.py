"""A body that walks, as an accelerometer anywhere on it feels it: caught once a step, rocked once a stride.

Standing, then steps at a given tempo, then standing. It knows nothing of the detector's filters.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from legday.core.block import STANDARD_GRAVITY, MotionBlock

REST_S = 4.0
Floats = NDArray[np.float64]


def still(seconds: float, rate_hz: float = 100.0, seed: int = 1) -> MotionBlock:
    """Return a sensor at rest."""
    random = np.random.default_rng(seed)
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    acc = np.tile([0.0, 0.0, STANDARD_GRAVITY], (len(t), 1)) + 0.02 * random.standard_normal((len(t), 3))
    return block_of(t, acc)


def walking(
    steps: int,
    period_s: float,
    rate_hz: float = 100.0,
    catch_m_s2: float = 4.0,
    rock_m_s2: float = 1.5,
    impact_m_s2: float = 8.0,
    rotation: Rotation | None = None,
    seed: int = 1,
) -> tuple[MotionBlock, Floats]:
    """Return the motion and the time of each step; the other foot's impacts are weaker."""
    random = np.random.default_rng(seed)
    steps_s = REST_S + period_s * (np.arange(steps) + 0.5)
    end_s = REST_S + steps * period_s
    t = np.arange(round((end_s + REST_S) * rate_hz)) / rate_hz
    phase = (t - steps_s[0]) / period_s
    up = catch_m_s2 * np.cos(2 * np.pi * phase) + rock_m_s2 * np.cos(np.pi * phase)
    for number, step_s in enumerate(steps_s):
        strength = 1.0 if number % 2 == 0 else 0.4
        up += strength * impact_m_s2 * np.exp(-0.5 * ((t - step_s) / 0.02) ** 2)
    up[(t < REST_S) | (t >= end_s)] = 0.0
    acc = np.zeros((len(t), 3))
    acc[:, 2] = STANDARD_GRAVITY + up
    acc += 0.05 * random.standard_normal(acc.shape)
    if rotation is not None:
        acc = np.asarray(rotation.apply(acc))
    return block_of(t, acc), steps_s


def turning(motion: MotionBlock, middle_s: float, seconds: float, angle_rad: float) -> MotionBlock:
    """Return the same motion with a turn to the left in it, and the hip rotating with each stride."""
    t = motion.t_s
    yaw = np.where(np.abs(t - middle_s) <= seconds / 2, angle_rad / seconds, 0.0)
    yaw = yaw + 0.8 * np.sin(2 * np.pi * t / 1.1)
    return block_of(t, motion.acc, np.stack([0 * yaw, 0 * yaw, yaw], axis=1))


def block_of(t_s: Floats, acc: Floats, gyr: Floats | None = None) -> MotionBlock:
    """Return samples as a block whose attitude stands still."""
    count = len(t_s)
    return MotionBlock(
        start=0,
        t_s=t_s,
        acc=acc,
        gyr=gyr,
        up=np.tile([0.0, 0.0, 1.0], (count, 1)),
        angle=np.zeros(count),
        rate=np.zeros(count),
        force=np.linalg.norm(acc, axis=1),
        long_axis=np.array([0.0, 0.0, 1.0]),
        flexion_axis=np.full(3, np.nan),
        flags=np.zeros(count, dtype=np.uint8),
    )
