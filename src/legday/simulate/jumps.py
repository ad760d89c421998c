"""Jumps: a crouch and a push, a flight along a parabola, a landing."""

import math

from legday.core.block import STANDARD_GRAVITY
from legday.simulate.script import HIP_M, Script, bounce, hip_over
from legday.simulate.truth import Jump

CROUCH_RAD = math.radians(70.0)

EXTENSION_RAD_S = 5.0
STRETCHED_S = 0.05
STOP_S = 0.02
"""The hip stretches fastest shortly before the feet leave the ground, and stops hard shortly after."""


class Jumps(Script):
    """Writes jumps."""

    def jump(self, flight_s: float = 0.45, tuck_deg: float = 10.0, forward_m: float = 0.0) -> None:
        """Crouch, push off, fly and land: on the spot, or forward as in a leapfrog."""
        flight_s = self._varied(flight_s)
        self._crouch_and_push(flight_s, forward_m)
        takeoff_s = self.now_s
        self._fly(flight_s, math.radians(tuck_deg), forward_m)
        self.truth.jumps.append(Jump(takeoff_s, self.now_s))
        self._land(forward_m)

    def leapfrog(self, flight_s: float = 0.42) -> None:
        """Leap forward out of a deep crouch, knees drawn up in flight."""
        self.jump(flight_s, tuck_deg=32.0, forward_m=1.1)

    def hop(self, flight_s: float = 0.23, contact_s: float = 0.23) -> None:
        """One jump of a train of hops on the spot."""
        flight_s = self._varied(flight_s)
        landing, lowest, takeoff = bounce(flight_s, contact_s)
        self._strike(self._varied(38.0))
        self._key(contact_s / 2, thigh=(0.32, 0.0, 0.0), hip_height=lowest)
        self._key(contact_s / 2, thigh=(0.08, -2.0, 0.0), hip_height=takeoff)
        takeoff_s = self.now_s
        self._key(0.3 * flight_s, thigh=(0.02, 0.0, 0.0))
        self._key(0.7 * flight_s, thigh=(0.12, 0.8, 0.0), hip_height=landing)
        self.truth.jumps.append(Jump(takeoff_s, self.now_s))

    def drop_jump(self, drop_s: float = 0.25, contact_s: float = 0.24, flight_s: float = 0.42) -> None:
        """Step off a box, land and jump up at once; then climb back."""
        g = STANDARD_GRAVITY
        height, rise = self.frames.last("hip_height")[1], g * flight_s / 2
        self._to(0.5, thigh=math.radians(20.0), hip_height=height + 0.005)
        fall = g * drop_s
        low = height - fall * drop_s / 2
        self._key(drop_s, thigh=(0.15, 0.0, 0.0), hip_height=self._fall(-fall, low))
        self._strike(self._varied(30.0))
        self._key(contact_s / 2, thigh=(0.7, 0.0, 0.0), hip_height=(low - 0.16, 0.0, 25.0))
        self._key(contact_s / 2, thigh=(0.08, -0.5, 0.0), hip_height=self._fall(rise, low))
        takeoff_s = self.now_s
        self._key(flight_s, thigh=(0.12, 0.0, 0.0), hip_height=self._fall(-rise, low))
        self.truth.jumps.append(Jump(takeoff_s, self.now_s))
        self._strike(self._varied(35.0))
        self._to(0.3, thigh=math.radians(50.0), hip_height=low - 0.18)
        self._to(0.6, thigh=0.0, hip_height=low)
        self._to(2.0, hip_height=height)

    def _crouch_and_push(self, flight_s: float, forward_m: float) -> None:
        speed = STANDARD_GRAVITY * flight_s / 2
        self._to(0.45, thigh=CROUCH_RAD, hip_height=hip_over(CROUCH_RAD))
        place = self.frames.last("forward")[1]
        self._key(0.28 - STRETCHED_S, thigh=(0.25, -EXTENSION_RAD_S, 0.0))
        self._key(
            STRETCHED_S,
            hip_height=self._fall(speed),
            forward=(place + 0.2 * forward_m, forward_m / flight_s * 0.8, 0.0),
        )
        self._strike(self._varied(15.0), delay_s=-0.03, forward=0.5)

    def _fly(self, flight_s: float, tuck_rad: float, forward_m: float) -> None:
        speed = STANDARD_GRAVITY * flight_s / 2
        place, advance = self.frames.last("forward")[1], 0.8 * forward_m
        self._key(STOP_S, thigh=(0.05, 0.0, 0.0))
        self._key(0.6 * flight_s - STOP_S, thigh=(tuck_rad, 0.0, 0.0))
        self._key(
            0.4 * flight_s,
            thigh=(0.15 + 0.5 * tuck_rad, 1.0, 0.0),
            hip_height=self._fall(-speed),
            forward=(place + advance, advance / flight_s, 0.0),
        )

    def _land(self, forward_m: float) -> None:
        place = self.frames.last("forward")[1]
        self._strike(self._varied(45.0))
        self._to(0.25, thigh=math.radians(50.0), hip_height=HIP_M - 0.18, forward=place + 0.15 * forward_m)
        self._to(0.45, thigh=0.0, hip_height=HIP_M)
