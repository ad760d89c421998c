"""Legs of a shuttle run, from the steps and turns of a sprint.

A leg begins with the first step, or with the middle of the turn before, and ends with the middle of the next
turn or with the last step. Without a gyroscope a turn is guessed from braking and starting again: for a
second or more there are no steps as strong as the leg's own, and then they are back.
"""

import math
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

RECENT_S = 4.0
"""How long after a step a turn in front of it may still be told."""
KEPT_HEIGHTS = 8
STRONG = 0.5
"""A strong step is at least this share of the ordinary one; those of a steady run differ by a third."""


class Leg(NamedTuple):
    """A finished leg: its times and steps."""

    start_s: float
    end_s: float
    steps: int


@dataclass(slots=True)
class Legs:
    """The leg that is being run.

    Parameters
    ----------
    start_s : float or None
        When it began; None while nobody runs.
    steps : int
        Steps so far.
    recent_s : tuple of float
        The newest steps.
    turn_s : float
        The last turn: steps are told late, and one soon behind a turn belongs to the leg that began there.
    """

    start_s: float | None = None
    steps: int = 0
    recent_s: tuple[float, ...] = ()
    turn_s: float = -math.inf

    @property
    def last_s(self) -> float:
        """The last sign of running: a step, or the turn that began the leg; infinite while nobody runs."""
        if self.start_s is None:
            return math.inf
        return max(self.start_s, self.recent_s[-1]) if self.recent_s else self.start_s

    def step(self, t_s: float) -> None:
        """Take in a step."""
        if self.start_s is None:
            self.start_s = self.turn_s if t_s - self.turn_s < RECENT_S else t_s
        self.steps += 1
        oldest_s = t_s - RECENT_S
        self.recent_s = (*[recent for recent in self.recent_s if recent > oldest_s], t_s)

    def turn(self, middle_s: float) -> Leg | None:
        """End the leg at a turn and begin the next there."""
        behind = sum(recent > middle_s for recent in self.recent_s)
        leg = None if self.start_s is None else Leg(self.start_s, middle_s, self.steps - behind)
        self.start_s = self.turn_s = middle_s
        self.steps = behind
        return leg

    def stop(self) -> Leg | None:
        """End the leg at its last step."""
        leg = None if self.start_s is None else Leg(self.start_s, self.last_s, self.steps)
        self.start_s, self.steps, self.recent_s = None, 0, ()
        return leg


@dataclass(slots=True)
class Braking:
    """Looks for braking and starting again in the heights of the steps.

    Parameters
    ----------
    heights : tuple of float
        Heights of the last strong steps, m/s².
    strong_s : float
        The last strong step.
    """

    heights: tuple[float, ...] = ()
    strong_s: float = math.inf

    def step(self, t_s: float, height: float, pause_s: float) -> tuple[float, float] | None:
        """Take in a step that was felt; return the strong steps around ``pause_s`` or more without any."""
        known = len(self.heights) == KEPT_HEIGHTS
        if known and height < STRONG * median(self.heights):
            return None
        before_s, self.strong_s = self.strong_s, t_s
        self.heights = (*self.heights, height)[-KEPT_HEIGHTS:]
        return (before_s, t_s) if known and t_s - before_s >= pause_s else None
