"""Where the numbers stand in a notification: header fields and samples, at offsets that must not overlap."""

from typing import Literal, Self

from pydantic import Field, model_validator

from legday.sensors.model import Name, Part

NumberType = Literal["i1", "i2", "i3", "i4", "i8", "u1", "u2", "u3", "u4", "u8", "f4", "f8"]
"""Kind and bytes of a number: signed, unsigned, IEEE float; three bytes are legal for integers."""

ByteOrder = Literal["little", "big"]
Unit = Literal["m/s2", "g", "mg", "rad/s", "deg/s"]
VECTORS = ("acc", "gyr")
FACTS = ("acc_factor", "gyr_factor", "battery_percent")


def size_of(kind: NumberType) -> int:
    """Bytes of a number."""
    return int(kind[1])


class HeaderField(Part):
    """A number in front of the samples.

    Some names have a meaning, any other is only a name: ``tick`` (device time), ``count`` (samples in this
    packet), ``counter`` (of packets) and the facts ``acc_factor``, ``gyr_factor`` and ``battery_percent``.
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
        return self


class SampleLayout(Part):
    """The samples of a packet: interleaved records, planar arrays, or bits that a named decoder unpacks."""

    at: int = Field(ge=0, description="Offset of the first sample in the packet.")
    count: int | Literal["length", "header"] = Field(
        1, description="Samples in a packet: a number, from the packet's length, or the header field count."
    )
    arrangement: Literal["interleaved", "planar"] = Field(
        "interleaved", description="Sample by sample, or all of the first field, then all of the next."
    )
    stride: int | None = Field(None, gt=0, description="Bytes from sample to sample, where some are unused.")
    typical: int = Field(1, gt=0, description="Samples in a notification as seen; the virtual sensor's size.")
    decoder: Name | None = Field(None, description="Named decoder of the bytes from ``at`` on.")
    fields: tuple[SampleField, ...] = Field(min_length=1, description="What a sample holds.")

    def offsets(self) -> tuple[int, ...]:
        """Offset of each field in a sample."""
        return tuple(at for at, _ in place([(f.name, f.at, size_of(f.type) * f.count) for f in self.fields]))

    @property
    def size(self) -> int:
        """Bytes from sample to sample."""
        ends = (at + size_of(f.type) * f.count for at, f in zip(self.offsets(), self.fields, strict=True))
        return self.stride or max(ends)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        spans = place([(f.name, f.at, size_of(f.type) * f.count) for f in self.fields])
        if self.stride is not None and max(end for _, end in spans) > self.stride:
            raise ValueError(
                f"fields end at {max(end for _, end in spans)}, behind the stride of {self.stride}"
            )
        if isinstance(self.count, int) and self.count < 1:
            raise ValueError("count is at least 1")
        if self.decoder is not None and (len(self.fields) != 1 or self.count != "length"):
            raise ValueError('a named decoder fills one field and wants count = "length"')
        if self.arrangement == "planar" and any(f.at is not None for f in self.fields):
            raise ValueError("planar arrays follow one another: no offsets")
        return self


class PacketLayout(Part):
    """One kind of notification: which characteristic, what its header reads, what it holds."""

    name: Name = Field(description="What the vendor calls it.")
    characteristic: Name = Field(description="Name of the characteristic it comes from.")
    holds: Literal["samples", "facts", "other"] = Field(
        "samples", description="Samples, facts (factors, battery), or something that is passed over."
    )
    byte_order: ByteOrder = Field("little", description="Of every field that says nothing else.")
    padded_to: int | None = Field(None, gt=0, description="Zero bytes may fill the packet up to this length.")
    decoder: Name | None = Field(None, description="Named decoder of a packet that holds facts.")
    header: tuple[HeaderField, ...] = Field((), description="Numbers in front of the samples.")
    samples: SampleLayout | None = Field(None, description="The samples.")

    @property
    def vectors(self) -> tuple[str, ...]:
        """The vectors that its samples have: acc, gyr or both."""
        names = set() if self.samples is None else {field.name for field in self.samples.fields}
        return tuple(name for name in VECTORS if name in names)

    @property
    def fixed_count(self) -> int | None:
        """Samples in each packet, where that is fixed."""
        count = None if self.samples is None else self.samples.count
        return count if isinstance(count, int) else None

    @property
    def samples_per_packet(self) -> int:
        """Samples in a packet as usually sent."""
        return self.fixed_count or (1 if self.samples is None else self.samples.typical)

    def header_offsets(self) -> tuple[int, ...]:
        """Offset of each header field."""
        return tuple(at for at, _ in place([(f.name, f.at, size_of(f.type)) for f in self.header]))

    @property
    def header_size(self) -> int:
        """Bytes up to the end of the last header field."""
        return max(
            (end for _, end in place([(f.name, f.at, size_of(f.type)) for f in self.header])), default=0
        )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.samples is None) == (self.holds == "samples"):
            raise ValueError("a packet has samples where it holds samples, and only there")
        if self.samples is None:
            return self
        at = self.samples.at
        for field, (start, end) in zip(
            self.header, place([(f.name, f.at, size_of(f.type)) for f in self.header]), strict=True
        ):
            if end > at:
                raise ValueError(
                    f"{field.name} at {start}..{end - 1} overlaps the samples, which start at {at}"
                )
        if self.samples.count == "header" and "count" not in {field.name for field in self.header}:
            raise ValueError('count = "header" wants a header field named count')
        return self


def place(fields: list[tuple[str, int | None, int]]) -> list[tuple[int, int]]:
    """Return [start, end) of each (name, offset or None, size), in order.

    Raises
    ------
    ValueError
        Where two of them overlap or share a name.
    """
    taken: dict[str, tuple[int, int]] = {}
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
