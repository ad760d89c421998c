"""Where commands from a broker come in, and where their answers go out."""

import logging
import re
from collections.abc import Callable

import aiomqtt

from legday.contract import MINOR
from legday.contract.payloads import Response
from legday.errors import CommandError
from legday.publishers._allowance import Allowance
from legday.publishers._commands import Asked, command, request
from legday.publishers._publisher import Context
from legday.publishers._topics import Delivery, encode, root

log = logging.getLogger(__name__)

_ELSEWHERE = re.compile(r"[^+#$\0][^+#\0]{0,255}")
"""A topic that a requester may choose for its answer."""

MAX_CORRELATION_BYTES = 256

AT_ONCE = 50.0
PER_S = 20.0
"""Commands that are looked at: more than people and their automations send, little enough to be recorded."""

REFUSALS_PER_S = 1.0
"""What comes beyond that is dropped unread; so often somebody is told."""


class Desk:
    """Takes each message on a topic for commands, and sees that it is answered, once.

    Parameters
    ----------
    base : str
        First part of every topic.
    context : Context
        The session, and where commands go.
    send : callable
        Takes the answers.
    """

    def __init__(self, base: str, context: Context, send: Callable[[Delivery], None]) -> None:
        self._root = root(base)
        self._base = base
        self._context = context
        self._devices = frozenset(sensor.device for sensor in context.setup.sensors)
        self._send = send
        self._allowance = Allowance(AT_ONCE, PER_S)
        self._refusals = Allowance(1.0, REFUSALS_PER_S)

    def take(self, message: aiomqtt.Message) -> None:
        """Hand a command to the session; refuse what is none, or too much."""
        allowed = self._allowance.take()
        if not allowed and not self._refusals.take():
            return
        payload = message.payload if isinstance(message.payload, bytes) else b""
        asked = Asked(str(message.topic).removeprefix(f"{self._base}/"), payload, bool(message.retain))
        to, correlation = self._address(asked, message)
        transaction = ""

        def answer(refusal: str) -> None:
            if to is not None:
                self._send(self._response(to, refusal, transaction, correlation))

        try:
            wanted = request(asked)
            transaction = wanted.transaction
            taken = command(asked, wanted, self._devices, self._context.now_ns())
        except CommandError as refusal:
            log.info("%s", refusal)
            answer(refusal.wanted)
            return
        if not allowed:
            answer(f"too many commands: at most {PER_S:g} a second")
        elif not self._context.obey(taken, answer):
            answer("too many commands are waiting")

    def _address(self, asked: Asked, message: aiomqtt.Message) -> tuple[str | None, bytes]:
        """Return where the answer goes: where a request of MQTT 5 wants it, but never into our own tree."""
        properties = message.properties
        wanted = getattr(properties, "ResponseTopic", None)
        correlation = getattr(properties, "CorrelationData", b"")[:MAX_CORRELATION_BYTES]
        if wanted and _ELSEWHERE.fullmatch(wanted) and not f"{wanted}/".startswith(f"{self._root}/"):
            return wanted, correlation
        if not asked.can_be_answered:
            return None, b""
        return f"{self._root}/{asked.device}/response/{asked.name}", correlation

    def _response(self, to: str, refusal: str, transaction: str, correlation: bytes) -> Delivery:
        body = Response(
            status="error" if refusal else "ok",
            error=refusal,
            transaction=transaction,
            t_ms=round(self._context.now_ns() * 1e-6, 1),
            v=MINOR,
        )
        return Delivery(to, encode(body.model_dump()), qos=1, retain=False, correlation=correlation)
