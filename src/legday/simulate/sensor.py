"""A strapped sensor: mounting, range, noise, bias and its own clock."""

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial.transform import Rotation

from legday.core.block import CLIPPED, STANDARD_GRAVITY, FloatArray, SampleBlock
from legday.simulate.kinematics import Kinematics


@dataclass(frozen=True)
class Strapped:
    """How a sensor sits on the thigh and what it is worth.

    Parameters
    ----------
    rate_hz : float
        Its sampling rate.
    mounting : Rotation
        From the segment frame to the sensor's.
    slip : Rotation
        Turns the sensor further, from ``slip_at_s`` on.
    acc_range_m_s2, gyr_range_rad_s : float
        Ends of the ranges.
    acc_noise_m_s2, gyr_noise_rad_s : float
        Standard deviation of white noise.
    acc_bias_m_s2, gyr_bias_rad_s : tuple
        Constant errors, in the sensor frame.
    drift : float
        Relative error of its clock: its seconds are shorter by this much.
    gyroscope : bool
        Whether it has one.
    """

    rate_hz: float = 100.0
    mounting: Rotation = field(default_factory=Rotation.identity)
    slip: Rotation = field(default_factory=Rotation.identity)
    slip_at_s: float = np.inf
    acc_range_m_s2: float = 16.0 * STANDARD_GRAVITY
    gyr_range_rad_s: float = np.radians(2000.0)
    acc_noise_m_s2: float = 0.03
    gyr_noise_rad_s: float = 0.003
    acc_bias_m_s2: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gyr_bias_rad_s: tuple[float, float, float] = (0.004, -0.003, 0.002)
    drift: float = 0.0
    gyroscope: bool = True


def sense(motion: Kinematics, sensor: Strapped, seed: int = 0) -> SampleBlock:
    """Return what the sensor measures of a motion; ``t_s`` is its own clock's, from 0."""
    random = np.random.default_rng(seed)
    count = int(motion.t_s[-1] * sensor.rate_hz * (1.0 + sensor.drift)) + 1
    device_s = np.arange(count) / sensor.rate_hz
    true_s = device_s / (1.0 + sensor.drift)
    acc = _mounted(_sampled(motion.force, motion.t_s, true_s), sensor, true_s)
    acc = acc + np.array(sensor.acc_bias_m_s2) + sensor.acc_noise_m_s2 * random.standard_normal(acc.shape)
    limited = np.clip(acc, -sensor.acc_range_m_s2, sensor.acc_range_m_s2)
    flags = np.where((limited != acc).any(axis=1), CLIPPED, 0).astype(np.uint8)
    gyr = None
    if sensor.gyroscope:
        gyr = _mounted(_sampled(motion.rate, motion.t_s, true_s), sensor, true_s)
        gyr = (
            gyr + np.array(sensor.gyr_bias_rad_s) + sensor.gyr_noise_rad_s * random.standard_normal(gyr.shape)
        )
        gyr = np.clip(gyr, -sensor.gyr_range_rad_s, sensor.gyr_range_rad_s)
    return SampleBlock(0, device_s, limited, gyr, flags)


def _sampled(fine: FloatArray, fine_s: FloatArray, at_s: FloatArray) -> FloatArray:
    return np.stack([np.interp(at_s, fine_s, fine[:, axis]) for axis in range(3)], axis=1)


def _mounted(vectors: FloatArray, sensor: Strapped, true_s: FloatArray) -> FloatArray:
    turned = np.asarray(sensor.mounting.apply(vectors))
    slipped = np.asarray((sensor.slip * sensor.mounting).apply(vectors))
    return np.where((true_s >= sensor.slip_at_s)[:, None], slipped, turned)
