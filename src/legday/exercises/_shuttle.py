"""Legs of a shuttle run, from the steps and turns of a sprint.

A leg begins with the first step, or with the middle of the turn before, and ends with the middle of the next
turn or with the last step. Without a gyroscope a turn is guessed from braking and starting again: after a leg
a few steps are far weaker than its own, or missing, and then they are back.
"""

import math
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

RECENT_S = 4.0
"""How long after a step a turn in front of it may still be told."""
KEPT_HEIGHTS = 8
WEAK, STRONG = 0.6, 0.75
"""Braking begins with a step below the first share of the leg's height, ends with one above the second."""


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
    """

    start_s: float | None = None
    steps: int = 0
    recent_s: tuple[float, ...] = ()

    @property
    def last_s(self) -> float:
        """The last sign of running: a step, or the turn that began the leg; infinite while nobody runs."""
        if self.start_s is None:
            return math.inf
        return max(self.start_s, self.recent_s[-1]) if self.recent_s else self.start_s

    def step(self, t_s: float) -> None:
        """Take in a step."""
        if self.start_s is None:
            self.start_s = t_s
        self.steps += 1
        self.recent_s = (*(recent for recent in self.recent_s if recent > t_s - RECENT_S), t_s)

    def turn(self, middle_s: float) -> Leg | None:
        """End the leg at a turn and begin the next there."""
        behind = sum(recent > middle_s for recent in self.recent_s)
        leg = None if self.start_s is None else Leg(self.start_s, middle_s, self.steps - behind)
        self.start_s, self.steps = middle_s, behind
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
        Heights of the leg's last strong steps, m/s².
    weak_s : float or None
        First weak step since the last strong one.
    strong_s : float
        The last strong step.
    """

    heights: tuple[float, ...] = ()
    weak_s: float | None = None
    strong_s: float = 0.0

    def step(self, t_s: float, height: float, longest_pause_s: float) -> tuple[float, float] | None:
        """Take in a step; return when the braking began and when it was over, once it is."""
        level = median(self.heights) if len(self.heights) == KEPT_HEIGHTS else 0.0
        if height < WEAK * level:
            self.weak_s = t_s if self.weak_s is None else self.weak_s
            return None
        if height < STRONG * level:
            return None
        braked_s, self.weak_s = self.weak_s, None
        paused = t_s - self.strong_s > longest_pause_s
        if level and braked_s is None and paused:
            braked_s = self.strong_s
        self.strong_s = t_s
        self.heights = (*self.heights, height)[-KEPT_HEIGHTS:]
        return None if braked_s is None or t_s - braked_s < longest_pause_s else (braked_s, t_s)
