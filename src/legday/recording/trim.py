"""Keep a part of a recording as one of its own."""

from pathlib import Path

from legday.core.inputs import Command, time_ns
from legday.errors import RecordingError
from legday.recording.mcap_file import read_recording
from legday.recording.writer import RecordingWriter


def trim(path: Path, target: Path, start_s: float, end_s: float) -> None:
    """Write the inputs of [start_s, end_s), counted from the first one, as ``target``.

    It begins with the exercise that was chosen by then; the label stays with the whole.

    Raises
    ------
    RecordingError
        When nothing lies in there, ``target`` exists, or a file cannot be read or written.
    """
    recording = read_recording(path)
    exercise, first_ns = recording.setup.exercise, None
    kept = []
    for item in recording.inputs():
        first_ns = time_ns(item) if first_ns is None else first_ns
        at_s = (time_ns(item) - first_ns) * 1e-9
        if at_s < start_s:
            if isinstance(item, Command) and item.name == "exercise":
                exercise = item.value or None
        elif at_s < end_s:
            kept.append(item)
    if not kept:
        raise RecordingError(path, "nothing lies between these seconds", f"{start_s:g}:{end_s:g}")
    setup = recording.setup.model_copy(update={"recording": target.stem, "exercise": exercise})
    with RecordingWriter(target, setup, recording.profiles) as writer:
        for item in kept:
            writer.write(item)
