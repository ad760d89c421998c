"""What is published: one thing, for whoever wants it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["event", "state", "live", "wave", "status", "bridge"]
"""``event``: a fact, sent once. ``state``: all that holds now, the newest replaces the rest. ``live``: for
eyes only, worthless a second later. ``wave``: the sensor's own axes, likewise.
``status``: whether a device's data are coming. ``bridge``: what happened to the service itself."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to publish.

    Parameters
    ----------
    kind, device : str
        What it is and which sensor, or the workout, it belongs to.
    body : mapping
        JSON-ready, with the unit in every key.
    t_ms : float or None
        When it happened, ms since 1970, as well as the host knows.
    again : bool
        Decided from the recording of a run that was cut short, and perhaps published before: only those who
        keep account of what they have published want it.
    """

    kind: Kind
    device: str
    body: Mapping[str, Any]
    t_ms: float | None = None
    again: bool = False
