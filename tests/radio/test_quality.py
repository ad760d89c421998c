"""What is lost is counted, and how well a sensor is heard is published."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Self

import pytest

from legday.core.inputs import Input, Tick
from legday.core.setup import SessionSetup
from legday.publishers import Message
from legday.service import Service
from tests.edges.brokers import eventually
from tests.radio.collecting import QUICK, source_of
from tests.radio.control import Bluez

ROOM = 20


class States:
    """A publisher that keeps the states."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, object]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        return None

    async def publish(self, message: Message) -> None:
        if message.kind == "state":
            self.bodies.append(dict(message.body))

    @property
    def newest(self) -> dict[str, object]:
        """How well the sensor is heard by the last state; empty before there is one."""
        sensor = self.bodies[-1]["sensor"] if self.bodies else None
        return sensor if isinstance(sensor, dict) else {}


async def test_what_nobody_takes_is_dropped_and_counted(
    bluez: Bluez, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legday.sources.feeds.WAITING_INPUTS", ROOM)
    dot = bluez.add("movella_dot", programme="standing")
    source = await source_of(dot)
    async with aclosing(source.inputs()) as inputs:
        await anext(inputs)
        await eventually(lambda: source.lost > ROOM)
        before = source.lost
        taken = [await anext(inputs) for _ in range(ROOM)]
        assert len(taken) == ROOM
        assert source.lost == before


class Overflown:
    """A source that had to drop something."""

    waits = True
    lost = 7

    async def inputs(self) -> AsyncGenerator[Input, None]:
        yield Tick(0)


async def test_what_a_source_dropped_is_published() -> None:
    service = Service(SessionSetup(), Overflown())
    await service.run()
    assert service.lost == 7


async def test_how_well_a_sensor_is_heard_is_published(bluez: Bluez) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    source = await source_of(dot, settings=QUICK)
    states = States()
    service = Service(source.setup, source)
    running = asyncio.create_task(service.run([states]))
    await eventually(lambda: states.newest.get("rate_hz") == pytest.approx(60.0, abs=3.0))
    dot.battery(41)
    await eventually(lambda: states.newest["battery_pct"] == 41)
    service.stop()
    await running
    assert states.bodies[0]["sensor"] is not None
    last = states.newest
    assert last["rate_hz"] == pytest.approx(60.0, abs=3.0)
    assert (last["loss_pct"], last["bad_packets"]) == (0.0, 0)
    assert 0 <= last["jitter_ms"] < 100
    assert last["rssi_dbm"] == -55
    assert (last["model"], last["firmware"]) == ("Stand-in", "1.0")
