"""What the simulated athlete did, beside the samples that the sensor made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rep:
    """A repetition: out, turning point, back."""

    start_s: float
    turn_s: float
    end_s: float
    rom_rad: float


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump: from the last touch of the ground to the first."""

    takeoff_s: float
    landing_s: float


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
    lifts_s: list[float] = field(default_factory=list)
    steps_s: list[float] = field(default_factory=list)
    holds: list[Span] = field(default_factory=list)
    turns: list[Span] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """Return how many events of a counted kind there are: rep, jump, lift, step, hold."""
        events: dict[str, Sequence[object]] = {
            "rep": self.reps,
            "jump": self.jumps,
            "lift": self.lifts_s,
            "step": self.steps_s,
            "hold": self.holds,
        }
        return len(events[kind])
