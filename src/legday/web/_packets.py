"""Just enough of MQTT 5 to know what a client asks for: frames, and the topics they name."""

import struct
from dataclasses import dataclass

from legday.contract.limits import MAX_PACKET_BYTES
from legday.errors import BridgeError

CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE = 1, 3, 8, 10

_LENGTH_BYTES = 4
_MQTT5 = 5
_WILL_FLAG = 0x04
_RETAIN_FLAG = 0x01
_QOS_MASK = 0x06


@dataclass(frozen=True, slots=True)
class Frame:
    """One MQTT control packet as it was sent; ``body`` begins behind the length."""

    kind: int
    flags: int
    body: bytes
    raw: bytes


class Splitter:
    """Cuts a stream of bytes into control packets."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[Frame]:
        """Return the packets that ``chunk`` completes.

        Raises
        ------
        BridgeError
            For a length that cannot be, or is past `MAX_PACKET_BYTES`.
        """
        self._rest += chunk
        frames: list[Frame] = []
        while (frame := self._first()) is not None:
            frames.append(frame)
            self._rest = self._rest[len(frame.raw) :]
        return frames

    def _first(self) -> Frame | None:
        if len(self._rest) < 2:
            return None
        head = _variable_integer(self._rest[1:])
        if head is None:
            return None
        length, used = head
        end = 1 + used + length
        if end > MAX_PACKET_BYTES:
            raise BridgeError(f"a packet of {end} bytes, want at most {MAX_PACKET_BYTES}")
        if len(self._rest) < end:
            return None
        first = self._rest[0]
        return Frame(first >> 4, first & 0x0F, self._rest[1 + used : end], self._rest[:end])


def _variable_integer(data: bytes) -> tuple[int, int] | None:
    """Return a variable byte integer and its length, None while bytes are missing (MQTT 5, section 1.5.5)."""
    value = 0
    for index, byte in enumerate(data[:_LENGTH_BYTES]):
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, index + 1
    if len(data) >= _LENGTH_BYTES:
        raise BridgeError("a packet whose length cannot be read")
    return None


class _Reader:
    """Reads the fields of a body in turn."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._body) - self._at

    def take(self, count: int) -> bytes:
        if self.left < count:
            raise BridgeError("a packet that ends too soon")
        self._at += count
        return self._body[self._at - count : self._at]

    def integer(self) -> int:
        return int(struct.unpack(">H", self.take(2))[0])

    def text(self) -> str:
        try:
            return self.take(self.integer()).decode()
        except UnicodeDecodeError:
            raise BridgeError("text that is not UTF-8") from None

    def properties(self) -> bytes:
        head = _variable_integer(self._body[self._at :])
        if head is None:
            raise BridgeError("a packet that ends too soon")
        length, used = head
        self.take(used)
        return self.take(length)


@dataclass(frozen=True, slots=True)
class Connect:
    """What a CONNECT says of its sender."""

    client_id: str
    has_will: bool


@dataclass(frozen=True, slots=True)
class Publish:
    """What a PUBLISH says of itself."""

    topic: str
    retain: bool
    has_properties: bool


def read_connect(frame: Frame) -> Connect:
    """Return the sender of a CONNECT of MQTT 5.

    Raises
    ------
    BridgeError
        For another protocol, or a body that cannot be read.
    """
    reader = _Reader(frame.body)
    protocol, level = reader.text(), reader.take(1)[0]
    if (protocol, level) != ("MQTT", _MQTT5):
        raise BridgeError("this bridge speaks MQTT 5 only")
    flags = reader.take(1)[0]
    reader.integer()
    reader.properties()
    return Connect(reader.text(), bool(flags & _WILL_FLAG))


def read_publish(frame: Frame) -> Publish:
    """Return where a PUBLISH goes.

    Raises
    ------
    BridgeError
        For a body that cannot be read.
    """
    reader = _Reader(frame.body)
    topic = reader.text()
    if frame.flags & _QOS_MASK:
        reader.integer()
    return Publish(topic, bool(frame.flags & _RETAIN_FLAG), bool(reader.properties()))


def read_filters(frame: Frame) -> list[str]:
    """Return the topic filters of a SUBSCRIBE.

    Raises
    ------
    BridgeError
        For a body that cannot be read.
    """
    reader = _Reader(frame.body)
    reader.integer()
    reader.properties()
    filters: list[str] = []
    while reader.left:
        filters.append(reader.text())
        reader.take(1)
    return filters
