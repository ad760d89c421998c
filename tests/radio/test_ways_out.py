"""Whatever ends a session, the sensor is told to stop: some stream until their battery is empty otherwise."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Self

import pytest

from legday.core.events import Event
from legday.core.inputs import Input, Packet
from legday.errors import BrokerError, LegdayError, RecordingError
from legday.publishers import Message
from legday.service import Service
from tests.radio.collecting import QUICK, source_of
from tests.radio.control import Bluez

Ending = Callable[[Service, "asyncio.Task[None]"], object]

ENOUGH = 30
"""Packets after which something breaks."""


class Way:
    """A publisher that is fine until it is told to break.

    Parameters
    ----------
    publish, leave : Exception or None
        Raised for a message of a sensor that streams; raised on leaving.
    """

    def __init__(self, publish: Exception | None = None, leave: Exception | None = None) -> None:
        self._publish = publish
        self._leave = leave

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._leave is not None:
            raise self._leave

    async def publish(self, message: Message) -> None:
        if self._publish is not None and message.kind == "live":
            raise self._publish


class Recorder:
    """A recorder whose disk breaks while the sensor streams."""

    full = False

    def __init__(self, error: Exception) -> None:
        self._error = error
        self._packets = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def write(self, item: Input) -> None:
        self._packets += isinstance(item, Packet)
        if self._packets > ENOUGH:
            raise self._error

    def flush(self) -> None:
        return None

    def sync(self) -> None:
        return None


async def run(bluez: Bluez, ends: Ending, *ways: Way, recorder: Recorder | None = None) -> None:
    """Run a session with a sensor and see that it is stopped; ``ends`` is called when it streams."""
    dot = bluez.add("movella_dot", programme="standing")
    source = await source_of(dot, settings=QUICK)
    service = Service(source.setup, source, record=None if recorder is None else lambda: recorder)
    running = asyncio.create_task(service.run(ways))
    while service.taken < ENOUGH and not running.done():  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.02)
    ends(service, running)
    try:
        await running
    finally:
        assert dot.diary["starts"] == 1
        assert dot.diary["stops"] == 1
        assert not dot.diary["streaming"]


def nothing(_service: Service, _running: asyncio.Task[None]) -> None:
    """Leave the session to break by itself."""


@pytest.mark.parametrize("error", [BrokerError("mqtt://nowhere", "gone"), RuntimeError("a mistake of ours")])
async def test_a_publisher_that_fails(bluez: Bluez, error: Exception) -> None:
    with pytest.raises(type(error), match=str(error)):
        await run(bluez, nothing, Way(publish=error))


@pytest.mark.parametrize(
    "error", [RecordingError("run.mcap", "no space left on device"), OSError("I/O error")]
)
async def test_a_recorder_that_fails(bluez: Bluez, error: Exception) -> None:
    with pytest.raises(type(error), match=str(error)):
        await run(bluez, nothing, recorder=Recorder(error))


async def test_a_session_that_fails(bluez: Bluez, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_items: Sequence[Input]) -> list[Event]:
        raise ZeroDivisionError("a mistake of ours")

    with pytest.raises(ZeroDivisionError):
        await run(bluez, lambda service, _: monkeypatch.setattr(service.session, "push", broken))


async def test_a_publisher_that_fails_on_its_way_out(bluez: Bluez) -> None:
    with pytest.raises(LegdayError):
        await run(bluez, lambda service, _: service.stop(), Way(leave=BrokerError("mqtt://nowhere", "gone")))


async def test_a_session_that_is_cancelled(bluez: Bluez) -> None:
    with pytest.raises(asyncio.CancelledError):
        await run(bluez, lambda _service, running: running.cancel())


async def test_a_publisher_that_cannot_begin_leaves_the_sensor_alone(bluez: Bluez) -> None:
    class Absent(Way):
        async def __aenter__(self) -> Self:
            raise BrokerError("mqtt://nowhere", "not there")

    dot = bluez.add("movella_dot", programme="standing")
    source = await source_of(dot, settings=QUICK)
    with pytest.raises(BrokerError):
        await Service(source.setup, source).run([Absent()])
    assert dot.diary["starts"] == 0
