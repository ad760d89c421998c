"""Brokers, and a publisher's surroundings."""

import itertools
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from legday.broker import EmbeddedBroker
from legday.core.inputs import Command
from legday.core.setup import SensorSetup, SessionSetup
from legday.publishers import Answer, Context, unanswered

from .brokers import mosquitto
from .pages import Stage

STAGES = itertools.count()

SETUP = SessionSetup(recording="test", sensors=(SensorSetup(device="thigh", profile="movella_dot"),))


@dataclass
class Obeyed:
    """Commands that came in, answered at once; an exercise that is called nonsense is refused."""

    commands: list[Command] = field(default_factory=list)

    def __call__(self, command: Command, answer: Answer = unanswered) -> bool:
        self.commands.append(command)
        answer("no such exercise" if command.value == "nonsense" else "")
        return True


@pytest.fixture(autouse=True)
def brokers_stop_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here waits for a broker's last words but those who run the whole program."""
    monkeypatch.setattr("legday.broker.embedded.LINGER_S", 0.0)


@pytest.fixture
def obeyed() -> Obeyed:
    return Obeyed()


@pytest.fixture
def context(obeyed: Obeyed) -> Context:
    return Context(SETUP, obeyed, time.time_ns, "test")


@pytest.fixture
async def embedded() -> AsyncIterator[EmbeddedBroker]:
    async with EmbeddedBroker() as broker:
        yield broker


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_broker() -> AsyncIterator[EmbeddedBroker]:
    async with EmbeddedBroker() as broker:
        yield broker


@pytest.fixture
def stage(shared_broker: EmbeddedBroker) -> Stage:
    """The broker of the browser's tests, and topics that no other test uses."""
    return Stage(shared_broker.listeners, f"test-{next(STAGES)}")


@pytest.fixture
def mosquitto_port(mosquitto_program: str, tmp_path: Path) -> Iterator[int]:
    with mosquitto(mosquitto_program, tmp_path) as port:
        yield port


@pytest.fixture(params=["embedded", pytest.param("mosquitto", marks=pytest.mark.mosquitto)])
def broker_port(request: pytest.FixtureRequest) -> int:
    """Port of a broker that speaks MQTT 3.1.1: ours, and Debian's."""
    if request.param == "embedded":
        return int(request.getfixturevalue("embedded").listeners.port)
    return int(request.getfixturevalue("mosquitto_port"))
