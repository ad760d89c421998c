"""One port: the page's files, the WebSocket through which it talks to the broker, what else is joined."""

import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self
from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from legday.broker import Listeners
from legday.publishers import topic_root
from legday.web._authority import own_certificate
from legday.web._bridge import Bridge
from legday.web._contract import ASYNCAPI, join_contract
from legday.web._guard import TOKEN_QUERY, Guard, add_headers, is_loopback
from legday.web._listening import listen
from legday.web._patience import PatientRunner
from legday.web._phone_code import PATH as PHONE_CODE

STATIC = Path(__file__).with_name("static")

EVERY_ADDRESS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - to be recognised, not to be listened on
USUAL_PORT = 8765
MAX_REQUEST_BYTES = 65_536

VIEWS = frozenset({"/history", "/review"})
"""Pages that parts may bring."""

Part = Callable[[web.Application], None]
"""Joins its own routes to the page's server; what it opens it closes in the application's ``on_cleanup``."""


class WebSettings(BaseModel):
    """The page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Address to listen on; others than loopback need the token.")
    port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Without one 8765, or a free one where that is taken; 0 is a free one.",
    )
    token: SecretStr | None = Field(
        None, min_length=1, description="Asked of everybody; made up anew at each start where none is set."
    )
    certificate: Path | None = Field(
        None, description="Your own certificate (PEM), with its chain: the page is served by HTTPS."
    )
    key: Path | None = Field(None, description="Its private key (PEM).")

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("certificate and key are wanted together")
        return self

    @property
    def own_certificate(self) -> tuple[Path, Path] | None:
        """Certificate and key; None where none are set."""
        return None if self.certificate is None or self.key is None else (self.certificate, self.key)


class WebServer:
    """Serve the page between entering and leaving.

    Parameters
    ----------
    settings : WebSettings
        Where to listen.
    broker : Listeners or None
        The embedded broker; None where nothing is live.
    base : str
        First part of every topic.
    parts : sequence of callable
        What else this server gives out, such as recordings to review.

    Raises
    ------
    SettingsError
        On entering, when the address cannot be listened on.
    """

    def __init__(
        self, settings: WebSettings, broker: Listeners | None, base: str, parts: Sequence[Part] = ()
    ) -> None:
        self._settings = settings
        self._base = base
        self._parts = parts
        self._token = _token(settings)
        self._bridge = None if broker is None else Bridge(broker.host, broker.port_v5, topic_root(base))
        self._runner: PatientRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """The page's address, with the token where one is needed."""
        address = f"{self._address}/"
        return address if self._token is None else f"{address}?{TOKEN_QUERY}={quote(self._token)}"

    @property
    def schema_url(self) -> str:
        """Where the contract is given out; the token, where one is needed, is not part of it."""
        return f"{self._address}{ASYNCAPI}"

    @property
    def _address(self) -> str:
        host = socket.gethostname() if self._settings.host in EVERY_ADDRESS else self._settings.host
        scheme = "http" if self._settings.own_certificate is None else "https"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self._port}"

    async def __aenter__(self) -> Self:
        own = self._settings.own_certificate
        context = None if own is None else own_certificate(*own)
        settings = self._settings
        self._runner, self._port = await listen(
            self._application(), "web.port", settings.host, settings.port, USUAL_PORT, context
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._bridge is not None:
            await self._bridge.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _application(self) -> web.Application:
        guard = Guard(self._token)
        application = web.Application(middlewares=[guard.middleware], client_max_size=MAX_REQUEST_BYTES)
        application.on_response_prepare.append(add_headers)
        application.router.add_get("/page.json", self._page)
        application.router.add_static("/static/", STATIC)
        if self._bridge is not None:
            application.router.add_get("/", _index)
            application.router.add_get("/mqtt", self._bridge.handle)
        join_contract(application)
        for join in self._parts:
            join(application)
        if self._bridge is None:
            application.router.add_get("/", _to_the_review)
        return application

    async def _page(self, request: web.Request) -> web.Response:
        """Tell the page where the public topics are and which views there are; all else it learns there."""
        paths = {resource.canonical for resource in request.app.router.resources()}
        live = [] if self._bridge is None else ["/"]
        views = [*live, *sorted(VIEWS & paths)]
        return web.json_response({"base": self._base, "views": views, "phone": PHONE_CODE in paths})


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / "index.html")


async def _to_the_review(_request: web.Request) -> web.Response:
    raise web.HTTPSeeOther("/review")


def _token(settings: WebSettings) -> str | None:
    if settings.token is not None:
        return settings.token.get_secret_value()
    return None if is_loopback(settings.host) else secrets.token_urlsafe(16)
