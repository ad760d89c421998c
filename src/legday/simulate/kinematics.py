"""Two legs in space from keyframes: rigid motion, then the soft tissue between the bone and the strap.

World frame: x forward at the start, y left, z up. Segment frame, also the sensor's before it is mounted:
x out of the front of the segment, y left, z along the segment towards the hip. Thigh angle 0 is standing,
+π/2 horizontal with the front up, -π/2 horizontal with the front down; the knee's angle is that between the
segments, 0 straight, so that the shank's own angle is the thigh's less the knee's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.simulate.flesh import Flesh, rocking, shaking, swinging
from legday.simulate.keyframes import BODY, JOINTS, LEGS, Impact, Keyframes, interpolate
from legday.simulate.rotations import angular_rate, rotations, seen
from legday.simulate.truth import Leg

FINE_HZ = 1000.0


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
    rate = angular_rate(turning, FINE_HZ)
    random = np.random.default_rng([seed, LEGS.index(leg), int(shank)])
    flesh = body.flesh
    shake = swinging(shaking(rate, flesh, FINE_HZ, random), flesh, FINE_HZ)
    shock = swinging(_pulses(frames.impacts, t_s, path["heading"], leg), flesh, FINE_HZ)
    felt = shake + shock + swinging(_twice_differentiated(place), flesh, FINE_HZ)
    felt[:, 2] += STANDARD_GRAVITY
    rocked = flesh.rocking_shake * shake + flesh.rocking_shock * shock
    rate += rocking(seen(rocked, turning), FINE_HZ)
    return Kinematics(t_s, angle, seen(felt, turning), rate)


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
