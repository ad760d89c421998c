"""What a page may say to the broker, packet by packet."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legday.errors import BridgeError
from legday.web._gate import Gate
from legday.web._packets import Splitter

CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT, AUTH = 1, 3, 8, 10, 12, 14, 15
AT_LEAST_ONCE = 0x02
RETAIN = 0x01
WILL = 0x04


def text(value: str) -> bytes:
    encoded = value.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def packet(kind: int, flags: int, body: bytes) -> bytes:
    length, rest = bytearray(), len(body)
    while True:
        rest, digit = divmod(rest, 128) if rest >= 128 else (0, rest)
        length.append(digit | (0x80 if rest else 0))
        if not rest:
            return bytes([kind << 4 | flags]) + bytes(length) + body


def connect(client_id: str = "page-1", flags: int = 0x02, level: int = 5) -> bytes:
    body = text("MQTT") + bytes([level, flags]) + b"\x00\x0a" + b"\x00" + text(client_id)
    if flags & WILL:
        body += b"\x00" + text("elsewhere") + text("x")
    return packet(CONNECT, 0, body)


def publish(topic: str, flags: int = AT_LEAST_ONCE, properties: bytes = b"\x00") -> bytes:
    identifier = b"\x00\x01" if flags & 0x06 else b""
    return packet(PUBLISH, flags, text(topic) + identifier + properties + b"squat")


def subscribe(*filters: str) -> bytes:
    return packet(SUBSCRIBE, 2, b"\x00\x02" + b"\x00" + b"".join(text(each) + b"\x01" for each in filters))


def send(*packets: bytes) -> bytes:
    """Return what a gate lets through of a page that has connected."""
    gate, passed = Gate("legday/v1"), b""
    for frame in Splitter().feed(connect() + b"".join(packets)):
        gate.check(frame)
        passed += frame.raw
    return passed


@pytest.mark.parametrize(
    "allowed",
    [
        subscribe("legday/v1/#"),
        subscribe("legday/v1/bridge/+", "legday/v1/+/state"),
        publish("legday/v1/thigh/cmd/exercise"),
        publish("legday/v1/all/cmd/undo", flags=0),
        packet(UNSUBSCRIBE, 2, b"\x00\x03\x00" + text("legday/v1/#")),
        packet(PINGREQ, 0, b""),
        packet(DISCONNECT, 0, b""),
    ],
)
def test_what_a_page_needs_passes_unchanged(allowed: bytes) -> None:
    assert send(allowed) == connect() + allowed


@pytest.mark.parametrize(
    "refused",
    [
        subscribe("#"),
        subscribe("legday/#"),
        subscribe("legday/v2/#"),
        subscribe("legday/v1"),
        subscribe("+/v1/#"),
        subscribe("$SYS/#"),
        subscribe("$share/group/legday/v1/#"),
        subscribe("legday/v1/#", "homeassistant/#"),
        publish("legday/v1/thigh/state"),
        publish("legday/v1/bridge/status"),
        publish("homeassistant/sensor/x/config"),
        publish("other/v1/thigh/cmd/exercise"),
        publish("legday/v1/thigh/cmd/exercise/more"),
        publish("legday/v1/thigh/cmd/"),
        publish("legday/v1/../cmd/exercise"),
        publish(""),
        publish("legday/v1/thigh/cmd/exercise", flags=AT_LEAST_ONCE | RETAIN),
        publish("legday/v1/thigh/cmd/exercise", properties=b"\x03\x23\x00\x01"),
        packet(AUTH, 0, b"\x18\x00"),
        packet(2, 0, b"\x00\x00\x00"),
        packet(0, 0, b""),
        connect(),
    ],
)
def test_everything_else_is_refused(refused: bytes) -> None:
    with pytest.raises(BridgeError):
        send(refused)


@pytest.mark.parametrize(
    "first",
    [
        connect(client_id="legday-host"),
        connect(client_id=""),
        connect(flags=0x02 | WILL),
        connect(level=4),
        subscribe("legday/v1/#"),
        packet(PINGREQ, 0, b""),
    ],
)
def test_a_page_begins_by_saying_who_it_is(first: bytes) -> None:
    (frame,) = Splitter().feed(first)
    with pytest.raises(BridgeError):
        Gate("legday/v1").check(frame)


@given(cuts=st.lists(st.integers(0, 200), max_size=8))
def test_packets_are_found_wherever_the_stream_is_cut(cuts: list[int]) -> None:
    stream = (
        connect() + subscribe("legday/v1/" + "x" * 150) + packet(PINGREQ, 0, b"") + publish("legday/v1/a/b")
    )
    splitter, found = Splitter(), []
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    for start, end in pairwise(edges):
        found += splitter.feed(stream[start:end])
    assert b"".join(frame.raw for frame in found) == stream
    assert [frame.kind for frame in found] == [CONNECT, SUBSCRIBE, PINGREQ, PUBLISH]


@given(data=st.binary(max_size=300))
def test_any_bytes_pass_or_are_refused_and_nothing_else(data: bytes) -> None:
    gate = Gate("legday/v1")
    try:
        for frame in Splitter().feed(connect() + data):
            gate.check(frame)
    except BridgeError:
        pass


@pytest.mark.parametrize("head", [b"\x30\xff\xff\xff\xff", b"\x30\xff\xff\xff\x7f", b"\x30\x81\x88\x04"])
def test_a_length_out_of_bounds_is_refused_before_it_is_awaited(head: bytes) -> None:
    with pytest.raises(BridgeError):
        Splitter().feed(head)
