"""Events of the workout: sets and rests, what a plan asks for, and what was done, summed up."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from legday.core.event_base import Moment, Quality, Span

WORKOUT = "workout"
"""Device name of the events that belong to the workout and to no single sensor."""

PhaseName = Literal["idle", "countdown", "work", "rest", "paused", "done"]
TargetName = Literal["reps", "seconds", "shuttles", "depth", "cadence", "landing_load"]


class SetStarted(Moment):
    """A set began, back-dated to its first repetition, or at the time a plan or a person began it."""

    type: Literal["set_started"] = "set_started"
    n: int = Field(ge=1, description="Number of the set.")
    exercise: str = Field(description="What is done in it.")


TotalKind = Literal["measured", "inferred", "assumed_alternating", "one_leg_seen"]
"""How the repetitions of both legs together are known."""


class CadencePoint(BaseModel):
    """The cadence at one time within a set: the mean of some seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    t_s: float = Field(description="Since the set began, s.")
    steps_per_s: float = Field(ge=0, description="Rate of the steps of both feet.")


class SetSummary(BaseModel):
    """What was done in a set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int = Field(ge=1, description="Number of the set within its session.")
    session: int = Field(1, ge=1, description="Number of the session within the recording.")
    exercise: str = Field(description="What was done in it.")
    start_s: float = Field(description="Where it begins, s.")
    end_s: float = Field(description="Where it ends, s.")
    count: int = Field(ge=0, description="What counted, corrections included.")
    detected: int = Field(0, ge=0, description="The same without what a person corrected.")
    both_legs: int | None = Field(
        None,
        ge=0,
        description="Repetitions of single legs, both together; null where one leg alone was seen.",
    )
    both_legs_quality: Quality | None = Field(None, description="How far to trust that; null without it.")
    both_legs_kind: TotalKind | None = Field(
        None,
        description="How that is known: both legs were watched; one sensor told the leg in front; twice the "
        "one leg seen, where the plan has the legs take turns; or it is not known, one leg being unseen. "
        "Null where both legs move at once.",
    )
    both_legs_confidence: float | None = Field(
        None,
        ge=0,
        le=1,
        description="1 measured, 0.5 inferred, 0.3 assumed, 0 not known.",
    )
    partials: int = Field(0, ge=0, description="How many of them were partial.")
    tempo_s: float | None = Field(None, description="Mean time from one counted event to the next, s.")
    eccentric_s: float | None = Field(None, description="Mean time of the lengthening half, s.")
    concentric_s: float | None = Field(None, description="Mean time of the shortening half, s.")
    depth_rad: float | None = Field(None, description="Mean range of motion, or mean angle held, rad.")
    held_s: float | None = Field(None, description="Time held in all, s; null where nothing is held.")
    best_flight_s: float | None = Field(None, description="Longest flight, s.")
    mean_flight_s: float | None = Field(None, description="Mean flight, s.")
    landing_load_m_s2: float | None = Field(None, description="Sum of the landing peaks, m/s².")
    load_warning: bool = Field(False, description="The landings have passed the limit.")
    shuttles: int = Field(0, ge=0, description="Legs of a shuttle run.")
    cadence: tuple[CadencePoint, ...] = Field((), description="The cadence through the set.")
    target_reps: int | None = Field(None, description="What the plan asked for; null where nothing.")
    target_s: float | None = Field(None, description="How long the plan asked for, s.")
    target_shuttles: int | None = Field(None, description="Legs of a shuttle run that the plan asked for.")
    reached: bool | None = Field(None, description="Whether that was reached; null without a plan.")


class SetEnded(SetSummary, Span):
    """A set ended, with what was done in it."""

    type: Literal["set_ended"] = "set_ended"


class SetCorrected(SetSummary, Span):
    """A set that had ended was corrected, by a person or by what was decided late: the summary anew."""

    type: Literal["set_corrected"] = "set_corrected"


class SessionSummary(BaseModel):
    """What was done in a session."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int = Field(ge=1, description="Number of the session within the recording.")
    plan: str = Field("", description="The plan that was followed; empty without one.")
    count: int = Field(ge=0, description="What counted in all sets.")
    work_s: float = Field(ge=0, description="Time spent in sets, s.")
    landing_load_m_s2: float | None = Field(None, description="Sum of the landing peaks, m/s².")
    sets: tuple[SetSummary, ...] = Field((), description="The sets in order, corrections included.")


class SessionEnded(SessionSummary, Span):
    """A session ended, with every set in it."""

    type: Literal["session_ended"] = "session_ended"


class SessionCorrected(SessionSummary, Span):
    """The last set of a session that had ended was corrected: the summary of the session anew."""

    type: Literal["session_corrected"] = "session_corrected"


class PhaseStarted(Moment):
    """Another phase of the workout began."""

    type: Literal["phase"] = "phase"
    name: PhaseName = Field(description="What it is.")
    exercise: str | None = Field(None, description="What is done, or comes next; null where unknown.")
    set_n: int | None = Field(None, description="Number of the set of this exercise, or of the next one.")
    sets: int | None = Field(None, description="How many the plan asks for; null without a plan.")
    target_reps: int | None = Field(None, description="Repetitions that the plan asks for.")
    target_s: float | None = Field(None, description="How long the plan asks for, s.")
    target_shuttles: int | None = Field(None, description="Legs of a shuttle run that the plan asks for.")
    target_steps_per_s: tuple[float, float] | None = Field(
        None, description="Band of the cadence that the plan aims at: lowest and highest."
    )
    ends_s: float | None = Field(None, description="When it ends by itself, s; null where the data decide.")


class TargetReached(Moment):
    """What the plan asks for was reached, or its limit of the landings passed; once for each set."""

    type: Literal["target_reached"] = "target_reached"
    target: TargetName = Field(description="Which one.")
    value: float = Field(
        description="What was asked for, in the plan's unit: a number, s, degrees, steps per minute or g."
    )
    set_n: int = Field(ge=1, description="Number of the set.")


class PlanStarted(Moment):
    """A plan is followed from here on."""

    type: Literal["plan_started"] = "plan_started"
    plan: str = Field(description="Its name.")
    title: str = Field(description="What people read.")
    level: str = Field(description="Which half of it: basic or advanced.")
    sets: int = Field(ge=1, description="Sets in it.")
    warning: str = Field("", description="What people should know before they begin.")


class PlanEnded(Moment):
    """A plan is no longer followed."""

    type: Literal["plan_ended"] = "plan_ended"
    plan: str = Field(description="Its name.")
    completed: bool = Field(description="Whether it was followed to its end.")
