"""Where the service itself is asked: ``bridge/request/<name>``, answered on ``bridge/response/<name>``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import aiomqtt
from pydantic import ValidationError

from legday.contract import MINOR
from legday.contract.bridge import BridgeRequest
from legday.contract.limits import MAX_VALUE_BYTES
from legday.contract.topics import REQUESTS
from legday.publishers._allowance import Allowance
from legday.publishers._birth import Birth
from legday.publishers._publisher import Context
from legday.publishers._topics import Delivery, encode, root

AT_ONCE = 10.0
PER_S = 2.0
"""Questions that are answered; what comes beyond that is dropped."""

_SLUG = re.compile(r"[a-z0-9_-]{1,64}")


class Reception:
    """Answers each question about the service, once.

    Parameters
    ----------
    base : str
        First part of every topic.
    context : Context
        The session, and how it is doing.
    birth : Birth
        What is known of the service.
    waiting, republish : callable
        Events that this broker has not acknowledged; says everything that is retained anew.
    send : callable
        Takes the answers.
    """

    def __init__(
        self,
        base: str,
        context: Context,
        birth: Birth,
        waiting: Callable[[], int],
        republish: Callable[[], None],
        send: Callable[[Delivery], None],
    ) -> None:
        self._root = f"{root(base)}/bridge"
        self._context = context
        self._birth = birth
        self._waiting = waiting
        self._republish = republish
        self._send = send
        self._allowance = Allowance(AT_ONCE, PER_S)

    def is_for(self, message: aiomqtt.Message) -> bool:
        """Whether a message asks the service itself."""
        return str(message.topic).startswith(f"{self._root}/request/")

    def take(self, message: aiomqtt.Message) -> None:
        """Answer a question; say what is wrong with one that is none."""
        name = str(message.topic).removeprefix(f"{self._root}/request/")
        if not _SLUG.fullmatch(name) or not self._allowance.take():
            return
        payload = message.payload if isinstance(message.payload, bytes) else b""
        wanted, refusal = _request(payload)
        if message.retain:
            refusal = "a retained request was meant for another time"
        elif name not in REQUESTS:
            refusal = f"no such request; known: {', '.join(REQUESTS)}"
        data = {} if refusal else self._data(name)
        body = {
            "status": "error" if refusal else "ok",
            "data": data,
            "error": refusal,
            "transaction": wanted.transaction,
            "t_ms": round(self._context.now_ns() * 1e-6, 1),
            "v": MINOR,
        }
        self._send(Delivery(f"{self._root}/response/{name}", encode(body), qos=1, retain=False))

    def _data(self, name: str) -> Mapping[str, Any]:
        match name:
            case "info":
                return self._birth.info()
            case "devices":
                return {"devices": self._birth.devices()}
            case "health":
                return {**asdict(self._context.surroundings.health()), "waiting_events": self._waiting()}
        self._republish()
        return {}


def _request(payload: bytes) -> tuple[BridgeRequest, str]:
    """Return what was asked, and what is wrong with it; an empty payload is a question too."""
    if len(payload) <= MAX_VALUE_BYTES:
        try:
            return BridgeRequest.model_validate_json(payload or b"{}", strict=True), ""
        except ValidationError:
            pass
    return BridgeRequest(transaction=""), "want nothing, or a JSON object with transaction (text)"
