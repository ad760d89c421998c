"""What a person did, as the exercises find it: repetitions, holds, jumps, lifts, steps, turns."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from legday.core.event_base import EventBase, Moment, Span

Side = Literal["this", "other", "left", "right", "both", "unknown"]
"""Leg of an event: the one that wears the sensor or the other; with two sensors, which of the two."""


class Phase(BaseModel):
    """A named part of a rep, such as the plank of a burpee."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="What the part is called.")
    start_s: float = Field(description="Where it begins, s.")
    end_s: float = Field(description="Where it ends, s.")


class Rep(Span):
    """One repetition, out and back."""

    type: Literal["rep"] = "rep"
    n: int = Field(ge=1, description="Count within the exercise, retracted ones left out.")
    turn_s: float = Field(description="Time of the turning point, s.")
    rom_rad: float | None = Field(None, description="Range of motion of the worn segment, rad.")
    eccentric_s: float | None = Field(None, description="Time of the lengthening half, s.")
    concentric_s: float | None = Field(None, description="Time of the shortening half, s.")
    partial: bool = Field(False, description="Well below the person's own range; it counts all the same.")
    side: Side = Field("this", description="Which leg moved: the sensor's, the other, or by name.")
    peak_angle_rad: float | None = Field(None, description="Angle at the turning point, rad.")
    hold_s: float | None = Field(None, description="Time held at the turning point, s.")
    flight_s: float | None = Field(None, description="Flight of the jump that ends the rep, s.")
    phases: tuple[Phase, ...] = Field((), description="Its named parts, each with its own times.")
    form: tuple[str, ...] = Field((), description="Remarks on form, such as ``out_of_plane``.")


class Hold(Span):
    """A position held, such as a wall sit."""

    type: Literal["hold"] = "hold"
    n: int = Field(1, ge=1, description="Number of the hold within the exercise.")
    angle_rad: float | None = Field(None, description="Mean angle, rad.")
    sag_rad: float | None = Field(None, description="Angle lost between start and end, rad.")
    drift_rad: float | None = Field(None, description="Largest departure of the angle from its mean, rad.")
    form: tuple[str, ...] = Field((), description="Remarks on form, such as ``thigh_not_horizontal``.")


class HoldProgress(Moment):
    """A hold goes on: once a second."""

    type: Literal["hold_progress"] = "hold_progress"
    elapsed_s: float = Field(description="How long it has lasted, s.")
    angle_rad: float | None = Field(None, description="Angle of the segment now, rad.")


class Jump(EventBase):
    """One jump: counted at its landing."""

    type: Literal["jump"] = "jump"
    n: int = Field(ge=1, description="Count within the exercise, retracted ones left out.")
    takeoff_s: float | None = Field(None, description="When the foot left the ground, s.")
    landing_s: float = Field(description="When it met the ground, s.")
    flight_s: float | None = Field(None, description="From take-off to landing, s.")
    height_m: float | None = Field(None, description="From flight time, only where that is valid, m.")
    contact_s: float | None = Field(None, description="Ground contact before the take-off, s.")
    landing_peak_m_s2: float | None = Field(None, description="Peak |acc| of the landing, m/s².")
    landing_clipped: bool = Field(False, description="The peak went beyond the sensor's range.")
    series_n: int | None = Field(None, description="Number within the running series.")
    load_m_s2: float | None = Field(None, description="Running total of landing peaks, m/s².")
    load_warning: bool = Field(False, description="The running total has passed its limit.")
    rsi_m_s: float | None = Field(None, description="Reactive strength index: height / contact, m/s.")
    flight_to_contact: float | None = Field(None, description="Reactive strength ratio: flight / contact.")

    @property
    def happened_s(self) -> float:
        """Landing, s."""
        return self.landing_s


class Lift(Moment):
    """One knee lift at its highest point."""

    type: Literal["lift"] = "lift"
    n: int = Field(ge=1, description="Count within the exercise, retracted ones left out.")
    angle_rad: float | None = Field(None, description="Angle of the thigh at its highest, rad.")
    side: Side = Field("this", description="Which leg was lifted: the sensor's, the other, or by name.")
    above_target: bool | None = Field(None, description="Whether it reached the target angle.")


class Step(Moment):
    """One step of a foot."""

    type: Literal["step"] = "step"
    n: int = Field(ge=1, description="Count within the exercise, retracted ones left out.")
    side: Side = Field("this", description="Which foot: that of the sensor's leg, the other, or by name.")


class Cadence(Moment):
    """How fast the feet step, as of now."""

    type: Literal["cadence"] = "cadence"
    steps_per_s: float = Field(ge=0, description="Rate of the steps of both feet.")


class Turn(Span):
    """A change of heading."""

    type: Literal["turn"] = "turn"
    angle_rad: float | None = Field(None, description="How far, leftwards positive, rad.")


class Shuttle(Span):
    """One leg of a shuttle run, from start or turn to turn or stop."""

    type: Literal["shuttle"] = "shuttle"
    n: int = Field(ge=1, description="Number of the leg within the run.")
    steps: int = Field(ge=0, description="Steps of both feet in it.")


class Asymmetry(Moment):
    """The left leg beside the right one, where a sensor sits on each: what was seen of the same event."""

    type: Literal["asymmetry"] = "asymmetry"
    n: int = Field(ge=1, description="Number of the counted event, or of the newest of several.")
    left_rad: float | None = Field(None, description="Range, lift or held angle of the left thigh, rad.")
    right_rad: float | None = Field(None, description="The same of the right one, rad.")
    left_m_s2: float | None = Field(None, description="Peak of the landing at the left thigh, m/s².")
    right_m_s2: float | None = Field(None, description="The same at the right one, m/s².")
    left_s: float | None = Field(None, description="Time from the right leg's beat to the left one's, s.")
    right_s: float | None = Field(None, description="Time from the left leg's beat to the right one's, s.")
    lead_s: float | None = Field(None, description="How much earlier the left leg moved or landed, s.")
    index: float | None = Field(
        None, description="Left minus right by the mean of both: of the angle, else the peak, else the time."
    )


class MissedAlternation(Moment):
    """A leg moved twice while it was the other one's turn."""

    type: Literal["missed_alternation"] = "missed_alternation"
    side: Side = Field(description="The leg whose turn it was.")


class KneeMotion(Span):
    """How much the knee bent or stretched in a repetition, from sensors on thigh and shank."""

    type: Literal["knee"] = "knee"
    n: int = Field(ge=1, description="Number of the repetition.")
    change_rad: float = Field(ge=0, description="Largest change of the knee angle, rad.")
