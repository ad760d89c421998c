"""Notifications to whole packets, for sensors whose packets ignore the edges of notifications."""

from dataclasses import dataclass, field
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from legday.errors import DecodeError
from legday.sensors.model import HexBytes, Name, Part


class ByteStream(Part):
    """Packets of one length in a stream of bytes, found by their first bytes.

    In step, a packet starts where the last one ended. Out of step, packets are looked for; one counts only
    where the next one's first bytes follow it, because measured numbers can look like first bytes.
    """

    kind: Literal["byte_stream"] = Field(description="This rule.")
    characteristic: Name = Field(description="The one whose notifications are put together.")
    sync: tuple[HexBytes, ...] = Field(min_length=1, description="First bytes of the packets there are.")
    length: int = Field(gt=0, description="Bytes in each packet.")

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        sizes = {len(bytes.fromhex(sync)) for sync in self.sync}
        if len(sizes) != 1 or not 0 < max(sizes) < self.length:
            raise ValueError("sync: all of one size, shorter than a packet")
        return self


class TwoPart(Part):
    """Packets that are cut in two where they do not fit a notification.

    A part starts with ``head`` bytes, of which the first says which part it is and the one at ``key_at``
    which subscription; a first part that is not full is the whole packet.
    """

    kind: Literal["two_part"] = Field(description="This rule.")
    characteristic: Name = Field(description="The one whose notifications are put together.")
    first: int = Field(ge=0, le=255, description="First byte of a first part.")
    second: int = Field(ge=0, le=255, description="First byte of a second part.")
    head: int = Field(gt=0, description="Bytes in front of a part's content.")
    key_at: int = Field(gt=0, description="Offset of the byte that both parts share.")
    content: int = Field(gt=0, description="Bytes of content in a full first part.")


class Lines(Part):
    """Packets that are lines of text; the end of the line is no part of the packet."""

    kind: Literal["lines"] = Field(description="This rule.")
    characteristic: Name = Field(description="The one whose notifications are put together.")
    longest: int = Field(128, gt=0, description="Bytes after which a line without an end is passed over.")
    notification: int = Field(20, gt=0, description="Bytes in one notification, for the virtual sensor.")


Reassembly = Annotated[ByteStream | TwoPart | Lines, Field(discriminator="kind")]


@dataclass(slots=True)
class Leftover:
    """What reassembly keeps between notifications of one characteristic.

    ``pending`` are bytes of a packet that has not ended; ``in_step`` tells whether they start at its start;
    ``parts`` are first parts whose second has not come; ``skipped`` counts the bytes passed over.
    """

    pending: bytes = b""
    in_step: bool = True
    parts: dict[int, bytes] = field(default_factory=dict)
    skipped: int = 0


def whole_packets(rule: Reassembly, payload: bytes, leftover: Leftover, profile: str) -> list[bytes]:
    """Return the packets that this notification completes.

    Raises
    ------
    DecodeError
        Where the notification is no part of any packet.
    """
    if isinstance(rule, ByteStream):
        return _cut_stream(rule, payload, leftover)
    if isinstance(rule, Lines):
        return _cut_lines(rule, payload, leftover)
    return _join_parts(rule, payload, leftover, profile)


def as_notifications(rule: Reassembly | None, packet: bytes) -> list[bytes]:
    """Return the notifications that a sensor sends a packet in."""
    if isinstance(rule, Lines):
        line = packet + b"\r\n"
        return [line[at : at + rule.notification] for at in range(0, len(line), rule.notification)]
    if not isinstance(rule, TwoPart) or len(packet) <= rule.head + rule.content:
        return [packet]
    cut = rule.head + rule.content
    head = bytes((rule.second,)) + packet[1 : rule.head]
    return [packet[:cut], head + packet[cut:]]


def _cut_stream(rule: ByteStream, payload: bytes, leftover: Leftover) -> list[bytes]:
    data = leftover.pending + payload
    marks = tuple(bytes.fromhex(sync) for sync in rule.sync)
    packets: list[bytes] = []
    at = 0
    while len(data) - at >= rule.length:
        starts = data.startswith(marks, at)
        if leftover.in_step and starts:
            packets.append(data[at : at + rule.length])
            at += rule.length
            continue
        leftover.in_step = False
        if starts and len(data) - at < rule.length + len(marks[0]):
            break
        leftover.in_step = starts and data.startswith(marks, at + rule.length)
        if not leftover.in_step:
            at += 1
            leftover.skipped += 1
    leftover.pending = data[at:]
    return packets


def _cut_lines(rule: Lines, payload: bytes, leftover: Leftover) -> list[bytes]:
    *lines, rest = (leftover.pending + payload).split(b"\n")
    leftover.skipped += sum(len(line) for line in lines if len(line) > rule.longest)
    kept = rule.longest + 1
    leftover.skipped += max(0, len(rest) - kept)
    leftover.pending = rest[:kept]
    return [line.rstrip(b"\r") for line in lines if 0 < len(line) <= rule.longest]


def _join_parts(rule: TwoPart, payload: bytes, leftover: Leftover, profile: str) -> list[bytes]:
    if len(payload) < rule.head or payload[0] not in (rule.first, rule.second):
        return [payload]
    key = payload[rule.key_at]
    if payload[0] == rule.first:
        leftover.parts.pop(key, None)
        if len(payload) < rule.head + rule.content:
            return [payload]
        leftover.parts[key] = payload
        return []
    if key not in leftover.parts:
        raise DecodeError(profile, "a second part without its first", "both parts of a packet")
    return [leftover.parts.pop(key) + payload[rule.head :]]
