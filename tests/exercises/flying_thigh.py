"""A thigh that jumps, with known truth: push-off, free flight, landing with ringing flesh.

The body's centre of mass obeys mechanics and nothing else: a flight of T seconds needs a push-off that gains
g T / 2, and the landing takes the same away. The thigh may swing in flight about the ballistic point; the
sensor sits ``below_m`` under it and is turned by a fixed rotation. It knows nothing of the detector's filters
or thresholds.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from legday.core.block import CLIPPED, STANDARD_GRAVITY, MotionBlock

FINE_HZ = 1000.0
PUSH_S, LAND_S = 0.30, 0.24
RINGING_HZ, RINGING_S = 32.0, 0.035
MOUNTED = Rotation.from_euler("xyz", [25.0, -40.0, 110.0], degrees=True).as_matrix()
Floats = NDArray[np.float64]


@dataclass
class Jumper:
    """Writes force at the feet and the angle of the thigh, a millisecond at a time."""

    strike_g: float = 4.0
    below_m: float = 0.0
    takeoff_s: list[float] = field(default_factory=list)
    landing_s: list[float] = field(default_factory=list)
    _force: list[Floats] = field(default_factory=list)
    _angle: list[Floats] = field(default_factory=list)
    _strikes_s: list[float] = field(default_factory=list)
    now_s: float = 0.0

    def stand(self, seconds: float) -> "Jumper":
        """Stand still."""
        return self._write(np.ones(self._count(seconds)))

    def jump(self, flight_s: float, swing_deg: float = 15.0) -> "Jumper":
        """Push off, fly, land and come to rest."""
        self._contact(PUSH_S, flight_s / 2)
        self._fly(flight_s, swing_deg)
        return self._contact(LAND_S, flight_s / 2)

    def hops(self, flight_s: float, times: int, contact_s: float = 0.22) -> "Jumper":
        """Hop without a pause."""
        self._contact(PUSH_S, flight_s / 2)
        for hop in range(times):
            self._fly(flight_s, 8.0)
            self._contact(contact_s, flight_s if hop < times - 1 else flight_s / 2)
        return self

    def fall(self, flight_s: float) -> "Jumper":
        """Step off a box, or fall as a sensor falls: nobody pushes off."""
        self._fly(flight_s, 8.0)
        self.takeoff_s.pop()
        self.landing_s.pop()
        return self

    def land(self, flight_s: float) -> "Jumper":
        """Take up a fall and come to rest."""
        return self._contact(LAND_S, flight_s / 2)

    def rebound(self, fall_s: float, flight_s: float, contact_s: float) -> "Jumper":
        """Land out of a fall and jump up at once."""
        self._contact(contact_s, (fall_s + flight_s) / 2)
        self._fly(flight_s, 10.0)
        return self._contact(LAND_S, flight_s / 2)

    def block(
        self, rate_hz: float = 100.0, *, gyroscope: bool = True, range_g: float = 16.0, bias: float = 0.0
    ) -> MotionBlock:
        """Return what the sensor measures of it."""
        t = np.arange(int(self.now_s * rate_hz)) / rate_hz
        fine = np.arange(round(self.now_s * FINE_HZ)) / FINE_HZ
        force, rate = self._felt(fine)
        acc = np.stack([np.interp(t, fine, column) for column in force.T], axis=1) @ MOUNTED.T
        acc[:, 0] += bias
        limit = range_g * STANDARD_GRAVITY
        flags = np.where((np.abs(acc) >= limit).any(axis=1), CLIPPED, 0).astype(np.uint8)
        acc = np.clip(acc, -limit, limit)
        gyr = np.outer(np.interp(t, fine, rate), MOUNTED[:, 1]) if gyroscope else None
        none, nan = np.zeros(len(t)), np.full(3, np.nan)
        up = np.tile(MOUNTED[:, 2], (len(t), 1))
        return MotionBlock(0, t, acc, gyr, up, none, none, np.linalg.norm(acc, axis=1), nan, nan, flags)

    def _felt(self, fine: Floats) -> tuple[Floats, Floats]:
        """Return (n, 3) specific force in the segment and (n,) rate about its y axis, both fine."""
        angle = np.concatenate(self._angle)
        vertical = np.concatenate(self._force) * STANDARD_GRAVITY
        for at_s in self._strikes_s:
            since = fine - at_s
            ring = np.exp(-since / RINGING_S) * np.sin(2 * np.pi * RINGING_HZ * since)
            vertical += np.where(since >= 0, self.strike_g * STANDARD_GRAVITY * ring, 0.0)
        x = _twice(self.below_m * np.sin(angle))
        z = _twice(-self.below_m * np.cos(angle)) + vertical
        c, s = np.cos(angle), np.sin(angle)
        force = np.stack([c * x + s * z, np.zeros_like(x), -s * x + c * z], axis=1)
        return force, -np.gradient(angle, 1 / FINE_HZ)

    def _fly(self, flight_s: float, swing_deg: float) -> None:
        self.takeoff_s.append(self.now_s)
        count = self._count(flight_s)
        there_and_back = (1 - np.cos(2 * np.pi * np.arange(count) / count)) / 2
        self._write(np.zeros(count), np.radians(swing_deg) * there_and_back)
        self.landing_s.append(self.now_s)
        self._strikes_s.append(self.now_s)

    def _contact(self, seconds: float, gain_s: float) -> "Jumper":
        """Press the ground so that the speed changes by ``gain_s`` times g."""
        count = self._count(seconds)
        pulse = np.sin(np.pi * np.arange(count) / count) ** 2
        return self._write(1 + 2 * gain_s / seconds * pulse)

    def _write(self, force: Floats, angle: Floats | None = None) -> "Jumper":
        self._force.append(force)
        self._angle.append(np.zeros(len(force)) if angle is None else angle)
        self.now_s += len(force) / FINE_HZ
        return self

    def _count(self, seconds: float) -> int:
        return round(seconds * FINE_HZ)


def _twice(x: Floats) -> Floats:
    return np.gradient(np.gradient(x, 1 / FINE_HZ), 1 / FINE_HZ)
