"""Base of the firmware profile's models, and the small types they share."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


class Part(BaseModel):
    """A table of a firmware profile: immutable, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _hex_bytes(text: str) -> str:
    try:
        return bytes.fromhex(text).hex()
    except ValueError as error:
        raise ValueError(f"hex digits in pairs, not {text!r}") from error


HexBytes = Annotated[str, AfterValidator(_hex_bytes)]
"""Bytes as hex digits; blanks between pairs are for the reader and dropped."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""A name that other keys of the same profile refer to."""

Uuid = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
"""A 128-bit UUID in lower case, as the Bluetooth library reports it."""

Address = Annotated[
    str,
    StringConstraints(
        pattern=r"^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z][a-z0-9_]*)$"
    ),
]
"""A characteristic's UUID, or a channel name for a source that is not on Bluetooth."""
