"""One file per way out; the registry finds them, there is no list to edit."""

import importlib
import pkgutil
from functools import cache

from legday.publishers._message import Kind, Message
from legday.publishers._outbox import Outbox
from legday.publishers._publisher import (
    Answer,
    Context,
    Health,
    Obey,
    Publisher,
    PublisherKind,
    Surroundings,
    Waving,
    unanswered,
)
from legday.publishers._topics import root as topic_root


@cache
def publishers() -> dict[str, PublisherKind]:
    """Return every registered publisher by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_")
    found: list[PublisherKind] = [importlib.import_module(f"{__name__}.{name}").PUBLISHER for name in names]
    return {kind.name: kind for kind in found}


__all__ = [
    "Answer",
    "Context",
    "Health",
    "Kind",
    "Message",
    "Obey",
    "Outbox",
    "Publisher",
    "PublisherKind",
    "Surroundings",
    "Waving",
    "publishers",
    "topic_root",
    "unanswered",
]
