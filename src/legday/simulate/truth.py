"""What the simulated athlete did, beside the samples that the sensor made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Leg = Literal["left", "right"]
Side = Literal["left", "right", "both"]

THIS: Leg = "left"
"""The leg that wears the sensor where there is only one."""


@dataclass(frozen=True, slots=True)
class Rep:
    """A repetition: out, turning point, back."""

    start_s: float
    turn_s: float
    end_s: float
    rom_rad: float
    side: Side = "both"
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump: from the last touch of the ground to the first."""

    takeoff_s: float
    landing_s: float


@dataclass(frozen=True, slots=True)
class Beat:
    """A moment of one leg: a knee at its highest, a foot on the ground."""

    t_s: float
    side: Leg


@dataclass(frozen=True, slots=True)
class Span:
    """Something with a start and an end: a hold, a turn, a walk."""

    start_s: float
    end_s: float


@dataclass(slots=True)
class Truth:
    """Every event of a simulated take, by kind, in true time."""

    reps: list[Rep] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    lifts: list[Beat] = field(default_factory=list)
    steps: list[Beat] = field(default_factory=list)
    holds: list[Span] = field(default_factory=list)
    turns: list[Span] = field(default_factory=list)
    walks: list[Span] = field(default_factory=list)
    sets: list[Span] = field(default_factory=list)

    @property
    def lifts_s(self) -> list[float]:
        """Times of the lifts of the leg that wears the sensor."""
        return [lift.t_s for lift in self.lifts if lift.side == THIS]

    @property
    def steps_s(self) -> list[float]:
        """Times of the steps of both feet."""
        return [step.t_s for step in self.steps]

    def count(self, kind: str) -> int:
        """Return how many events of a counted kind one sensor can see: rep, jump, lift, step, hold."""
        events: dict[str, Sequence[object]] = {
            "rep": self.reps,
            "jump": self.jumps,
            "lift": self.lifts_s,
            "step": self.steps,
            "hold": self.holds,
        }
        return len(events[kind])
