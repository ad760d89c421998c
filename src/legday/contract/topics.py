"""The tree of topics below ``<base>/v1``: what is on each, how it is sent, which schema it follows."""

import re
from typing import NamedTuple

from legday.contract.schemas import event_models
from legday.contract.version import MAJOR
from legday.core.inputs import COMMANDS as SESSION_COMMANDS

VERSION = f"v{MAJOR}"

COMMANDS = tuple(sorted((*SESSION_COMMANDS, "keep")))
"""Names of the commands; ``keep`` is the service's own, the others are the session's."""

REQUESTS = ("devices", "health", "info", "republish")
"""What the service itself is asked."""


class Topic(NamedTuple):
    """One topic; ``inward`` is what others publish."""

    name: str
    schema: str
    qos: int
    retain: bool
    meaning: str
    inward: bool = False


TOPICS = (
    Topic(
        "bridge/status",
        "status",
        1,
        True,
        "The service; `offline` by last will when it is gone.",
    ),
    Topic("bridge/info", "info", 1, True, "Versions, commands, exercises, plans, profiles, adapters."),
    Topic("bridge/devices", "devices", 1, True, "The sensors of the session."),
    Topic("bridge/event", "bridge_event", 1, False, "What happened to the service."),
    *(
        Topic(f"bridge/request/{name}", "bridge_request", 1, False, "A question to the service.", inward=True)
        for name in REQUESTS
    ),
    *(
        Topic(f"bridge/response/{name}", "bridge_response", 1, False, "The answer to it.")
        for name in REQUESTS
    ),
    Topic("{device}/status", "status", 1, True, "`online` while the sensor's data are coming."),
    Topic("{device}/state", "state", 1, True, "All that holds now; on change, mostly once a second."),
    Topic("{device}/live", "live", 0, False, "The moving line, at most ten times a second."),
    Topic("{device}/wave", "wave", 0, False, "The sensor's own axes; only with `mqtt.wave`."),
    Topic("{device}/last/set", "last_set", 1, True, "Summary of the last set that ended."),
    Topic("{device}/last/session", "last_session", 1, True, "Summary of the last session that ended."),
    *(
        Topic(f"{{device}}/event/{name}", f"event_{name}", 1, False, (kind.__doc__ or "").splitlines()[0])
        for name, kind in event_models().items()
    ),
    *(
        Topic(f"{{device}}/cmd/{name}", "command", 1, False, "A command to legday.", inward=True)
        for name in COMMANDS
    ),
    *(Topic(f"{{device}}/response/{name}", "response", 1, False, "The answer to it.") for name in COMMANDS),
)


def schema_of(topic: str) -> str | None:
    """Return the name of the schema that a payload follows.

    Parameters
    ----------
    topic : str
        Below the base and version, such as ``thigh/event/rep``.
    """
    if re.fullmatch(r"[^/]+/response/[^/]+", topic):
        return "bridge_response" if topic.startswith("bridge/") else "response"
    named = (topic, re.sub(r"^[^/]+/", "{device}/", topic))
    return next((each.schema for each in TOPICS if each.name in named), None)
