"""What a sensor expects to be told, step by step, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from legday.sensors.script import Patch, Read, Step, Subscribe, Unsubscribe, Wait, Write

Kind = Literal["subscribe", "unsubscribe", "write", "read"]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a host does to a characteristic."""

    kind: Kind
    characteristic: str
    payload: bytes = b""


class Dialogue:
    """Follows what is said against a script: the bytes must agree, and the order.

    Parameters
    ----------
    steps : sequence of Step
        The script, choices filled in.
    addresses : mapping
        UUID of each characteristic by its name.
    values : mapping
        What the characteristics read, by UUID, for the steps that patch them.
    """

    def __init__(
        self, steps: Sequence[Step], addresses: Mapping[str, str], values: Mapping[str, bytes]
    ) -> None:
        self._script: list[Said | Wait] = [each for step in steps for each in _heard(step, addresses, values)]
        self._at = 0

    @property
    def complete(self) -> bool:
        """Whether everything was said; an empty script never is."""
        return 0 < len(self._script) <= self._at

    def hear(self, said: Said) -> bool:
        """Take what was said and return whether it was the next thing to say."""
        if self.complete or not self._script or self._script[self._at] != said:
            return False
        self._at += 1
        return True

    def answers(self) -> list[Wait]:
        """Return the answers that the host is waiting for now, and go on behind them."""
        due: list[Wait] = []
        while self._at < len(self._script) and isinstance(step := self._script[self._at], Wait):
            due.append(step)
            self._at += 1
        return due

    def begin(self) -> None:
        """Expect the script from its beginning."""
        self._at = 0


def _heard(step: Step, addresses: Mapping[str, str], values: Mapping[str, bytes]) -> list[Said | Wait]:
    """Return what a sensor notices of a step."""
    if isinstance(step, Wait):
        return [step]
    address = addresses.get(getattr(step, "characteristic", ""), "")
    match step:
        case Subscribe():
            return [Said("subscribe", address)]
        case Unsubscribe():
            return [Said("unsubscribe", address)]
        case Read():
            return [Said("read", address)]
        case Write():
            payload, size = step.payload(), step.chunk or len(step.payload())
            return [Said("write", address, payload[at : at + size]) for at in range(0, len(payload), size)]
        case Patch():
            return [Said("read", address), Said("write", address, step.patched(values[address]))]
    return []
