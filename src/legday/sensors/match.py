"""How a sensor is recognised by what it advertises."""

from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from legday.sensors.model import Part, Uuid


def _several(value: Any) -> Any:
    return [value] if isinstance(value, int) else value


Companies = Annotated[tuple[Annotated[int, Field(ge=0, le=0xFFFF)], ...], BeforeValidator(_several)]
"""Company numbers; one alone needs no brackets."""


class Match(Part):
    """What an advertisement shows, and what the device information says once connected."""

    local_name: tuple[str, ...] = Field((), description="Patterns such as ``Polar H10 *``.")
    services: tuple[Uuid, ...] = Field((), description="UUIDs, one of which is advertised.")
    manufacturer_id: Companies = Field((), description="Company number, or several.")
    manufacturer_data: str = Field(
        "", pattern=r"^([0-9a-f]{2}|\?\?)*$", description="First bytes behind the company number; ?? is any."
    )
    model_number: tuple[str, ...] = Field(
        (), description="Patterns of the device information's model number."
    )
    firmware: tuple[str, ...] = Field((), description="Patterns of the firmware revision.")

    def fits(
        self,
        local_name: str,
        services: Collection[str] = (),
        manufacturer_data: Mapping[int, bytes] | None = None,
    ) -> bool:
        """Return whether an advertisement is of this sensor.

        A name or a service must agree; where the profile gives manufacturer data and the advertisement has
        some of that company, they must agree too.
        """
        data = manufacturer_data or {}
        named = any(fnmatchcase(local_name, pattern) for pattern in self.local_name)
        served = any(service in services for service in self.services)
        theirs = [data[company] for company in self.manufacturer_id if company in data]
        if not theirs:
            return named or served
        known = named or served or bool(self.manufacturer_data)
        return known and any(map(self._starts, theirs))

    def _starts(self, data: bytes) -> bool:
        pairs = [self.manufacturer_data[at : at + 2] for at in range(0, len(self.manufacturer_data), 2)]
        found = [f"{byte:02x}" for byte in data[: len(pairs)]]
        return len(found) == len(pairs) and all(
            want in ("??", got) for want, got in zip(pairs, found, strict=True)
        )
