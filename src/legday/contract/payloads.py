"""The payloads that are no events, as others read them: units in the keys, every key always there.

The models are the source of the schemas and of the reference page; whatever is published is checked against
them in the tests.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from legday.core.workout_events import PhaseName

Status = Literal["online", "offline"]
LinkName = Literal["connected", "disconnected"]
Milliseconds = Annotated[float | None, Field(description="When, ms since 1970; null where not known yet.")]
Minor = Annotated[int, Field(ge=0, description="Minor version of the contract.")]


class Payload(BaseModel):
    """One JSON object."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SetState(Payload):
    """The running set, or the last one."""

    n: int = Field(ge=0, description="Its number; 0 before the first.")
    of: int | None = Field(description="How many the plan asks for; null without a plan.")
    running: bool = Field(description="Whether it goes on.")


class TargetState(Payload):
    """What the plan asks for in this set."""

    reps: int | None = Field(description="Repetitions.")
    s: float | None = Field(description="Seconds.")
    shuttles: int | None = Field(description="Legs of a shuttle run.")
    steps_per_min: tuple[float, float] | None = Field(
        description="Band of the cadence that is aimed at: lowest and highest."
    )


class SensorState(Payload):
    """How well a sensor is heard."""

    rate_hz: float | None = Field(description="Samples per second, measured over 5 s.")
    loss_pct: float | None = Field(description="Samples that never came, per cent of all.")
    jitter_ms: float | None = Field(description="How unevenly they come.")
    rssi_dbm: int | None = Field(description="Signal strength when it last advertised.")
    battery_pct: int | None = Field(description="Charge of its battery.")
    model: str | None = Field(description="What it calls itself.")
    firmware: str | None = Field(description="Version of its firmware.")
    bad_packets: int = Field(ge=0, description="Notifications that could not be read.")


class State(Payload):
    """All that holds now for a device: the newest replaces the one before."""

    exercise: str | None = Field(description="What is counted; null where nothing is.")
    title: str | None = Field(description="Its name for people.")
    counts: str | None = Field(description="Type of the event that its count is made of.")
    count: int = Field(ge=0, description="Count of the running set, or of the last one.")
    count_since_ms: float | None = Field(
        description="When the count began from zero, ms since 1970; null before anything is counted."
    )
    phase: PhaseName = Field(description="Where the workout is.")
    phase_ends_ms: float | None = Field(description="When the phase ends by itself, ms since 1970.")
    paused: bool = Field(description="Whether the workout is paused.")
    set: SetState = Field(description="The running set, or the last one.")
    target: TargetState | None = Field(description="What the plan asks for; null without one.")
    plan: str | None = Field(description="The plan that is followed.")
    steps_per_min: float | None = Field(description="Cadence; null when nothing new came for 6 s.")
    counts_per_min: float | None = Field(description="Tempo of the newest five counted; null likewise.")
    hold_s: float | None = Field(description="Seconds of a hold so far.")
    link: LinkName | None = Field(description="Whether the sensor is connected.")
    sensor: SensorState | None = Field(description="How well it is heard; null for the workout.")
    lost_inputs: int = Field(ge=0, description="Inputs that came faster than they could be taken.")
    lost_events: int = Field(ge=0, description="Events that had to make room while no broker took them.")
    storage: Literal["disk", "memory", "full"] = Field(
        description="Where what is new is kept; full where the disk takes nothing."
    )
    t_ms: Milliseconds
    v: Minor


class Live(Payload):
    """The moving line: the last points at 25 Hz, in columns."""

    seq: int = Field(ge=1, description="Counts up by one, so that a missing message is noticed.")
    t_s: list[float] = Field(description="The sensor's own time.")
    angle_deg: list[float | None] = Field(description="Angle of the thigh: 0 standing, 90 horizontal.")
    force_g: list[float | None] = Field(description="Length of the acceleration vector.")
    t_ms: Milliseconds
    v: Minor


class Wave(Payload):
    """What the sensor itself measures, thinned to 25 Hz, in columns; axes as printed on its case."""

    seq: int = Field(ge=1, description="Counts up by one, so that a missing message is noticed.")
    t_s: list[float] = Field(description="The sensor's own time.")
    acc_g: list[list[float | None]] = Field(description="Rows of x, y, z.")
    gyr_deg_s: list[list[float | None]] | None = Field(description="Likewise; null without a gyroscope.")
    t_ms: Milliseconds
    v: Minor


class Availability(RootModel[Status]):
    """Plain text, not JSON: whether the service is there, or the sensor's data are coming."""


class Response(Payload):
    """The answer to a command."""

    status: Literal["ok", "error"] = Field(description="Whether it was carried out.")
    error: str = Field(description="Why not, in words; empty when it was.")
    transaction: str = Field(description="That of the command; empty where it had none.")
    t_ms: Milliseconds
    v: Minor


class Request(Payload):
    """A command as JSON; plain text in its place is the value alone."""

    value: str | float | int | None = Field("", description="What the command takes.")
    transaction: str = Field("", max_length=64, description="Comes back in the response.")
