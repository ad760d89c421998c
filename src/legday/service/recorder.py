"""What a service wants of whatever keeps its inputs."""

from typing import Protocol

from legday.core.inputs import Input


class Recorder(Protocol):
    """What keeps the inputs."""

    def write(self, item: Input) -> None:
        """Keep an input, in the order in which the session takes it."""
        ...

    def flush(self) -> None:
        """Put everything where it outlives this process."""
        ...

    def sync(self) -> None:
        """Wait until the disk has what `flush` put there; may be called in another thread."""
        ...

    @property
    def full(self) -> bool:
        """Whether there is no room for it."""
        ...
