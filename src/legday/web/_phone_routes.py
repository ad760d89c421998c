"""What a phone's page talks to: who may come in, frames by WebSocket, and by POST where that fails."""

import json
import struct
from collections.abc import Callable
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import ValidationError

from legday.sources.phone import Door, Hello, RefusedPhoneError, Seat
from legday.sources.phone.seat import LARGEST_FRAME_BYTES
from legday.web._patience import body_of
from legday.web._phone_presence import PhonePresence

LARGEST_BODY_BYTES = 1 << 18
HEARTBEAT_S = 10.0
HELLO_S = 10.0
"""A connection that does not say who it is within this time is closed."""

LENGTH = struct.Struct("<H")


class PhoneRoutes:
    """Serves the phones of a session.

    Parameters
    ----------
    door : Door
        Who may come in.
    now_ns : callable
        Host time, for the phone's clock.

    Attributes
    ----------
    score : dict
        What every answer tells of the count.
    """

    def __init__(self, door: Door, now_ns: Callable[[], int]) -> None:
        self.score: dict[str, Any] = {"count": None, "exercise": None}
        self._door = door
        self._now_ns = now_ns
        self._presence = PhonePresence()

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the routes."""
        router.add_post("/phone/look", self._look)
        router.add_post("/phone/frames", self._frames)
        router.add_get("/phone/link", self._link)

    async def close(self) -> None:
        """Let nobody in any more, and say goodbye to every phone."""
        self._door.close()
        await self._presence.say_goodbye()

    async def _look(self, request: web.Request) -> web.Response:
        """Tell a phone which places are free."""
        try:
            asked = json.loads(await body_of(request))
            token, phone = str(asked["token"]), str(asked["phone"])
        except (ValueError, KeyError, TypeError):
            return _refusal("This is not a request of legday's page.", 400)
        try:
            self._door.check(token)
            seats = self._door.free_for(phone)
        except RefusedPhoneError as error:
            return _refusal(str(error))
        return web.json_response({"seats": [{"device": seat.device, "site": seat.site} for seat in seats]})

    async def _frames(self, request: web.Request) -> web.Response:
        """Take frames by POST: the hello and each frame behind its length."""
        try:
            parts = _parts(await body_of(request))
            hello = Hello.model_validate_json(parts[0])
            seat = self._door.admit(hello)
        except (ValueError, ValidationError):
            return _refusal("This is not a request of legday's page.", 400)
        except RefusedPhoneError as error:
            for seat in self._door.seats_of(hello.phone):
                self._presence.dismiss(seat)
            return _refusal(str(error))
        self._presence.post(seat)
        seat.resume(hello.run, hello.first)
        for frame in parts[1:]:
            seat.take(frame)
        return web.json_response(self._answer(seat))

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(
            max_msg_size=LARGEST_FRAME_BYTES, heartbeat=HEARTBEAT_S, compress=False
        )
        await socket.prepare(request)
        try:
            hello = Hello.model_validate_json(await socket.receive_str(timeout=HELLO_S))
            seat = self._door.admit(hello)
        except RefusedPhoneError as error:
            await socket.send_json({"refused": str(error)})
            await socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return socket
        except (ValueError, TypeError, TimeoutError):
            await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"want a hello")
            return socket
        await self._presence.arrive(seat, socket)
        try:
            await self._follow(seat, hello, socket)
        finally:
            self._presence.leave(seat, socket)
        return socket

    async def _follow(self, seat: Seat, hello: Hello, socket: web.WebSocketResponse) -> None:
        seat.resume(hello.run, hello.first)
        await socket.send_json(self._answer(seat))
        async for message in socket:
            if message.type is WSMsgType.BINARY and seat.take(message.data):
                await socket.send_json(self._answer(seat))
            elif message.type is WSMsgType.TEXT and (clock := _clock(message.data)) is not None:
                await socket.send_json({"clock": clock, "host_ms": self._now_ns() / 1e6})
            else:
                await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"not a frame")
                return

    def _answer(self, seat: Seat) -> dict[str, Any]:
        """Tell the phone what it may forget, and the count."""
        return {"next": seat.next_frame, "site": seat.site, **self.score}


def _parts(body: bytes) -> list[bytes]:
    """Cut a body into what stands behind each length.

    Raises
    ------
    ValueError
        For a body that ends inside a part, or has none.
    """
    found: list[bytes] = []
    at = 0
    while at < len(body):
        if len(body) < at + LENGTH.size:
            raise ValueError("a body that ends inside a length")
        (length,) = LENGTH.unpack_from(body, at)
        at += LENGTH.size + length
        if at > len(body):
            raise ValueError("a body that ends inside a part")
        found.append(body[at - length : at])
    if not found:
        raise ValueError("an empty body")
    return found


def _clock(text: str) -> float | None:
    try:
        return float(json.loads(text)["clock"])
    except (ValueError, KeyError, TypeError):
        return None


def _refusal(reason: str, status: int = 403) -> web.Response:
    return web.json_response({"refused": reason}, status=status)
