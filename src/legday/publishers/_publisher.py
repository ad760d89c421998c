"""What a publisher module registers, and what it is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self, runtime_checkable

from pydantic import BaseModel

from legday.core.inputs import Command
from legday.core.setup import SessionSetup
from legday.publishers._message import Message
from legday.publishers._outbox import Outbox

Answer = Callable[[str], None]
"""Told why a command was refused, in words; an empty text when it was carried out."""


def unanswered(_refusal: str) -> None:
    """Take an answer that nobody waits for."""


class Obey(Protocol):
    """Takes commands from outside."""

    def __call__(self, command: Command, answer: Answer = unanswered) -> bool:
        """Take a command; False when too many are waiting, and then ``answer`` is not called."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """How the service is doing: inputs taken, inputs and events lost so far, where what is new is kept."""

    inputs: int = 0
    lost_inputs: int = 0
    lost_events: int = 0
    storage: str = "memory"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the service can tell of itself and its host.

    Parameters
    ----------
    adapters : tuple of str
        Bluetooth adapters.
    config_hash : str
        Changes when a setting does.
    schema_url : str or None
        Where the contract is given out.
    page_url : str or None
        The page, where other machines can open it; without its token.
    health : callable
        How the service is doing now.
    plan_folders : tuple of Path
        Folders of the user's own plans.
    """

    adapters: tuple[str, ...] = ()
    config_hash: str = ""
    schema_url: str | None = None
    page_url: str | None = None
    health: Callable[[], Health] = Health
    plan_folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What every publisher may know of the run.

    Parameters
    ----------
    setup : SessionSetup
        The session that is published.
    obey : Obey
        Takes a command from outside, and answers once the session took or refused it.
    now_ns : callable
        Host time, ns since 1970.
    take : str
        What people call this take.
    outbox : Outbox or None
        Keeps events until they are acknowledged, beyond the end of this process; None keeps them in memory.
    surroundings : Surroundings
        What is told of the service itself.
    """

    setup: SessionSetup
    obey: Obey
    now_ns: Callable[[], int]
    take: str
    outbox: Outbox | None = None
    surroundings: Surroundings = Surroundings()


class Publisher(Protocol):
    """A way out. ``publish`` returns soon: a slow receiver must not hold up the count."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *error: object) -> None: ...

    async def publish(self, message: Message) -> None:
        """Send a message, or keep it to be sent."""
        ...


@runtime_checkable
class Waving(Protocol):
    """A way out that may want the sensors' own axes: they are put into words where somebody does.

    Attributes
    ----------
    wave : bool
        Whether it wants them.
    """

    @property
    def wave(self) -> bool: ...


@dataclass(frozen=True)
class PublisherKind:
    """A publisher as the registry knows it; every module of this folder ends in one.

    Parameters
    ----------
    name : str
        The module's own name; also its section in the settings file.
    settings : type
        What can be set.
    build : callable
        Returns a publisher from its settings and the context.
    """

    name: str
    settings: type[BaseModel]
    build: Callable[[Any, Context], Publisher]
