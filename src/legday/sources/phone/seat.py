"""The place of one phone in a session: its frames become packets, in order, each once."""

import asyncio
import struct
from collections import deque
from collections.abc import Callable

from legday.core.inputs import Input, LinkChange, Packet
from legday.sources._in_order import InOrder
from legday.sources.feeds import Offer

CHANNEL = "phone"
CHECK_KIND = 1
NUMBERED_KINDS = frozenset({3, 6})
"""First byte of a frame, as in the profile ``phone_page``: samples of three or six axes, with a number."""

NUMBER = struct.Struct("<xI")
LARGEST_FRAME_BYTES = 8192
WAITING_INPUTS = 4096
"""Inputs kept until the session takes them."""


class Seat:
    """One phone's place.

    Parameters
    ----------
    device : str
        Name of the sensor within the session.
    site : str
        Where it is worn; empty leaves it to the person at the phone.
    person : str
        Code for who wears it.
    now_ns : callable
        Host time.

    Attributes
    ----------
    phone : str
        Id of the phone that took the seat; empty while it is free.
    taken : asyncio.Event
        Set once a phone has said where it is worn.
    """

    def __init__(self, device: str, site: str, person: str, now_ns: Callable[[], int]) -> None:
        self.device = device
        self.site = site
        self.person = person
        self.phone = ""
        self.taken = asyncio.Event()
        self._run_id = ""
        self._now_ns = now_ns
        self._links = 0
        self._order: InOrder[bytes] = InOrder(0)
        self._kept: deque[Input] = deque(maxlen=WAITING_INPUTS)
        self._offer: Offer = self._kept.append

    @property
    def next_frame(self) -> int:
        """Number of the frame that is wanted now; the phone may forget all below it."""
        return self._order.next or 0

    async def run(self, offer: Offer) -> None:
        """Hand on what the phone sends, until cancelled."""
        while self._kept:
            offer(self._kept.popleft())
        self._offer = offer
        await asyncio.Event().wait()

    def resume(self, run_id: str, first_frame: int) -> None:
        """Take frames from ``first_frame`` on; those below the phone does not have any more.

        A page that was opened anew has another ``run_id`` and numbers its frames anew.
        """
        if run_id != self._run_id:
            self._run_id, self._order = run_id, InOrder(first_frame)
        else:
            self._deliver(self._order.skip_to(first_frame))

    def connect(self) -> None:
        """Note that a link of the phone is up."""
        self._links += 1
        if self._links == 1:
            self._offer(LinkChange(self._now_ns(), "connected", self.device))

    def disconnect(self) -> None:
        """Note that a link of the phone is gone."""
        self._links = max(0, self._links - 1)
        if self._links == 0:
            self._offer(LinkChange(self._now_ns(), "disconnected", self.device))

    def take(self, frame: bytes) -> bool:
        """Take a frame; False for one that is none."""
        if not 1 < len(frame) <= LARGEST_FRAME_BYTES:
            return False
        if frame[0] == CHECK_KIND:
            self._deliver([frame])
            return True
        if frame[0] not in NUMBERED_KINDS or len(frame) < NUMBER.size:
            return False
        (number,) = NUMBER.unpack_from(frame)
        self._deliver(self._order.push(number, frame))
        return True

    def _deliver(self, frames: list[bytes]) -> None:
        for frame in frames:
            self._offer(Packet(self._now_ns(), CHANNEL, frame, self.device))
