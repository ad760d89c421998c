"""The numbers of a packet: type, place, meaning and scale of each."""

from typing import Literal, Self

from pydantic import Field, model_validator

from legday.sensors.model import Name, Part

NumberType = Literal["i1", "i2", "i3", "i4", "i8", "u1", "u2", "u3", "u4", "u8", "f4", "f8"]
"""Kind and bytes of a number: signed, unsigned, IEEE float; three bytes are legal for integers."""

ByteOrder = Literal["little", "big"]
Unit = Literal["m/s2", "g", "mg", "rad/s", "deg/s"]
VECTORS = ("acc", "gyr")
CADENCE = "cadence_steps_per_min"
FACTS = ("acc_factor", "gyr_factor", "battery_percent", CADENCE)


def size_of(kind: NumberType) -> int:
    """Bytes of a number."""
    return int(kind[1])


class HeaderField(Part):
    """A number in front of the samples.

    Some names have a meaning, any other is only a name: ``tick`` (device time), ``count`` (samples in this
    packet), ``counter`` (of packets) and the facts ``acc_factor``, ``gyr_factor``, ``battery_percent`` and
    ``cadence_steps_per_min``.
    """

    name: Name = Field(description="tick, count, counter, a fact, or just a name.")
    type: NumberType = Field(description="Kind and bytes: u1, i2, u4, f4 ...")
    at: int | None = Field(
        None, ge=0, description="Offset in the packet; behind the field before by default."
    )
    byte_order: ByteOrder | None = Field(None, description="Where it differs from the packet's.")
    equals: int | None = Field(None, description="The packet is this one only where the field reads so.")
    mask: int | None = Field(None, ge=0, description="Bits of the field that are looked at.")
    divide: float = Field(1.0, gt=0, description="A fact is the field over this.")

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        whole = self.type[0] != "f"
        if not whole and (self.name in ("tick", "count", "counter") or self.equals is not None):
            raise ValueError(f"{self.name} wants an integer type")
        if self.equals is not None and not _fits_in(self.equals, self.type):
            raise ValueError(f"equals = {self.equals} does not fit {self.type}")
        return self


class SampleField(Part):
    """A vector or number in each sample; ``acc``, ``gyr`` and ``tick`` are used, other names are skipped."""

    name: Name = Field(description="acc, gyr, tick, or the name of what is skipped.")
    type: NumberType = Field(description="Kind and bytes of one number.")
    at: int | None = Field(
        None, ge=0, description="Offset in the sample; behind the field before by default."
    )
    values: int | None = Field(None, gt=0, description="Numbers in it: 3 for acc and gyr, else 1.")
    byte_order: ByteOrder | None = Field(None, description="Where it differs from the packet's.")
    unit: Unit | None = Field(None, description="Unit of raw * multiply / divide; wanted for acc and gyr.")
    multiply: float = Field(1.0, gt=0, description="Raw numbers are multiplied by this,")
    divide: float = Field(1.0, gt=0, description="divided by this,")
    by_range: bool = Field(False, description="multiplied by the configured range over its full scale,")
    factor: bool = Field(False, description="and multiplied by the factor of the start response.")

    @property
    def count(self) -> int:
        """Numbers in the field."""
        return self.values if self.values is not None else 3 if self.name in VECTORS else 1

    @model_validator(mode="after")
    def _is_a_quantity(self) -> Self:
        units = {"acc": ("m/s2", "g", "mg"), "gyr": ("rad/s", "deg/s")}.get(self.name)
        if units is not None and self.unit not in units:
            raise ValueError(f"{self.name} wants a unit, one of {', '.join(units)}")
        if self.name in VECTORS and self.count != 3:
            raise ValueError(f"{self.name} has 3 values, not {self.count}")
        if self.name == "tick" and (self.count != 1 or self.type in ("i8", "u8")):
            raise ValueError("the tick of a sample is one number, a float or an integer of at most 4 bytes")
        return self


def _fits_in(value: int, kind: NumberType) -> bool:
    bits = 8 * size_of(kind)
    low, high = (0, 1 << bits) if kind[0] == "u" else (-(1 << (bits - 1)), 1 << (bits - 1))
    return low <= value < high


Span = tuple[int, int]


def place(fields: list[tuple[str, int | None, int]]) -> list[Span]:
    """Return [start, end) of each (name, offset or None, size), in order.

    Raises
    ------
    ValueError
        Where two of them overlap or share a name.
    """
    taken: dict[str, Span] = {}
    cursor = 0
    for name, at, size in fields:
        start = cursor if at is None else at
        cursor = start + size
        if name in taken:
            raise ValueError(f"two fields are named {name}")
        for other, (first, end) in taken.items():
            if start < end and first < cursor:
                raise ValueError(f"{name} at {start}..{cursor - 1} overlaps {other} at {first}..{end - 1}")
        taken[name] = (start, cursor)
    return list(taken.values())
