"""What holds for all devices of a session: the set, the phase, the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Shared:
    """The set that is done, the phase it is in, and the plan that asks for it."""

    phase: str = "idle"
    ends_s: float | None = None
    set_n: int = 0
    of: int | None = None
    running: bool = False
    target: dict[str, Any] | None = None
    plan: str | None = None

    def take(self, message: Mapping[str, Any]) -> None:
        """Follow an event of the workout."""
        match message["type"]:
            case "set_started":
                self.set_n, self.running = message["n"], True
            case "set_ended":
                self.running = False
            case "phase":
                self.phase, self.ends_s, self.of = message["name"], message["ends_s"], message["sets"]
                self.set_n = self.set_n if message["set_n"] is None else message["set_n"]
                self.target = _target(message)
            case "plan_started":
                self.plan = message["plan"]
            case "plan_ended":
                self.plan = None

    def state(self) -> dict[str, Any]:
        """Return what holds now."""
        return {
            "phase": self.phase,
            "phase_ends_s": self.ends_s,
            "paused": self.phase == "paused",
            "set": {"n": self.set_n, "of": self.of, "running": self.running},
            "target": self.target,
            "plan": self.plan,
        }


def _target(message: Mapping[str, Any]) -> dict[str, Any] | None:
    asked = {name: message[f"target_{name}"] for name in ("reps", "s", "shuttles", "steps_per_min")}
    return asked if any(value is not None for value in asked.values()) else None
