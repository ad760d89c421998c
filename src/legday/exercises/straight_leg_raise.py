"""Straight leg raises: lying on the back, the straight leg goes up and comes down.

The sensor sits on the thigh of the leg that moves. Whether the person lies can be known only when the
sensor was seen upright before: then the thigh rests near 90°, and behind such a repetition one that begins
upright is rejected, if the acceleration says so, too. A stream that begins lying takes that attitude for
its zero, and nothing is gated. A lift that leaves the plane of the lifts before it is marked
``out_of_plane``: one in which the thigh rolls, or swings to a side by more than 25°, which only a gyroscope
feels, for gravity tells nothing of it. A bent knee needs a second sensor on the shank. Method: see `_cycle`.
"""

from dataclasses import dataclass, field
from math import radians
from typing import ClassVar

import numpy as np
from pydantic import Field

from legday.core.events import Rep
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise
from legday.exercises._leg import Vector
from legday.exercises._limb import LimbDetector, LimbParams
from legday.exercises._outline import Outline, angle_between
from legday.exercises._plane import Plane
from legday.exercises._repetition import Swing
from legday.exercises._track import TURNED, Track

LYING_RAD = radians(55.0)  # between standing and lying, nearer to lying
UPRIGHT_RAD = radians(35.0)


class StraightLegRaiseParams(LimbParams):
    """Parameters of straight leg raises."""

    posture_m_s2: float = Field(
        13.5, gt=5.0, description="A swing so large is a change of posture, m/s²: more than a raise by 80°."
    )
    firm: float = Field(
        3.0, ge=1.0, le=20.0, description="One of the first two is so much calmer than need be: they lie."
    )
    plane_rad: float = Field(0.44, gt=0.05, lt=1.5, description="Departure from the usual plane, rad.")


@dataclass(slots=True)
class StraightLegRaiseState(CycleState):
    """Remembers the acceleration where the person was seen lying, g, and the plane of the lifts."""

    lying: Vector = ()
    plane: Plane = field(default_factory=Plane)


class StraightLegRaise(LimbDetector[StraightLegRaiseParams, StraightLegRaiseState]):
    """Counts straight leg raises."""

    follows_heading: ClassVar[bool] = True

    def initial_state(self) -> StraightLegRaiseState:
        """Return the state before the first sample."""
        return StraightLegRaiseState(track=Track.of(self.signal.dimensions))

    def objection(self, seen: Outline) -> str | None:
        """Return why a swing is no raise: it began upright, though the person was seen lying."""
        if seen.is_signed and abs(seen.start_rad) >= LYING_RAD:
            self.state.lying = seen.start
        elif seen.is_signed and abs(seen.start_rad) <= UPRIGHT_RAD and self._is_turned(seen.start):
            return "the thigh was upright"
        return super().objection(seen)

    def _is_turned(self, start: Vector) -> bool:
        """Return whether the acceleration, too, is not the one seen lying."""
        return bool(self.state.lying) and angle_between(self.state.lying, start) >= LYING_RAD

    def describe(self, swing: Swing, seen: Outline, serial: int, decided_s: float) -> Rep:
        """Return the raise, with a remark when it left the plane."""
        rep = super().describe(swing, seen, serial, decided_s)
        rolled_rad = self.state.plane.departure_rad(seen.start, swing.direction)
        self.state.plane.add(swing.direction)
        if max(rolled_rad, self._swung_rad(swing)) <= self.params.plane_rad:
            return rep
        return rep.model_copy(update={"form": (*rep.form, "out_of_plane")})

    def _swung_rad(self, swing: Swing) -> float:
        """Return how far the leg swung to a side on its way up, which only a gyroscope feels."""
        turned = self.state.track.read(swing.start_row, swing.turn_row + 1)[:, TURNED]
        return float(np.abs(turned - turned[0]).max())


EXERCISE = Exercise(
    "straight_leg_raise",
    "Straight leg raise",
    "rep",
    StraightLegRaiseParams,
    StraightLegRaise,
    legs="one",
    straight_knee=True,
)
