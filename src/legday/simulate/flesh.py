"""What lies between the bone and the sensor: unsteady muscles, and flesh on which a sensor swings and rocks.

The figures are those of ordinary straps on ordinary thighs: see ``docs/explanation/simulator.md`` for what
they were compared with.
"""

from dataclasses import dataclass

import numpy as np
from scipy.signal import bilinear, butter, lfilter, sosfilt

from legday.core.block import FloatArray

SHAKE_HZ = (1.2, 5.0)
"""Muscles are unsteady between these: third-octave bands from 2.5 to 13 Hz then have about the same RMS."""

EFFORT_S = 0.4
ROCKING_HZ = 3.0


@dataclass(frozen=True, slots=True)
class Flesh:
    """How a sensor is held.

    Parameters
    ----------
    resonance_hz, damping : float
        Of the sensor's mass on strap, skin and muscle. Wand-marker resonances of 23 to 51 Hz are published
        for light skin markers; a sensor of tens of grams on a thigh swings lower.
    rest_m_s2 : float
        RMS of the unsteadiness of a person who stands still, per axis.
    effort_m_s2 : float
        What each rad/s of the segment's turning adds to it.
    rocking_shake, rocking_shock : float
        Angular rate for each m/s² of unsteadiness and of shock: a sensor does not only shift on flesh, it
        rocks, s/m.
    """

    resonance_hz: float = 13.0
    damping: float = 0.35
    rest_m_s2: float = 0.08
    effort_m_s2: float = 0.4
    rocking_shake: float = 0.35
    rocking_shock: float = 0.08


def shaking(rate: FloatArray, flesh: Flesh, rate_hz: float, random: np.random.Generator) -> FloatArray:
    """Return (n, 3) the acceleration of unsteady muscles, m/s², for the (n, 3) turning of their segment."""
    white = random.standard_normal(rate.shape)
    band = butter(1, SHAKE_HZ, "bandpass", fs=rate_hz, output="sos")
    noise = np.asarray(sosfilt(band, white, axis=0))
    noise /= float(np.sqrt(np.mean(noise**2))) or 1.0
    turning = np.sqrt(np.einsum("ij,ij->i", rate, rate))
    decay = np.exp(-1.0 / (EFFORT_S * rate_hz))
    effort = np.asarray(lfilter([1.0 - decay], [1.0, -decay], turning))
    return np.asarray(noise * (flesh.rest_m_s2 + flesh.effort_m_s2 * effort)[:, None])


def swinging(acceleration: FloatArray, flesh: Flesh, rate_hz: float) -> FloatArray:
    """Return what arrives at a mass that spring and damper join to the bone: their transmissibility."""
    angular = 2.0 * np.pi * flesh.resonance_hz
    damped = 2.0 * flesh.damping * angular
    above, below = bilinear([damped, angular**2], [1.0, damped, angular**2], fs=rate_hz)
    return np.asarray(lfilter(above, below, acceleration, axis=0))


def rocking(shock: FloatArray, rate_hz: float) -> FloatArray:
    """Return (n, 3) how a shock in the segment frame rocks the sensor, in units of a gain of 1 s/m."""
    above = butter(1, ROCKING_HZ, "highpass", fs=rate_hz, output="sos")
    felt = np.asarray(sosfilt(above, shock, axis=0))
    return np.stack([np.zeros(len(felt)), -felt[:, 2], felt[:, 1]], axis=1)
