"""What is prescribed: exercises, sets, how much of each, rests and targets."""

import json
import tomllib
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from legday.errors import PlanError, UnknownExerciseError
from legday.exercises import Exercise
from legday.exercises import exercise as find_exercise

Level = Literal["basic", "advanced"]

COUNTDOWN_S = 5.0

SHUTTLING = frozenset({"sprint"})
"""Exercises that find the legs of a shuttle run."""


def _known(name: str) -> str:
    try:
        return find_exercise(name).name
    except UnknownExerciseError as error:
        raise ValueError(str(error)) from None


class PlannedExercise(BaseModel):
    """One exercise of a plan: so many sets of so much."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exercise: Annotated[str, AfterValidator(_known)] = Field(description="Name of the exercise.")
    sets: int = Field(1, ge=1, le=50, description="How many sets.")
    reps: int | None = Field(None, ge=1, le=10_000, description="Repetitions, or what the exercise counts.")
    seconds: float | None = Field(
        None, gt=0, le=7200, description="Length of a set; of a position that is held, the time held."
    )
    shuttles: int | None = Field(None, ge=1, le=100, description="Legs of a shuttle run; 2: there and back.")
    rest_s: float = Field(60.0, ge=0, le=1800, description="Rest behind each set, s.")
    countdown_s: float = Field(
        COUNTDOWN_S, ge=0, le=60, description="Countdown before a set of ``seconds``, the end of the rest, s."
    )
    depth_deg: float | None = Field(
        None, gt=0, le=180, description="Range of motion, or angle held or lifted to, that is aimed at."
    )
    cadence_per_min: tuple[float, float] | None = Field(
        None, description="Band of the cadence that is aimed at: lowest and highest, steps per minute."
    )
    landing_load_g: float | None = Field(
        None, gt=0, description="Sum of the landing peaks of this exercise that should not be passed, g."
    )
    in_turn: bool = Field(
        False,
        description="The legs take turns: what one sensor counts stands for twice as many of both legs.",
    )
    level: Level | None = Field(None, description="Only in this half of the plan; in both without it.")
    note: str = Field("", max_length=300, description="How to do it, for people.")

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        given = [name for name in ("reps", "seconds", "shuttles") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"got {' and '.join(given) or 'none'}, want one of reps, seconds and shuttles")
        if self.shuttles is not None and self.exercise not in SHUTTLING:
            raise ValueError(f"shuttles are found only in: {', '.join(sorted(SHUTTLING))}")
        if self.in_turn and self.known.legs != "alternating":
            raise ValueError("in_turn: the legs take turns only in exercises of alternating legs")
        if self.cadence_per_min is not None and not 0 < self.cadence_per_min[0] < self.cadence_per_min[1]:
            raise ValueError("cadence_per_min: want the lowest, then the highest, above 0")
        return self

    @property
    def known(self) -> Exercise:
        """The exercise as the registry knows it."""
        return find_exercise(self.exercise)

    @property
    def by_clock(self) -> bool:
        """Whether a set begins and ends by the clock; time that is held is told by the data."""
        return self.seconds is not None and self.known.counts != "hold"


class Plan(BaseModel):
    """A workout as it is prescribed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60, description="Short name.")
    title: str = Field("", max_length=120, description="What people read.")
    level: Level = Field("basic", description="Which half is followed.")
    warning: str = Field("", max_length=600, description="What people should know before they begin.")
    exercises: tuple[PlannedExercise, ...] = Field(min_length=1, max_length=100, description="In order.")

    @model_validator(mode="after")
    def _has_something_to_do(self) -> Self:
        if not self.steps():
            raise ValueError(f"no exercise at the level {self.level}")
        return self

    def steps(self) -> tuple["PlanStep", ...]:
        """Return the sets of this level one after another."""
        chosen = [each for each in self.exercises if each.level in {None, self.level}]
        return tuple(PlanStep(each, n) for each in chosen for n in range(1, each.sets + 1))


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One set of a plan, the ``n``-th of its exercise."""

    asked: PlannedExercise
    n: int


def parse_plan(text: str, source: str = "plan") -> Plan:
    """Return the plan that a TOML text says, or JSON, as plans are recorded.

    Parameters
    ----------
    text : str
        The plan.
    source : str
        What to call it in errors.

    Raises
    ------
    PlanError
        Naming the key at fault.
    """
    if not text.startswith("{") and "=" not in text:
        raise PlanError(source, f"no plan {text[:60]!r} is known: want the name of one, or TOML")
    try:
        values: dict[str, Any] = json.loads(text) if text.startswith("{") else tomllib.loads(text)
        return Plan.model_validate(values)
    except json.JSONDecodeError as error:
        raise PlanError(source, f"want JSON: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise PlanError(source, f"want TOML: {error}") from None
    except RecursionError:
        raise PlanError(source, "nested too deeply for a plan") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise PlanError(source, _said(first), key) from None


def _said(error: Any) -> str:
    message, shown = str(error["msg"]).removeprefix("Value error, "), repr(error["input"])[:100]
    return message if error["type"] in {"value_error", "missing"} else f"got {shown}: {message}"
