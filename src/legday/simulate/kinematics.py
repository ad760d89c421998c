"""Two legs in space from keyframes: rigid motion, then the soft tissue between the bone and the strap.

World frame: x forward at the start, y left, z up. Segment frame, also the sensor's before it is mounted:
x out of the front of the segment, y left, z along the segment towards the hip. Thigh angle 0 is standing,
+π/2 horizontal with the front up, -π/2 horizontal with the front down; the knee's angle is that between the
segments, 0 straight, so that the shank's own angle is the thigh's less the knee's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.interpolate import PPoly

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.simulate.flesh import Flesh, rocking, shaking, swinging
from legday.simulate.truth import Leg

FINE_HZ = 1000.0
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


@dataclass(frozen=True, slots=True)
class Body:
    """Where on the leg a sensor sits, and on what.

    Parameters
    ----------
    lever_m : float
        Distance along the thigh from the point that flies a parabola to the sensor. That point lies below
        the hip, since the trunk gives way when the legs are drawn up; keyframes of height are its own.
    knee_m, shank_m : float
        Distance from the same point to the knee, and from there along the shank to a sensor on it.
    flesh : Flesh
        What lies between bone and sensor.
    """

    lever_m: float = 0.12
    knee_m: float = 0.34
    shank_m: float = 0.15
    flesh: Flesh = field(default_factory=Flesh)


@dataclass(frozen=True, slots=True)
class Kinematics:
    """Motion of the sensor's place on a segment at `FINE_HZ`.

    Parameters
    ----------
    t_s : (n,) float
        True time, s.
    angle_rad : (n,) float
        Angle of the segment.
    force : (n, 3) float
        Specific force in the segment frame, m/s².
    rate : (n, 3) float
        Angular rate in the segment frame, rad/s.
    """

    t_s: FloatArray
    angle_rad: FloatArray
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


def move(
    frames: Keyframes, duration_s: float, body: Body, leg: Leg, *, shank: bool = False, seed: int = 0
) -> Kinematics:
    """Return a sensor's motion over ``[0, duration_s)``: on the thigh, or on the shank of the leg."""
    t_s = np.arange(round(duration_s * FINE_HZ)) / FINE_HZ
    names = {joint: f"{leg}_{joint}" for joint in JOINTS} | {name: name for name in BODY}
    path = {name: interpolate(frames.keys[channel], t_s) for name, channel in names.items()}
    thigh = rotations(path["thigh"], path["abduction"], path["heading"])
    place = _hip(path) - (body.knee_m if shank else body.lever_m) * thigh[:, :, 2]
    angle, turning = path["thigh"], thigh
    if shank:
        angle = path["thigh"] - path["knee"]
        turning = rotations(angle, path["abduction"], path["heading"])
        place = place - body.shank_m * turning[:, :, 2]
    rate = _angular_rate(turning)
    random = np.random.default_rng([seed, LEGS.index(leg), int(shank)])
    flesh = body.flesh
    shake = swinging(shaking(rate, flesh, FINE_HZ, random), flesh, FINE_HZ)
    shock = swinging(_pulses(frames.impacts, t_s, path["heading"], leg), flesh, FINE_HZ)
    felt = shake + shock + swinging(_twice_differentiated(place), flesh, FINE_HZ)
    felt[:, 2] += STANDARD_GRAVITY
    rocked = flesh.rocking_shake * shake + flesh.rocking_shock * shock
    rate += rocking(_seen(rocked, turning), FINE_HZ)
    return Kinematics(t_s, angle, _seen(felt, turning), rate)


def _seen(world: FloatArray, turning: FloatArray) -> FloatArray:
    """Return vectors of the world as seen from a segment."""
    return np.asarray(np.einsum("nji,nj->ni", turning, world))


def rotations(angle: FloatArray, abduction: FloatArray, heading: FloatArray) -> FloatArray:
    """Return (n, 3, 3) rotations from the segment frame to the world: about y, then x, then z."""
    bent = _bent_outward(angle, abduction)
    cos, sin = np.cos(heading)[:, None], np.sin(heading)[:, None]
    turned = np.empty_like(bent)
    turned[:, 0] = cos * bent[:, 0] - sin * bent[:, 1]
    turned[:, 1] = sin * bent[:, 0] + cos * bent[:, 1]
    turned[:, 2] = bent[:, 2]
    return turned


def _bent_outward(angle: FloatArray, abduction: FloatArray) -> FloatArray:
    """Return (n, 3, 3) rotations of a body that faces along x; a positive angle lifts the front."""
    bent = np.zeros((len(angle), 3, 3))
    cos, sin = np.cos(abduction), np.sin(abduction)
    bent[:, 0, 0], bent[:, 0, 2] = np.cos(angle), -np.sin(angle)
    bent[:, 1, 0], bent[:, 1, 1], bent[:, 1, 2] = -sin * np.sin(angle), cos, -sin * np.cos(angle)
    bent[:, 2, 0], bent[:, 2, 1], bent[:, 2, 2] = cos * np.sin(angle), sin, cos * np.cos(angle)
    return bent


def _hip(path: dict[str, FloatArray]) -> FloatArray:
    step = np.diff(path["forward"], prepend=path["forward"][:1])
    place = np.empty((len(step), 3))
    place[:, 0] = np.cumsum(step * np.cos(path["heading"]))
    place[:, 1] = np.cumsum(step * np.sin(path["heading"]))
    place[:, 2] = path["hip_height"]
    return place


def _twice_differentiated(place: FloatArray) -> FloatArray:
    acceleration = np.zeros_like(place)
    acceleration[1:-1] = (place[2:] - 2.0 * place[1:-1] + place[:-2]) * FINE_HZ**2
    return acceleration


def _pulses(impacts: Sequence[Impact], t_s: FloatArray, heading: FloatArray, leg: Leg) -> FloatArray:
    pulses = np.zeros((len(t_s), 3))
    for impact in impacts:
        first = int(impact.t_s * FINE_HZ)
        peak = impact.peak_m_s2 * (impact.left if leg == "left" else impact.right)
        rising = np.sqrt(np.linspace(0.0, 1.0, max(2, int(impact.width_s * FINE_HZ))))
        shape = peak * np.sin(np.pi * rising)
        last = min(len(t_s), first + len(shape))
        if not 0 <= first < last:
            continue
        shape = shape[: last - first]
        ahead, aside = np.cos(heading[first]), np.sin(heading[first])
        pulses[first:last, 0] += (impact.forward * ahead - impact.sideways * aside) * shape
        pulses[first:last, 1] += (impact.forward * aside + impact.sideways * ahead) * shape
        pulses[first:last, 2] += shape
    return pulses


def _angular_rate(turning: FloatArray) -> FloatArray:
    change = np.gradient(turning, 1.0 / FINE_HZ, axis=0)
    about = [np.einsum("nj,nj->n", turning[:, :, i], change[:, :, k]) for i, k in ((2, 1), (0, 2), (1, 0))]
    return np.stack(about, axis=1)
