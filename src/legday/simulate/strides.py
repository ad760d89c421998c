"""Strides: walking, running, sprinting, and lifting the knees on the spot; the legs in antiphase."""

import math

from legday.simulate.gait import RUN, SPRINT, WALK, Gait, size, speeds
from legday.simulate.script import HIP_M, Script, bounce, other
from legday.simulate.truth import THIS, Beat, Leg, Span

OTHER_FOOT = 0.45
"""How much of a foot's impact the other thigh feels."""

YAW_RAD = math.radians(4.0)
"""How far the pelvis, and the thighs with it, turns to either side in a stride."""

LANDING_SHARE = 0.55
"""When, on the way of a knee up, the other foot lands."""

BRAKE = 0.08
"""A walker slows down by this share as a foot meets the ground, and speeds up with the other one's push."""


class Strides(Script):
    """Writes strides."""

    def walk(self, seconds: float, steps_per_min: float = 108.0) -> None:
        """Walk straight on."""
        self._stride(seconds, steps_per_min, WALK)

    def run(self, seconds: float, steps_per_min: float = 165.0) -> None:
        """Run straight on."""
        self._stride(seconds, steps_per_min, RUN)

    def sprint(self, seconds: float, steps_per_min: float = 235.0) -> None:
        """Run as fast as possible."""
        self._stride(seconds, steps_per_min, SPRINT)

    def high_knees(
        self, lifts: int, steps_per_min: float = 170.0, lift_deg: float = 85.0, fatigue: float = 0.0
    ) -> None:
        """Lift each knee ``lifts`` times on the spot, lower and slower by ``fatigue`` towards the end."""
        start_s, step_s = self.now_s, 60.0 / steps_per_min
        for done in range(lifts):
            tired = fatigue * done / lifts
            for leg in (THIS, other(THIS)):
                self._lift(leg, self._varied(step_s) * (1.0 + tired), math.radians(lift_deg) * (1.0 - tired))
        self._to(0.4, thigh=0.0, knee=0.0, hip_height=HIP_M)
        self.truth.walks.append(Span(start_s, self.now_s))

    def turn(self, degrees: float = 180.0, seconds: float = 1.2) -> None:
        """Turn about the vertical on the spot, in a slight crouch."""
        start_s = self.now_s
        heading = self.frames.last("heading")[1]
        self._to(seconds / 2, heading=heading + math.radians(degrees) / 2, thigh=math.radians(35.0))
        self._to(seconds / 2, heading=heading + math.radians(degrees), thigh=0.0)
        self.truth.turns.append(Span(start_s, self.now_s))

    def _stride(self, seconds: float, steps_per_min: float, gait: Gait) -> None:
        """Take an even number of steps, slow at first and at last."""
        step_s, start_s = 60.0 / steps_per_min, self.now_s
        shares = speeds(gait, 2 * max(1, round(seconds / (2 * step_s))), step_s)
        swinging, heading = THIS, self.frames.last("heading")[1]
        for share, after in zip(shares, [*shares[1:], 0.0], strict=True):
            self._step(self._varied(step_s), swinging, gait, (share, after), heading)
            swinging = other(swinging)
        self._to(0.5, thigh=0.0, knee=0.0, hip_height=HIP_M, heading=heading)
        self.truth.walks.append(Span(start_s, self.now_s))

    def _step(
        self, step_s: float, swinging: Leg, gait: Gait, shares: tuple[float, float], heading: float
    ) -> None:
        """Swing one leg forward while the other one stands; its foot meets the ground at the end.

        ``shares`` of full speed are those of this step and of the next.
        """
        big, standing = size(shares[0]), other(swinging)
        top_rad, contact_rad, back_rad = (
            self._varied(math.radians(degrees)) * big
            for degrees in (gait.lift_deg, gait.contact_deg, gait.back_deg)
        )
        self._move_hip(gait, step_s, shares, heading + (YAW_RAD if swinging == "right" else -YAW_RAD) * big)
        knee_rad = math.radians(gait.knee_deg) * big
        self._key(0.4 * step_s, **{f"{swinging}_knee": (knee_rad, 0.0, 0.0)})
        self._key((gait.top_share - 0.4) * step_s, **{f"{swinging}_thigh": (top_rad, 0.0, 0.0)})
        ends = {
            f"{swinging}_thigh": (contact_rad, (back_rad - contact_rad) / step_s, 0.0),
            f"{swinging}_knee": (0.1, 0.0, 0.0),
            f"{standing}_thigh": (back_rad, 0.0, 0.0),
            f"{standing}_knee": (0.5 * knee_rad, 0.0, 0.0),
        }
        self._key((1.0 - gait.top_share) * step_s, **ends)
        self._meet_the_ground(swinging, gait, big * big)

    def _meet_the_ground(self, leg: Leg, gait: Gait, big: float) -> None:
        felt = {leg: 1.0, other(leg): OTHER_FOOT}
        peak = self._varied(self._varied(gait.impact_m_s2)) * big
        aside = 0.2 if leg == "left" else -0.2
        self._strike(peak, width_s=gait.width_s, forward=-0.5, sideways=aside, **felt)
        self.truth.steps.append(Beat(self.now_s, leg))

    def _move_hip(self, gait: Gait, step_s: float, shares: tuple[float, float], heading: float) -> None:
        """Carry the hip through the coming step: forward, turned, and up and down or in flight."""
        start_s, (share, after) = self.now_s, shares
        speed = 0.5 * gait.speed_m_s * (share + after) * (1.0 - BRAKE)
        place = self.frames.last("forward")[1] + gait.speed_m_s * share * step_s
        self.frames.add("forward", (start_s + step_s, place, speed, 0.0))
        self.frames.add("heading", (start_s + step_s, heading, 0.0, 0.0))
        if gait.stance_share >= 1.0:
            bob_m = gait.bob_m * size(share)
            if start_s > self.frames.last("hip_height")[0]:
                self.frames.add("hip_height", (start_s + 0.1 * step_s, HIP_M - bob_m, 0.0, 0.0))
            self.frames.add("hip_height", (start_s + 0.6 * step_s, HIP_M + bob_m, 0.0, 0.0))
        else:
            flight_s = (1.0 - gait.stance_share) * step_s * share
            self._bounce_in(start_s, flight_s, step_s - flight_s)

    def _bounce_in(self, landing_s: float, flight_s: float, stance_s: float) -> None:
        """Let the hip come out of a flight, sink and rise in a stance, and leave the ground."""
        for share, motion in zip((0.0, 0.5, 1.0), bounce(flight_s, stance_s), strict=True):
            if share or landing_s > self.frames.last("hip_height")[0]:
                self.frames.add("hip_height", (landing_s + share * stance_s, *motion))

    def _lift(self, leg: Leg, step_s: float, lift_rad: float) -> None:
        """Lift a knee while the other leg comes down and its foot lands."""
        down = other(leg)
        self._key(LANDING_SHARE * step_s)
        self._strike(self._varied(18.0), width_s=0.04, **{down: 1.0, leg: OTHER_FOOT})
        self._bounce_in(self.now_s, 0.25 * step_s, 0.75 * step_s)
        top_rad = self._varied(lift_rad)
        ends = {
            f"{leg}_thigh": (top_rad, 0.0, 0.0),
            f"{leg}_knee": (top_rad, 0.0, 0.0),
            f"{down}_thigh": (-0.07, 0.0, 0.0),
            f"{down}_knee": (0.2, 0.0, 0.0),
        }
        self._key((1.0 - LANDING_SHARE) * step_s, **ends)
        self.truth.lifts.append(Beat(self.now_s, leg))
