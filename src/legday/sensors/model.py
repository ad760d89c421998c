"""Base of the firmware profile's models, and the small types they share."""

import re
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

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
CHANNEL = re.compile(r"[a-z][a-z0-9_]*")
LIKE = "0000180d-0000-1000-8000-00805f9b34fb"


def _uuid(text: str) -> str:
    """Return a UUID as the Bluetooth library reports it, in lower case; many documents have capitals."""
    if UUID.fullmatch(text.lower()) is None:
        raise ValueError(f"a whole UUID such as {LIKE}, not {text!r}")
    return text.lower()


def _address(text: str) -> str:
    return text if CHANNEL.fullmatch(text) else _uuid(text)


Uuid = Annotated[str, AfterValidator(_uuid)]
"""A 128-bit UUID."""

Address = Annotated[str, AfterValidator(_address)]
"""A characteristic's UUID, or a channel name for a source that is not on Bluetooth."""
