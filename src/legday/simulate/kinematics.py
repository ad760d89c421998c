"""A thigh in space from keyframes: rigid motion, then the soft tissue between the bone and the strap.

World frame: x forward at the start, y left, z up. Segment frame, also the sensor's before it is mounted:
x out of the front of the thigh, y left, z along the thigh towards the hip. Thigh angle 0 is standing, +π/2
horizontal with the front up, -π/2 horizontal with the front down.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.interpolate import BPoly
from scipy.signal import lfilter

from legday.core.block import STANDARD_GRAVITY, FloatArray

FINE_HZ = 1000.0
CHANNELS = ("thigh", "abduction", "heading", "hip_height", "forward")

Key = tuple[float, float, float, float]
"""Time s, value, its rate, and the rate's rate."""


@dataclass(frozen=True, slots=True)
class Impact:
    """A pulse of acceleration through the leg: half a sine, upwards unless ``forward`` says more."""

    t_s: float
    peak_m_s2: float
    width_s: float = 0.03
    forward: float = 0.0


@dataclass(frozen=True, slots=True)
class Body:
    """What the leg and its flesh are like.

    Parameters
    ----------
    lever_m : float
        Distance along the thigh from the point that flies a parabola to the sensor. That point lies below
        the hip, since the trunk gives way when the legs are drawn up; keyframes of height are its own.
    tissue_hz, tissue_damping : float
        Resonance of strap, skin and muscle; wand-marker resonances of 23 to 51 Hz are published for skin
        markers, a heavy phone rings lower.
    """

    lever_m: float = 0.12
    tissue_hz: float = 24.0
    tissue_damping: float = 0.25


@dataclass(frozen=True, slots=True)
class Kinematics:
    """Motion of the sensor's place on the thigh at `FINE_HZ`.

    Parameters
    ----------
    t_s : (n,) float
        True time, s.
    thigh_rad : (n,) float
        Thigh angle.
    force : (n, 3) float
        Specific force in the segment frame, m/s².
    rate : (n, 3) float
        Angular rate in the segment frame, rad/s.
    """

    t_s: FloatArray
    thigh_rad: FloatArray
    force: FloatArray
    rate: FloatArray


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
    curve = BPoly.from_derivatives(times, [list(key[1:]) for key in keys])
    inside = np.clip(t_s, times[0], times[-1])
    return np.asarray(curve(inside), dtype=np.float64)


def move(frames: Keyframes, duration_s: float, body: Body) -> Kinematics:
    """Return the sensor's motion over ``[0, duration_s)``."""
    t_s = np.arange(round(duration_s * FINE_HZ)) / FINE_HZ
    path = {name: interpolate(frames.keys[name], t_s) for name in CHANNELS}
    turning = rotations(path["thigh"], path["abduction"], path["heading"])
    place = _place(path, turning, body)
    acceleration = _twice_differentiated(place) + _pulses(frames.impacts, t_s, path["heading"])
    felt = _through_tissue(acceleration, body)
    felt[:, 2] += STANDARD_GRAVITY
    force = np.einsum("nji,nj->ni", turning, felt)
    return Kinematics(t_s, path["thigh"], force, _angular_rate(turning))


def rotations(thigh: FloatArray, abduction: FloatArray, heading: FloatArray) -> FloatArray:
    """Return (n, 3, 3) rotations from the segment frame to the world."""
    flexion = _about(1, -thigh)
    outward = _about(0, abduction)
    turned = _about(2, heading)
    return np.asarray(np.einsum("nij,njk,nkl->nil", turned, outward, flexion))


def _about(axis: int, angle: FloatArray) -> FloatArray:
    one, two = (axis + 1) % 3, (axis + 2) % 3
    turning = np.zeros((len(angle), 3, 3))
    turning[:, axis, axis] = 1.0
    turning[:, one, one] = turning[:, two, two] = np.cos(angle)
    turning[:, two, one] = np.sin(angle)
    turning[:, one, two] = -np.sin(angle)
    return turning


def _place(path: dict[str, FloatArray], turning: FloatArray, body: Body) -> FloatArray:
    step = np.diff(path["forward"], prepend=path["forward"][:1])
    place = np.empty((len(step), 3))
    place[:, 0] = np.cumsum(step * np.cos(path["heading"]))
    place[:, 1] = np.cumsum(step * np.sin(path["heading"]))
    place[:, 2] = path["hip_height"]
    return place - body.lever_m * turning[:, :, 2]


def _twice_differentiated(place: FloatArray) -> FloatArray:
    acceleration = np.zeros_like(place)
    acceleration[1:-1] = (place[2:] - 2.0 * place[1:-1] + place[:-2]) * FINE_HZ**2
    return acceleration


def _pulses(impacts: Sequence[Impact], t_s: FloatArray, heading: FloatArray) -> FloatArray:
    pulses = np.zeros((len(t_s), 3))
    for impact in impacts:
        first = int(impact.t_s * FINE_HZ)
        shape = impact.peak_m_s2 * np.sin(np.linspace(0.0, np.pi, max(2, int(impact.width_s * FINE_HZ))))
        last = min(len(t_s), first + len(shape))
        if not 0 <= first < last:
            continue
        shape = shape[: last - first]
        pulses[first:last, 2] += shape
        pulses[first:last, 0] += impact.forward * shape * np.cos(heading[first])
        pulses[first:last, 1] += impact.forward * shape * np.sin(heading[first])
    return pulses


def _through_tissue(acceleration: FloatArray, body: Body) -> FloatArray:
    """Return what arrives at a mass on flesh: a damped resonator in front of the sensor."""
    angular = 2.0 * np.pi * body.tissue_hz / FINE_HZ
    decay = np.exp(-body.tissue_damping * angular)
    pole = 2.0 * decay * np.cos(angular * np.sqrt(1.0 - body.tissue_damping**2))
    denominator = [1.0, -pole, decay**2]
    return np.asarray(lfilter([sum(denominator)], denominator, acceleration, axis=0))


def _angular_rate(turning: FloatArray) -> FloatArray:
    change = np.gradient(turning, 1.0 / FINE_HZ, axis=0)
    spin = np.einsum("nji,njk->nik", turning, change)
    return np.stack([spin[:, 2, 1], spin[:, 0, 2], spin[:, 1, 0]], axis=1)
