"""The payloads below ``bridge/``: what the service says of itself, and what it is asked."""

from typing import Literal

from pydantic import Field, RootModel

from legday.contract.payloads import Milliseconds, Minor, Payload

BridgeEventName = Literal["profile_loaded", "device_found", "recorder_full", "recorder_ready"]

Storage = Literal["disk", "memory", "full"]


class ExerciseEntry(Payload):
    """An exercise that can be chosen."""

    name: str = Field(description="As the command takes it.")
    title: str = Field(description="As people read it.")
    counts: str = Field(description="Type of the event that its count is made of.")


class PlanEntry(Payload):
    """A plan that can be followed."""

    name: str = Field(description="As the command takes it.")
    title: str = Field(description="As people read it.")


class Info(Payload):
    """The service itself."""

    version: str = Field(description="Of legday.")
    schema_: str = Field(alias="schema", description="Version of the contract, major.minor.")
    schema_url: str | None = Field(
        description="Where the page gives out the AsyncAPI document of this version; null without a page."
    )
    commands: list[str] = Field(description="Names of the commands.")
    requests: list[str] = Field(description="What `bridge/request/<name>` knows.")
    exercises: list[ExerciseEntry] = Field(description="What can be counted.")
    plans: list[PlanEntry] = Field(description="What the command plan knows by name.")
    profiles: list[str] = Field(description="Firmware profiles that sensors can be read by.")
    adapters: list[str] = Field(description="Bluetooth adapters of the host, such as hci0; Linux only.")
    config_hash: str = Field(description="Changes when a setting does; passwords are not part of it.")
    started_ms: float = Field(description="When the service came up, ms since 1970.")
    v: Minor


class DeviceEntry(Payload):
    """A sensor of the session."""

    id: str = Field(description="The device of its topics.")
    name: str = Field(description="What people read.")
    profile: str = Field(description="Firmware profile by which it is read.")
    site: str = Field(description="Where it is worn.")
    caps: list[str] = Field(description="What it measures: accelerometer, gyroscope, cadence.")
    firmware: str | None = Field(description="Version of its firmware; null until it has told.")


class Devices(RootModel[list[DeviceEntry]]):
    """The sensors of the session."""


class BridgeEvent(Payload):
    """Something happened to the service itself; sent once, and not kept for a later run."""

    event_type: BridgeEventName = Field(
        description="`profile_loaded`, `device_found` (its first data), `recorder_full` (the disk takes "
        "nothing), `recorder_ready` (again)."
    )
    seq: int = Field(ge=1, description="Counts up by one within a run.")
    device: str | None = Field(description="The sensor concerned.")
    profile: str | None = Field(description="The profile by which it is read.")
    t_ms: Milliseconds
    v: Minor


class BridgeRequest(Payload):
    """What the service is asked; an empty payload asks too."""

    transaction: str = Field("", max_length=64, description="Comes back in the response.")


class Health(Payload):
    """How the service is doing."""

    inputs: int = Field(ge=0, description="Inputs that the session took.")
    lost_inputs: int = Field(ge=0, description="Inputs that came faster than they could be taken.")
    lost_events: int = Field(ge=0, description="Events that had to make room while no broker took them.")
    waiting_events: int = Field(ge=0, description="Events that the broker asked has not acknowledged.")
    storage: Storage = Field(description="Where what is new is kept.")


class Listing(Payload):
    """The sensors of the session, as an object."""

    devices: list[DeviceEntry] = Field(description="As in `bridge/devices`.")


class Nothing(Payload):
    """Nothing to be told."""


class BridgeResponse(Payload):
    """The answer to a request."""

    status: Literal["ok", "error"] = Field(description="Whether it was answered.")
    data: Info | Listing | Health | Nothing = Field(description="What was asked for; empty on an error.")
    error: str = Field(description="Why not, in words; empty when it was.")
    transaction: str = Field(description="That of the request; empty where it had none.")
    t_ms: Milliseconds
    v: Minor
