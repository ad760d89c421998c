"""Which phones are there, by a WebSocket or by posts, and how they learn that it is over."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, web

from legday.sources.phone import Seat

GOODBYE_S = 2.0
"""Phones that are told of the end hang up themselves; those that have not by then are hung up on."""

POSTING_S = 3.0
"""A phone that posts is there until so long after its last post."""


class PhonePresence:
    """The phones that are there, each on its seat."""

    def __init__(self) -> None:
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._posting: dict[str, asyncio.TimerHandle] = {}
        self._nobody = asyncio.Event()
        self._nobody.set()

    async def arrive(self, seat: Seat, socket: web.WebSocketResponse) -> None:
        """Note a link; the one that the same phone had before it has lost, whether we noticed or not."""
        old = self._sockets.get(seat.device)
        self._sockets[seat.device] = socket
        self._nobody.clear()
        if old is not None:
            await old.close(code=WSCloseCode.GOING_AWAY)
        seat.connect()

    def leave(self, seat: Seat, socket: web.WebSocketResponse) -> None:
        """Note that a link is gone."""
        seat.disconnect()
        if self._sockets.get(seat.device) is socket:
            del self._sockets[seat.device]
        self._look_around()

    def post(self, seat: Seat) -> None:
        """Note a post."""
        timer = self._posting.get(seat.device)
        if timer is None:
            seat.connect()
            self._nobody.clear()
        else:
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._posting[seat.device] = loop.call_later(POSTING_S, self._stop_posting, seat)

    def dismiss(self, seat: Seat) -> None:
        """Note that a phone has been told to post no more."""
        if seat.device in self._posting:
            self._posting[seat.device].cancel()
            self._stop_posting(seat)

    async def say_goodbye(self) -> None:
        """Tell every phone that it is over.

        A phone sends without a pause. Were we to hang up on it, what is then on its way to us would be
        answered with a reset, and a browser that learns of the reset first never reads why: so it is the
        phone that hangs up. One that posts is told by the answer to its next post.
        """
        for socket in list(self._sockets.values()):
            with contextlib.suppress(ConnectionError):
                await socket.send_json({"ended": True})
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._nobody.wait(), GOODBYE_S)
        for timer in self._posting.values():
            timer.cancel()
        for socket in list(self._sockets.values()):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    def _stop_posting(self, seat: Seat) -> None:
        del self._posting[seat.device]
        seat.disconnect()
        self._look_around()

    def _look_around(self) -> None:
        if not self._sockets and not self._posting:
            self._nobody.set()
