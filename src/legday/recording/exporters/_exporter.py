"""What an exporter module registers, and what it is handed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legday.recording.decoded import Decoded
from legday.recording.label import Label


@dataclass(frozen=True)
class Export:
    """A take to export.

    Parameters
    ----------
    name : str
        The take's own name.
    sensors : mapping of Decoded
        What each sensor measured, by device.
    label : Label
        What is known of it.
    messages : sequence of mapping
        What the session found in it, as messages.
    began_ms : float or None
        Time of day of the take's time zero, ms since 1970; None where nobody knows it.
    """

    name: str
    sensors: Mapping[str, Decoded]
    label: Label
    messages: Sequence[Mapping[str, Any]]
    began_ms: float | None = None


@dataclass(frozen=True)
class Exporter:
    """A form to export to; every module of this folder without an underscore ends in one.

    Parameters
    ----------
    name : str
        Its name on the command line.
    title : str
        For people.
    suffix : str
        End of the files' names.
    write : callable
        Writes a take below a stem and returns the files it wrote; raises OSError.
    """

    name: str
    title: str
    suffix: str
    write: Callable[[Export, Path], list[Path]]
