"""The kinds of packets that a profile knows, compiled for reading."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from legday.sensors.decoders import FactsDecoder, named_decoders
from legday.sensors.header import Header
from legday.sensors.layout import PacketLayout
from legday.sensors.table import Table
from legday.sensors.text import Text

if TYPE_CHECKING:
    from legday.sensors.profile import Profile


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of packet: how it is known, and what reads it; no reader for one that is passed over."""

    layout: PacketLayout
    header: Header
    table: Table | None = None
    facts: FactsDecoder | None = None
    text: Text | None = None


def packet_kinds(
    profile: "Profile", acc_range: float | None, gyr_range: float | None
) -> dict[str, list[Kind]]:
    """Compile every packet layout, by address of its characteristic."""
    found: dict[str, list[Kind]] = {}
    for layout in profile.packet:
        table, text = profile.table(layout, acc_range, gyr_range), profile.text(layout)
        kind = Kind(layout, Header(layout), table, _facts(layout), text)
        found.setdefault(profile.characteristics[layout.characteristic], []).append(kind)
    return found


def _facts(layout: PacketLayout) -> FactsDecoder | None:
    if layout.decoder is None or layout.holds == "text":
        return None
    decoder = named_decoders().get(layout.decoder)
    if isinstance(decoder, FactsDecoder):
        return decoder
    known = [name for name, each in named_decoders().items() if isinstance(each, FactsDecoder)]
    raise ValueError(f"no decoder {layout.decoder!r} of facts; known: {', '.join(known)}")
