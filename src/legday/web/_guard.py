"""Who may open the page, and what the page may load: hosts, origins, the token, the content policy."""

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

COOKIE = "legday_token"
TOKEN_QUERY = "token"  # noqa: S105 - the name of the field, not a token

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_loopback(host: str) -> bool:
    """Return whether a listening address reaches this machine only."""
    return host in LOOPBACK_NAMES


def refuse_other_sites(request: web.Request) -> None:
    """Refuse what another site's page sends; WebSockets know no other protection."""
    origin = request.headers.get("Origin")
    websocket = request.headers.get("Upgrade", "").lower() == "websocket"
    if (origin is None and websocket) or (origin is not None and urlsplit(origin).netloc != request.host):
        raise web.HTTPForbidden(text="Not from another site.\n")


class Guard:
    """Checks every request before it is served.

    Parameters
    ----------
    token : str or None
        Asked of everybody; None where only this machine can reach the page. Then the ``Host`` must be a name
        of this machine too, so that no other site's name can be made to point here.
    """

    def __init__(self, token: str | None) -> None:
        self._token = token

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Serve a request that may be served, with the headers that bind the page."""
        self._check_host(request)
        refuse_other_sites(request)
        if self._token is not None and TOKEN_QUERY in request.query:
            raise self._admission(request)
        if not self._known(request.cookies.get(COOKIE, "")):
            raise web.HTTPUnauthorized(text="Open the address that legday printed: it carries the token.\n")
        return await handler(request)

    def _check_host(self, request: web.Request) -> None:
        name = urlsplit(f"//{request.host}").hostname
        if self._token is None and name not in LOOPBACK_NAMES:
            raise web.HTTPForbidden(text="This page answers to localhost only.\n")

    def _known(self, shown: str) -> bool:
        return self._token is None or hmac.compare_digest(shown.encode(), self._token.encode())

    def _admission(self, request: web.Request) -> web.HTTPException:
        """Return the answer that keeps the token as a cookie and takes it out of the address bar."""
        shown = request.query[TOKEN_QUERY]
        if not self._known(shown):
            return web.HTTPUnauthorized(text="This token is not valid.\n")
        response = web.HTTPSeeOther(request.path)
        response.set_cookie(COOKIE, shown, httponly=True, samesite="Strict", path="/")
        return response


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the binding headers on every answer, errors too; an answer may bind itself more tightly."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
