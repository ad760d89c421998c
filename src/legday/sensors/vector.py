"""Test vectors of a profile: bytes as sent, values as meant. A profile whose vectors fail is not used."""

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from legday.core.block import FloatArray
from legday.core.inputs import Packet
from legday.errors import DecodeError, ProfileError
from legday.sensors.model import HexBytes, Name, Part
from legday.sensors.quantity import UNITS
from legday.sensors.samples import Samples

if TYPE_CHECKING:
    from legday.sensors.profile import Profile

Triple = tuple[float, float, float]


class Notification(Part):
    """One notification of a vector."""

    characteristic: Name = Field(description="Where it came from.")
    hex: HexBytes = Field(description="Its bytes.")


class Vector(Part):
    """Notifications and the samples that they carry, in the vendor's units, along the axes of the case."""

    provenance: Literal["real", "vendor", "constructed"] = Field(
        description="Captured from a device, from the vendor's tests or documents, or made of the layout."
    )
    source: str = Field(description="Where the bytes come from.")
    packet: tuple[Notification, ...] = Field(min_length=1, description="In the order of their arrival.")
    acc: tuple[Triple, ...] | None = Field(None, description="Every sample's specific force.")
    acc_unit: Literal["m/s2", "g", "mg"] = Field("m/s2", description="Its unit.")
    gyr: tuple[Triple, ...] | None = Field(None, description="Every sample's angular rate.")
    gyr_unit: Literal["rad/s", "deg/s"] = Field("rad/s", description="Its unit.")
    ticks: tuple[float, ...] | None = Field(None, description="Device time as decoded, not unwrapped.")
    facts: dict[str, float] | None = Field(None, description="Facts known behind it, by name.")
    acc_range: float | None = Field(None, gt=0, description="Range it was sent at, where not the default.")
    gyr_range: float | None = Field(None, gt=0, description="The same of the gyroscope.")
    within: float = Field(1e-6, gt=0, description="Largest error of a value, in its unit.")

    def packets(self, profile: "Profile") -> list[Packet]:
        """Return the vector as the packets of a session."""
        return [
            Packet(0, profile.characteristics[each.characteristic], bytes.fromhex(each.hex))
            for each in self.packet
        ]

    @property
    def ranges(self) -> dict[str, float | None]:
        """Return the ranges that decoding and encoding need."""
        return {"acc_range": self.acc_range, "gyr_range": self.gyr_range}


def check_vectors(profile: "Profile", file: str) -> None:
    """Decode every vector of a profile.

    Raises
    ------
    ProfileError
        Naming the file and the first vector that decodes to something else.
    """
    for number, vector in enumerate(profile.vector):
        key = f"vector.{number}"
        try:
            decoder = profile.decoder(**vector.ranges)
            samples = [each for packet in vector.packets(profile) for each in decoder.decode(packet)]
        except DecodeError as error:
            raise ProfileError(file, f"got {error.got}, want {error.wanted}", f"{key}.packet") from error
        except ProfileError as error:
            raise ProfileError(file, error.wanted, f"{key}.{error.key}") from error
        if vector.facts is not None and decoder.state.facts != vector.facts:
            raise ProfileError(file, f"decodes to {decoder.state.facts}, want {vector.facts}", f"{key}.facts")
        _compare(vector, "acc", samples, UNITS[vector.acc_unit], file, key)
        _compare(vector, "gyr", samples, UNITS[vector.gyr_unit], file, key)
        _compare(vector, "ticks", samples, 1.0, file, key)


def _compare(vector: Vector, name: str, samples: list[Samples], unit: float, file: str, key: str) -> None:
    wanted = getattr(vector, name)
    found = [getattr(each, name) for each in samples if getattr(each, name) is not None]
    if wanted is None and not found:
        return
    got: FloatArray = np.concatenate(found) / unit if found else np.zeros(0)
    want = np.array(wanted if wanted is not None else ())
    if got.shape != want.shape or not (np.abs(got - want) <= vector.within).all():
        raise ProfileError(file, f"decodes to {got.tolist()}, want {want.tolist()}", f"{key}.{name}")
