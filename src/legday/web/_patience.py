"""How long the server waits for a request: a byte now and then must not hold a connection for ever."""

import asyncio
from functools import partial
from typing import cast

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from legday.web._guard import Handler

HEAD_S = 10.0
"""A connection that has not sent the head of its first request by then is closed."""

BODY_S = 10.0
"""So long the body of a request may take."""

Connection = RequestHandler


class PatientRunner(web.AppRunner):
    """Runs an application, and closes connections that never come to the point.

    aiohttp bounds how long an idle connection is kept behind a request, not how long the first one may take.
    """

    __slots__ = ("_silent",)

    def __init__(self, application: web.Application, shutdown_timeout: float) -> None:
        super().__init__(application, access_log=None, shutdown_timeout=shutdown_timeout)
        self._silent: set[Connection] = set()
        application.middlewares.insert(0, self._hear)

    @property
    def server(self) -> web.Server | None:
        """What makes the protocol of each connection."""
        inner = super().server
        return None if inner is None else cast("web.Server", partial(self._connected, inner))

    def _connected(self, inner: web.Server) -> Connection:
        connection = inner()
        self._silent.add(connection)
        asyncio.get_running_loop().call_later(HEAD_S, self._expire, connection)
        return connection

    def _expire(self, connection: Connection) -> None:
        if connection in self._silent:
            self._silent.discard(connection)
            connection.force_close()

    @web.middleware
    async def _hear(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._silent.discard(request.protocol)
        return await handler(request)


async def body_of(request: web.Request) -> bytes:
    """Return the body of a request, if it comes in time.

    Raises
    ------
    HTTPRequestTimeout
        For a body that does not.
    """
    try:
        async with asyncio.timeout(BODY_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The body took too long.\n") from None
