"""Keep a part of a recording as one of its own."""

from collections.abc import Sequence
from pathlib import Path

from legday.core.inputs import Command, Input, time_ns
from legday.errors import RecordingError
from legday.recording.label import read_label
from legday.recording.mcap_file import Recording, read_recording
from legday.recording.trim_label import trim_label
from legday.recording.writer import RecordingWriter
from legday.session import Session


def trim(path: Path, target: Path, start_s: float, end_s: float) -> list[str]:
    """Write the inputs of [start_s, end_s), counted from the first one, as ``target``, with its label.

    It begins with the exercise that was chosen by then.

    Returns
    -------
    list of str
        What the label says of the whole and cannot say of a part.

    Raises
    ------
    LegdayError
        When nothing lies in there, ``target`` or its label exists, or a file cannot be read or written.
    """
    recording = read_recording(path)
    whole, label = path.with_suffix(".toml"), target.with_suffix(".toml")
    read_label(whole)
    if label.exists():
        raise RecordingError(label, "exists already; nothing is overwritten")
    before, kept = _parts(recording, start_s, end_s)
    if not kept:
        raise RecordingError(path, "nothing lies between these seconds", f"{start_s:g}:{end_s:g}")
    chosen = _chosen(before, recording.setup.exercise)
    setup = recording.setup.model_copy(update={"recording": target.stem, "exercise": chosen})
    with RecordingWriter(target, setup, recording.profiles) as writer:
        for item in kept:
            writer.write(item)
    span_ms = time_ns(kept[0]) * 1e-6, time_ns(kept[-1]) * 1e-6
    if not whole.exists():
        return []
    return trim_label(whole, label, _span_s(recording, before, kept), span_ms)


def _parts(recording: Recording, start_s: float, end_s: float) -> tuple[list[Input], list[Input]]:
    """Return the inputs before a part and those of it, by their time since the first one."""
    before: list[Input] = []
    kept: list[Input] = []
    first_ns: int | None = None
    for item in recording.inputs():
        first_ns = time_ns(item) if first_ns is None else first_ns
        at_s = (time_ns(item) - first_ns) * 1e-9
        if at_s < start_s:
            before.append(item)
        elif at_s < end_s:
            kept.append(item)
    return before, kept


def _chosen(before: Sequence[Input], at_first: str | None) -> str | None:
    """Return the exercise that was chosen last."""
    chosen = [item.value or None for item in before if isinstance(item, Command) and item.name == "exercise"]
    return chosen[-1] if chosen else at_first


def _span_s(recording: Recording, before: Sequence[Input], kept: Sequence[Input]) -> tuple[float, float]:
    """Return where the part lies in the times of the take: both end with the same sample."""
    ends_s = [_newest_s(recording, inputs) for inputs in ([*before, *kept], kept)]
    return ends_s[0] - ends_s[1], ends_s[0]


def _newest_s(recording: Recording, inputs: Sequence[Input]) -> float:
    """Return a sensor's own time of its newest sample."""
    session = Session(recording.setup.model_copy(update={"exercise": None}), recording.profile)
    session.push(item for item in inputs if not isinstance(item, Command))
    return next((session.now_s(device) for device in session.pipelines), 0.0)
