"""Strides: walking, running, sprinting, and lifting the knees on the spot; the legs in antiphase."""

import math
from dataclasses import dataclass

from legday.simulate.script import HIP_M, Script, other
from legday.simulate.truth import THIS, Beat, Leg, Span

OTHER_FOOT = 0.45
"""How much of a foot's impact the other thigh feels."""


@dataclass(frozen=True, slots=True)
class Gait:
    """How a leg swings: thigh angles at the ends, impact of the foot m/s², bob of the hip, speed, knee."""

    lift_deg: float
    back_deg: float
    impact: float
    bob_m: float
    speed_m_s: float
    knee_deg: float


class Strides(Script):
    """Writes strides."""

    def walk(self, seconds: float, steps_per_min: float = 108.0) -> None:
        """Walk straight on."""
        gait = Gait(28.0, -12.0, impact=6.0, bob_m=0.02, speed_m_s=1.3, knee_deg=60.0)
        self._stride(seconds, steps_per_min, gait)

    def run(self, seconds: float, steps_per_min: float = 165.0) -> None:
        """Run straight on."""
        gait = Gait(45.0, -22.0, impact=28.0, bob_m=0.05, speed_m_s=3.0, knee_deg=95.0)
        self._stride(seconds, steps_per_min, gait)

    def sprint(self, seconds: float, steps_per_min: float = 235.0) -> None:
        """Run as fast as possible."""
        gait = Gait(70.0, -25.0, impact=45.0, bob_m=0.04, speed_m_s=6.5, knee_deg=120.0)
        self._stride(seconds, steps_per_min, gait)

    def high_knees(self, lifts: int, steps_per_min: float = 170.0, lift_deg: float = 85.0) -> None:
        """Lift each knee ``lifts`` times on the spot."""
        first = len(self.truth.steps)
        gait = Gait(lift_deg, -4.0, impact=18.0, bob_m=0.03, speed_m_s=0.0, knee_deg=90.0)
        self.truth.lifts += self._stride(lifts * 120.0 / steps_per_min, steps_per_min, gait)
        del self.truth.steps[first:]

    def turn(self, degrees: float = 180.0, seconds: float = 1.2) -> None:
        """Turn about the vertical on the spot, in a slight crouch."""
        start_s = self.now_s
        heading = self.frames.last("heading")[1]
        self._to(seconds / 2, heading=heading + math.radians(degrees) / 2, thigh=math.radians(35.0))
        self._to(seconds / 2, heading=heading + math.radians(degrees), thigh=0.0)
        self.truth.turns.append(Span(start_s, self.now_s))

    def _stride(self, seconds: float, steps_per_min: float, gait: Gait) -> list[Beat]:
        """Swing each thigh once every two steps; return their highest points."""
        step_s, start_s = 60.0 / steps_per_min, self.now_s
        peaks: list[Beat] = []
        for _ in range(max(1, round(seconds / (2 * step_s)))):
            for leg in (THIS, other(THIS)):
                self._step(step_s, leg, gait)
                peaks.append(Beat(self.now_s, leg))
        self._to(0.4, thigh=0.0, hip_height=HIP_M)
        self.truth.walks.append(Span(start_s, self.now_s))
        return peaks

    def _step(self, step_s: float, swinging: Leg, gait: Gait) -> None:
        """Swing one leg forward while the other one stands."""
        standing, step_s = other(swinging), self._varied(step_s)
        place = self.frames.last("forward")[1]
        knee_rad = math.radians(gait.knee_deg)
        self._key(
            step_s / 2,
            hip_height=(HIP_M + gait.bob_m, 0.0, 0.0),
            **{f"{swinging}_knee": (knee_rad, 0.0, 0.0), f"{standing}_knee": (0.1, 0.0, 0.0)},
        )
        lifted_rad = knee_rad if gait.speed_m_s == 0.0 else 0.1
        keys = {
            f"{swinging}_thigh": (self._varied(math.radians(gait.lift_deg)), 0.0, 0.0),
            f"{swinging}_knee": (lifted_rad, 0.0, 0.0),
            f"{standing}_thigh": (self._varied(math.radians(gait.back_deg)), 0.0, 0.0),
            f"{standing}_knee": (0.35, 0.0, 0.0),
        }
        forward = (place + gait.speed_m_s * step_s, gait.speed_m_s, 0.0)
        self._key(step_s / 2, hip_height=(HIP_M - gait.bob_m, 0.0, 0.0), forward=forward, **keys)
        felt = {swinging: OTHER_FOOT, standing: 1.0}
        self._strike(self._varied(gait.impact), forward=-0.3 if gait.speed_m_s else 0.0, **felt)
        self.truth.steps.append(Beat(self.now_s, swinging))
