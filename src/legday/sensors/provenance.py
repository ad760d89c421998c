"""Where the facts of a profile come from."""

from typing import Literal

from pydantic import Field

from legday.sensors.model import Part


class Provenance(Part):
    """Where the facts come from."""

    sources: tuple[str, ...] = Field(
        min_length=1, description="Documents and source files, with their version."
    )
    confidence: Literal["vendor", "client", "own"] = Field(
        description="Read in the vendor's own code or specification, in somebody's client, or our own format."
    )
    unverified: tuple[str, ...] = Field((), description="What no document and no capture has confirmed yet.")
