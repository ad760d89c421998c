"""What is said to a sensor to start, keep and stop its stream: a script of steps, filled in with choices.

``{rate}``, ``{gyr_rate}``, ``{acc_range}`` and ``{gyr_range}`` in the bytes or text of a step stand for the
codes of the chosen rate and ranges.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from legday.sensors.model import HexBytes, Name, Part

CHOICES = {"rate": "rate", "gyr_rate": "rate", "acc_range": "acc_range", "gyr_range": "gyr_range"}
"""What a step may leave open, and the table of the profile that offers it."""

OPEN = re.compile("{(" + "|".join(CHOICES) + ")}")


class Subscribe(Part):
    """Turn notifications or indications on."""

    do: Literal["subscribe"] = Field(description="This step.")
    characteristic: Name = Field(description="Which one.")


class Unsubscribe(Part):
    """Turn them off again."""

    do: Literal["unsubscribe"] = Field(description="This step.")
    characteristic: Name = Field(description="Which one.")


class Write(Part):
    """Write bytes or text."""

    do: Literal["write"] = Field(description="This step.")
    characteristic: Name = Field(description="Which one.")
    hex: str = Field("", description="Bytes as hex digits, with {rate} and the like in their place.")
    text: str = Field("", description="Text instead of bytes, sent as UTF-8, with the same in its place.")
    response: bool = Field(True, description="Write with response.")
    chunk: int | None = Field(None, gt=0, description="At most so many bytes in one write.")

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        if bool(self.hex) == bool(self.text):
            raise ValueError("a write has either hex or text")
        without_choices(self.hex)
        return self

    def payload(self) -> bytes:
        """Bytes of a step whose choices are filled in."""
        return self.text.encode() if self.text else bytes.fromhex(self.hex)


class Patch(Part):
    """Read a value, change some of its bytes, and write it back with response."""

    do: Literal["patch"] = Field(description="This step.")
    characteristic: Name = Field(description="Which one.")
    bytes_at: dict[int, str] = Field(description="Hex digits by offset, with {rate} and the like.")

    @model_validator(mode="after")
    def _is_hex(self) -> Self:
        for digits in self.bytes_at.values():
            without_choices(digits)
        return self

    def patched(self, value: bytes) -> bytes:
        """Return the value with this step's bytes in place; the choices are filled in."""
        changed = bytearray(value)
        for at, digits in self.bytes_at.items():
            new = bytes.fromhex(digits)
            changed[at : at + len(new)] = new
        return bytes(changed)


class Wait(Part):
    """Wait for a response and look at its status."""

    do: Literal["wait"] = Field(description="This step.")
    characteristic: Name = Field(description="Which one.")
    starts_with: HexBytes = Field("", description="The response that is meant starts with these bytes.")
    status_at: int | None = Field(None, ge=0, description="Offset of the status byte.")
    accept: tuple[int, ...] = Field((0,), description="Statuses that mean success.")
    refusals: dict[int, str] = Field(
        default_factory=dict, description="Other statuses in words, with advice."
    )
    timeout_s: float = Field(5.0, gt=0, description="Longest wait, s.")


class Read(Part):
    """Read a value; it enters the session as a packet of this characteristic, such as calibration."""

    do: Literal["read"] = Field(description="This step.")
    characteristic: Name = Field(description="Which one.")


class Delay(Part):
    """Give the sensor time."""

    do: Literal["delay"] = Field(description="This step.")
    seconds: float = Field(gt=0, le=60, description="How long, s.")


Step = Annotated[Subscribe | Unsubscribe | Write | Patch | Wait | Read | Delay, Field(discriminator="do")]


class KeepAlive(Part):
    """Steps that a sensor wants again and again, or it stops."""

    every_s: float = Field(gt=0, description="Time from one round to the next, s.")
    step: tuple[Step, ...] = Field(min_length=1, description="What is said in a round.")


def without_choices(digits: str) -> str:
    """Return hex digits with every choice taken out.

    Raises
    ------
    ValueError
        Where what is left is no hex, or a choice is unknown.
    """
    unknown = [name for name in re.findall(r"{(.*?)}", digits) if name not in CHOICES]
    if unknown:
        raise ValueError(f"unknown choice {{{unknown[0]}}}; known: {', '.join(CHOICES)}")
    left = re.sub(r"{.*?}", "", digits)
    bytes.fromhex(left)
    return left


def choices_in(step: Step) -> set[str]:
    """Names of the choices that a step leaves open."""
    texts = [step.hex, step.text] if isinstance(step, Write) else []
    texts += step.bytes_at.values() if isinstance(step, Patch) else []
    return {name for text in texts for name in OPEN.findall(text)}


def fill_in(step: Step, codes: dict[str, str]) -> Step:
    """Return the step with the chosen codes in its bytes or its text."""

    def filled(digits: str) -> str:
        return OPEN.sub(lambda match: codes[match[1]], digits)

    def filled_text(text: str) -> str:
        return OPEN.sub(lambda match: bytes.fromhex(codes[match[1]]).decode(), text)

    if isinstance(step, Write):
        return step.model_copy(update={"hex": filled(step.hex), "text": filled_text(step.text)})
    if isinstance(step, Patch):
        return step.model_copy(update={"bytes_at": {at: filled(d) for at, d in step.bytes_at.items()}})
    return step
