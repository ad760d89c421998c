"""Parameters of the counters of cycles: for legs in full motion, and for what moves less."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from legday.core.block import STANDARD_GRAVITY
from legday.core.detector import Params
from legday.exercises._leg import Limits


class CycleParams(Params):
    """Parameters of a counter of cycles; as they stand, for a thigh in full motion."""

    cutoff_hz: float = Field(1.5, gt=0.1, lt=4.0, description="Low-pass of the vector that is counted, Hz.")
    cutoff_coarse_hz: float = Field(4.0, gt=0.1, lt=5.0, description="At most so below 45 Hz, Hz.")
    floor_m_s2: float = Field(3.0, gt=0.05, lt=10.0, description="Least swing of the vector, m/s².")
    share: float = Field(0.25, gt=0.05, lt=0.9, description="Least swing, of the person's own range.")
    turn: float = Field(0.9, gt=0.2, lt=1.5, description="Way back that makes a turn, of the least swing.")
    turn_reach: float = Field(0.6, gt=0.2, lt=0.9, description="Way back that makes a turn, of the swing.")
    again: float = Field(
        0.6, gt=0.2, lt=0.9, description="Way out behind a whole way back that makes a turn, of the swing."
    )
    back: float = Field(0.5, gt=0.2, lt=0.95, description="Share of the way back at which a rep is certain.")
    calm: float = Field(4.8, ge=0.0, lt=20.0, description="Least swing in units of the shaking above 3 Hz.")
    calm_coarse: float = Field(9.0, ge=0.0, lt=30.0, description="The same below 20 Hz.")
    brisk: float = Field(
        4.0, gt=0.0, lt=1000.0, description="Least swing in units of the shaking above 8 Hz."
    )
    brisk_s: float = Field(0.58, gt=0.28, lt=2.0, description="Longest way out of a brisk swing, s.")
    together: float = Field(0.6, gt=-1.0, lt=1.0, description="Least correlation of force and brisk swing.")
    calm_share: float = Field(0.33, ge=0.0, lt=1.0, description="Least calm of a rep, of the person's own.")
    shortest_s: float = Field(0.5, ge=0.0, lt=5.0, description="Least time between two repetitions, s.")
    shortest_coarse_s: float = Field(1.5, ge=0.0, lt=5.0, description="The same below 20 Hz, s.")
    astray: float = Field(0.6, gt=0.2, lt=200.0, description="Farthest end from the beginning, of the swing.")
    settle_s: float = Field(1.0, gt=0.5, lt=10.0, description="Stillness that makes a new rest attitude, s.")
    home_s: float = Field(1e9, gt=2.0, description="Stillness that is surely no held repetition, s.")
    posture_m_s2: float = Field(99.0, gt=5.0, description="A swing so large is a change of posture, m/s².")
    slip_m_s2: float = Field(99.0, gt=0.5, description="A sudden step so large may be a slip, m/s².")
    confirm_s: float = Field(15.0, gt=1.0, lt=60.0, description="A second rep has to begin within, s.")
    confirm_share: float = Field(0.5, gt=0.0, lt=1.0, description="Least size of a rep beside its neighbour.")
    firm: float = Field(
        1.6, ge=1.0, le=20.0, description="One of the first two is so much calmer than need be."
    )
    full_rom_rad: float = Field(0.0, ge=0.0, lt=2.5, description="Range of motion of a full rep, rad.")
    partial_share: float = Field(0.6, gt=0.0, lt=1.0, description="Range of a partial rep, of the usual one.")
    rotation: bool = Field(False, description="Count the rotation seen by the gyroscope too.")

    def limits(self, at_once: float) -> Limits:
        """Return what makes a swing, a turn seen late being certain after ``at_once`` of the way back."""
        return Limits(
            floor=self.floor_m_s2 / STANDARD_GRAVITY,
            share=self.share,
            turn=self.turn,
            turn_reach=self.turn_reach,
            again=min(self.again, self.turn_reach),
            back=self.back,
            at_once=at_once,
            settle_s=self.settle_s,
            home_s=self.home_s,
            posture=self.posture_m_s2 / STANDARD_GRAVITY,
        )


class FullMotionParams(CycleParams):
    """Parameters where a full repetition takes the thigh to 60° at least."""

    again: float = Field(
        0.4, gt=0.2, lt=0.9, description="Way out behind a whole way back that makes a turn, of the swing."
    )
    confirm_share: float = Field(0.4, gt=0.0, lt=1.0, description="Least size of a rep beside its neighbour.")
    full_rom_rad: float = Field(1.05, ge=0.0, lt=2.5, description="Range of motion of a full rep, rad.")


SLOW: Mapping[str, Any] = {
    "cutoff_hz": 0.45,
    "turn": 0.6,
    "turn_reach": 0.45,
    "back": 0.3,
    "calm": 1.5,
    "calm_coarse": 1.5,
    "brisk": 999.0,
    "calm_share": 0.0,
    "shortest_coarse_s": 0.85,
    "settle_s": 1.5,
    "astray": 100.0,
    "confirm_share": 0.4,
    "full_rom_rad": 0.0,
}
"""A slower low-pass, for motion whose own acceleration speaks as loud as its inclination.

It would swing twice a repetition; of the slow signal one swing is left. Small motions are not calm against
the shaking, and do not end where they began.
"""

AWAY_FROM_THE_LEG: Mapping[str, Mapping[str, Any]] = {
    "arm": {**SLOW, "floor_m_s2": 3.4},
    "belly": {**SLOW, "floor_m_s2": 1.2},
    "wrist": {**SLOW, "floor_m_s2": 0.8, "confirm_share": 0.46},
}
"""Parameters by site for exercises of which trunk and arm show less than the thigh."""
