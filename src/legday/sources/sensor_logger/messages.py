"""A phone's messages, in order, as packets."""

import json
from collections.abc import Callable

from legday.core.inputs import LinkChange, Packet
from legday.sources._in_order import InOrder
from legday.sources._remarks import Remarks
from legday.sources.feeds import Offer

CHANNEL = "message"
PATIENCE = 8
"""Messages that wait for an earlier one; the app sends a few a second."""


class Messages:
    """Puts a phone's messages in order and makes packets of them.

    Parameters
    ----------
    device : str
        Name of the sensor within the session.
    profile : str
        Id of the profile that reads them.
    offer, now_ns : callable
        Where packets go; host time.
    """

    def __init__(self, device: str, profile: str, offer: Offer, now_ns: Callable[[], int]) -> None:
        self._device = device
        self._offer = offer
        self._now_ns = now_ns
        self._session: object = None
        self._order: InOrder[bytes] = InOrder(patience=PATIENCE)
        self._remarks = Remarks(profile)

    def take(self, text: bytes) -> bool:
        """Take a message; False for what is none."""
        try:
            message = json.loads(text)
            number, session = int(message["messageId"]), message["sessionId"]
            payload = list(message["payload"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return False
        if session != self._session:
            self._begin(session)
        self._remarks.look(payload)
        for each in self._order.push(number, text):
            self._offer(Packet(self._now_ns(), CHANNEL, each, self._device))
        return True

    def _begin(self, session: object) -> None:
        """A recording that was started anew numbers its messages anew."""
        if self._session is not None:
            self._offer(LinkChange(self._now_ns(), "disconnected", self._device))
        self._offer(LinkChange(self._now_ns(), "connected", self._device))
        self._session, self._order = session, InOrder(patience=PATIENCE)
