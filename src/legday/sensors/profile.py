"""A firmware profile: everything that is known of one sensor model, as one TOML file."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeVar

from pydantic import Field

from legday.errors import ProfileError
from legday.sensors.choice import RangeChoice, Ranges, RateChoice, Rates
from legday.sensors.decoder import Decoder
from legday.sensors.encoder import Encoder
from legday.sensors.layout import PacketLayout
from legday.sensors.match import Match
from legday.sensors.model import Address, Name, Part
from legday.sensors.orientation import Orientation
from legday.sensors.provenance import Provenance
from legday.sensors.quantity import Quantity
from legday.sensors.reassembly import Reassembly
from legday.sensors.samples import Clock
from legday.sensors.script import KeepAlive, Step, choices_in, fill_in
from legday.sensors.table import Table
from legday.sensors.text import Text
from legday.sensors.timekeeping import Timekeeping
from legday.sensors.vector import Vector

C = TypeVar("C", RateChoice, RangeChoice)


class Profile(Part):
    """One sensor model: how it is found, started, read and stopped."""

    format: Literal[1] = Field(description="Version of this format.")
    id: Name = Field(description="Name of the file without .toml.")
    title: str = Field(description="What it is called in lists.")
    tier: Literal["recorded", "vectors", "limited", "described"] = Field(
        description="Real takes are replayed in tests; vectors only; too slow, not solid; not for counting."
    )
    warning: str = Field("", description="What a person should know before using it.")
    provenance: Provenance = Field(description="Where the facts come from.")
    match: Match = Field(Match(), description="How it is recognised.")
    characteristics: dict[Name, Address] = Field(description="Name to UUID.")
    min_mtu: int = Field(23, ge=23, le=517, description="Smallest ATT MTU that carries its notifications.")
    rate: Rates | None = Field(None, description="None where the setup gives it or it is measured.")
    acc_range: Ranges | None = Field(None, description="Ranges of the accelerometer.")
    gyr_range: Ranges | None = Field(None, description="Ranges of the gyroscope.")
    start: tuple[Step, ...] = Field((), description="Steps that start the stream, in their order.")
    stop: tuple[Step, ...] = Field((), description="Steps that stop it; sent on every way out.")
    keep_alive: KeepAlive | None = Field(None, description="Steps that are repeated while it streams.")
    reassembly: tuple[Reassembly, ...] = Field((), description="Where packets ignore notifications' edges.")
    packet: tuple[PacketLayout, ...] = Field(min_length=1, description="Layouts; the first that fits reads.")
    clock: Timekeeping = Field(description="How it tells time.")
    axes: Orientation = Field(Orientation(), description="From the chip to the case.")
    vector: tuple[Vector, ...] = Field(min_length=1, description="Test vectors, tried at each load.")

    @property
    def gyroscope(self) -> Literal["none", "joined", "separate"]:
        """Whether it has a gyroscope, and whether that comes in packets of its own."""
        found = [vectors for layout in self.packet for vectors in layout.carries]
        if ("acc", "gyr") in found:
            return "joined"
        return "separate" if ("gyr",) in found else "none"

    @property
    def measures_motion(self) -> bool:
        """Whether it has an accelerometer, and is not one that tells a cadence alone."""
        return any("acc" in vectors for layout in self.packet for vectors in layout.carries)

    @property
    def streaming(self) -> frozenset[str]:
        """Addresses of the characteristics whose notifications show that it streams."""
        return frozenset(
            self.characteristics[layout.characteristic]
            for layout in self.packet
            if layout.samples is not None or not self.measures_motion
        )

    @property
    def sends_singly(self) -> bool:
        """Whether a notification carries one sample, which costs radio and processor the most."""
        sampled = [layout for layout in self.packet if layout.samples is not None]
        return bool(sampled) and all(layout.samples_per_packet == 1 for layout in sampled)

    def decoder(
        self, rate_hz: float | None = None, acc_range: float | None = None, gyr_range: float | None = None
    ) -> Decoder:
        """Return a new decoder, for the defaults or for what was chosen at the start.

        Raises
        ------
        ProfileError
            For a range that is not offered.
        """
        return Decoder(self, rate_hz, acc_range, gyr_range)

    def encoder(
        self,
        device: str = "thigh",
        acc_range: float | None = None,
        gyr_range: float | None = None,
        speaks: tuple[str, ...] = (),
    ) -> Encoder:
        """Return a new encoder, which speaks as the sensor would, in the packet layouts named first."""
        return Encoder(self, device, acc_range, gyr_range, speaks)

    def clock_at(self, rate_hz: float | None = None) -> Clock:
        """Return how the sensor tells time at this rate, or at the default."""
        clock = self.clock
        return Clock(clock.stamps, clock.tick_s, clock.wrap, self._nominal_hz(rate_hz), clock.on_change)

    def start_script(
        self, rate_hz: float | None = None, acc_range: float | None = None, gyr_range: float | None = None
    ) -> tuple[Step, ...]:
        """Return the steps that start the stream, with the chosen rate and ranges in their bytes.

        Raises
        ------
        ProfileError
            For a rate or range that is not offered, with those that are.
        """
        codes: dict[str, str] = {}
        if self.rate is not None:
            rate = self._offer("rate", self.rate.chosen, rate_hz)
            codes |= {"rate": rate.code, "gyr_rate": rate.gyr_code}
        if self.acc_range is not None:
            codes["acc_range"] = self._offer("acc_range", self.acc_range.chosen, acc_range).code
        if self.gyr_range is not None:
            codes["gyr_range"] = self._offer("gyr_range", self.gyr_range.chosen, gyr_range).code
        return tuple(fill_in(step, codes) for step in self.start)

    def open_choices(self) -> set[str]:
        """Names of the choices that the scripts ask for."""
        steps = [*self.start, *self.stop, *(self.keep_alive.step if self.keep_alive else ())]
        return {name for step in steps for name in choices_in(step)}

    def table(self, layout: PacketLayout, acc_range: float | None, gyr_range: float | None) -> Table | None:
        """Compile a layout that holds samples, for these ranges or the defaults."""
        if layout.samples is None:
            return None
        offers = {"acc": (self.acc_range, acc_range), "gyr": (self.gyr_range, gyr_range)}
        axes = {"acc": self.axes.acc, "gyr": self.axes.gyr}
        quantities = {}
        for field in layout.samples.fields:
            if field.name in offers:
                ranges, wanted = offers[field.name]
                key = f"{field.name}_range"
                choice = None if ranges is None else self._offer(key, ranges.chosen, wanted)
                quantities[field.name] = Quantity(field, axes[field.name], ranges, choice)
        return Table(self.id, layout, layout.samples, quantities, self.clock.wrap)

    def text(self, layout: PacketLayout) -> Text | None:
        """Compile a layout that holds text."""
        return None if layout.holds != "text" else Text(self.id, layout, self.axes.acc, self.axes.gyr)

    def reassembly_by_address(self) -> Mapping[str, Reassembly]:
        """Return the reassembly rules by the address of their characteristic."""
        return {self.characteristics[rule.characteristic]: rule for rule in self.reassembly}

    def _offer(self, key: str, choose: Callable[[float | None], C], wanted: float | None) -> C:
        try:
            return choose(wanted)
        except ValueError as error:
            raise ProfileError(self.id, str(error), key) from error

    def _nominal_hz(self, rate_hz: float | None) -> float:
        if self.rate is None:
            return rate_hz or 0.0
        wanted = self.rate.default_hz if rate_hz is None else rate_hz
        measured = any(choice.measured for choice in self.rate.choice if choice.hz == wanted)
        return 0.0 if measured else wanted
