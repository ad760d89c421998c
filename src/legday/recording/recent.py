"""The newest inputs of a session, kept in memory so that they can be saved afterwards."""

from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from legday.core.inputs import Command, Input, Packet, time_ns
from legday.core.setup import SessionSetup
from legday.errors import RecordingError
from legday.recording.writer import RecordingWriter

LONGEST_S = 600.0
MOST_BYTES = 64_000_000
"""Ten minutes of a fast sensor are a tenth of this."""

PER_INPUT_BYTES = 200
"""What an input takes besides its payload, about."""


class RecentInputs:
    """A bounded ring of inputs; it takes them as a recorder does.

    Parameters
    ----------
    setup : SessionSetup
        The session.
    profiles : mapping of str
        Text of each firmware profile in use, by id.
    exercise : callable
        Returns what is counted now: a take that begins in mid-session begins with that.
    """

    def __init__(
        self, setup: SessionSetup, profiles: Mapping[str, str], exercise: Callable[[], str | None]
    ) -> None:
        self._setup = setup
        self._profiles = profiles
        self._exercise = exercise
        self._inputs: deque[tuple[Input, str | None]] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._inputs)

    def write(self, item: Input) -> None:
        """Keep an input, in the order in which the session takes it."""
        self._inputs.append((item, self._exercise()))
        self._bytes += _size(item)
        while self._bytes > MOST_BYTES or self._span_s() > LONGEST_S:
            self._bytes -= _size(self._inputs.popleft()[0])

    def keep(self, seconds: float, path: Path) -> None:
        """Save the inputs of the last ``seconds`` as a recording.

        Raises
        ------
        RecordingError
            When there is none, or the file exists or cannot be written.
        """
        if not self._inputs:
            raise RecordingError(path, "nothing has come in that could be kept")
        since_ns = time_ns(self._inputs[-1][0]) - round(seconds * 1e9)
        kept = [(item, exercise) for item, exercise in self._inputs if time_ns(item) >= since_ns]
        changes = {"recording": path.stem, "exercise": kept[0][1]}
        with RecordingWriter(path, self._setup.model_copy(update=changes), self._profiles) as writer:
            for item, _ in kept:
                writer.write(item)

    def _span_s(self) -> float:
        return (time_ns(self._inputs[-1][0]) - time_ns(self._inputs[0][0])) * 1e-9


def _size(item: Input) -> int:
    match item:
        case Packet():
            return PER_INPUT_BYTES + len(item.payload)
        case Command():
            return PER_INPUT_BYTES + len(item.value)
    return PER_INPUT_BYTES
