"""The server that phones open: HTTPS on the local network, apart from the page, which stays here."""

import datetime
import ssl
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Self

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from legday.publishers import Message
from legday.sources import host_now_ns
from legday.sources.own_address import own_address
from legday.sources.phone import Door
from legday.web._authority import Authority, certified, own_certificate
from legday.web._guard import HEADERS, refuse_other_sites
from legday.web._listening import listen
from legday.web._patience import PatientRunner
from legday.web._phone_routes import LARGEST_BODY_BYTES, PhoneRoutes
from legday.web._trust import Trust

STATIC = Path(__file__).with_name("static") / "phone"
USUAL_PORT = 8443

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PhoneSettings(BaseModel):
    """The page that phones open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("0.0.0.0", description="Address to listen on.")  # noqa: S104
    port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Without one 8443, or a free one where that is taken; 0 is a free one.",
    )
    name: str | None = Field(
        None, description="Name or address that phones reach this machine by; found where none is set."
    )


class PhoneServer:
    """Serve phones between entering and leaving.

    Parameters
    ----------
    settings : PhoneSettings
        Where to listen.
    door : Door
        Who may come in.
    folder : Path
        Where our certificate authority is kept.
    own : tuple of Path or None
        The user's own certificate and key, instead.

    Raises
    ------
    SettingsError
        On entering, for an address that cannot be listened on, or a certificate that is none.
    MissingExtraError
        On entering, without the extra that makes certificates, where no own one is given.
    """

    def __init__(
        self, settings: PhoneSettings, door: Door, folder: Path, own: tuple[Path, Path] | None = None
    ) -> None:
        self._settings = settings
        self._door = door
        self._folder = folder
        self._own = own
        self._name = settings.name or own_address(settings.host)
        self._routes = PhoneRoutes(door, host_now_ns)
        self._trust = Trust()
        self._runner: PatientRunner | None = None
        self._port = 0

    @property
    def authority(self) -> Authority | None:
        """Our certificate authority, once it serves; None where the user brought a certificate."""
        return self._trust.authority

    @property
    def address(self) -> str:
        """Where phones reach this server."""
        return f"https://{f'[{self._name}]' if ':' in self._name else self._name}:{self._port}"

    @property
    def url(self) -> str:
        """What a phone opens; the token stands in the fragment, which browsers do not send along."""
        return f"{self.address}/phone#{self._door.token}"

    async def __aenter__(self) -> Self:
        context = self._context()
        settings = self._settings
        self._runner, self._port = await listen(
            self._application(), "phone.port", settings.host, settings.port, USUAL_PORT, context
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._routes.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def show(self, message: Message) -> None:
        """Let phones show the count that a state tells."""
        if message.kind == "state" and message.body.get("count") is not None:
            title = message.body.get("title") or message.body.get("exercise")
            self._routes.score = {"count": message.body["count"], "exercise": title}

    def _context(self) -> ssl.SSLContext:
        if self._own is not None:
            return own_certificate(*self._own)
        names = list(dict.fromkeys([self._name, "localhost", "127.0.0.1"]))
        now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
        context, self._trust.authority = certified(self._folder, names, now)
        return context

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[_guarded], client_max_size=LARGEST_BODY_BYTES)
        application.on_response_prepare.append(_bind)
        router = application.router
        router.add_get("/", _to_phone)
        router.add_get("/phone", _page)
        self._trust.add_to(router)
        self._routes.add_to(router)
        router.add_static("/static/phone/", STATIC)
        return application


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    refuse_other_sites(request)
    return await handler(request)


async def _bind(request: web.Request, response: web.StreamResponse) -> None:
    """Bind the page to its origin; old Safari wants the WebSocket's address in so many words."""
    response.headers.update(HEADERS)
    policy = HEADERS["Content-Security-Policy"]
    host = request.url.authority
    response.headers["Content-Security-Policy"] = policy.replace(
        "connect-src 'self'", f"connect-src 'self' wss://{host}"
    )


async def _to_phone(_request: web.Request) -> web.Response:
    raise web.HTTPSeeOther("/phone")


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / "index.html")
