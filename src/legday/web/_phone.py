"""The server that phones open: HTTPS on the local network, apart from the page, which stays here."""

import datetime
import io
import ssl
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from legday.errors import MissingExtraError
from legday.publishers import Message
from legday.sources import host_now_ns
from legday.sources.own_address import own_address
from legday.sources.phone import Door
from legday.web._authority import Authority, certified, own_certificate
from legday.web._guard import HEADERS, refuse_other_sites
from legday.web._listening import listen
from legday.web._patience import PatientRunner
from legday.web._phone_routes import LARGEST_BODY_BYTES, PhoneRoutes

if TYPE_CHECKING:
    from segno import QRCode

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
        self.authority: Authority | None = None
        self._settings = settings
        self._door = door
        self._folder = folder
        self._own = own
        self._name = settings.name or own_address(settings.host)
        self._routes = PhoneRoutes(door, host_now_ns)
        self._runner: PatientRunner | None = None
        self._port = 0

    @property
    def address(self) -> str:
        """Where phones reach this server."""
        return f"https://{f'[{self._name}]' if ':' in self._name else self._name}:{self._port}"

    @property
    def url(self) -> str:
        """What a phone opens; the token stands in the fragment, which browsers do not send along."""
        return f"{self.address}/phone#{self._door.token}"

    def code(self) -> str:
        """Return the URL as a QR code for a terminal.

        Raises
        ------
        MissingExtraError
            Without the extra that draws it.
        """
        drawn = io.StringIO()
        self._code().terminal(drawn, compact=True)
        return drawn.getvalue()

    def picture(self) -> str:
        """Return the same code as the address of a picture that carries its own data, dark on white.

        Raises
        ------
        MissingExtraError
            Without the extra that draws it.
        """
        return str(self._code().svg_data_uri(scale=8, border=4, light="white"))

    def _code(self) -> "QRCode":
        try:
            import segno
        except ImportError:
            raise MissingExtraError("phone", "the code for the phone") from None
        return segno.make(self.url, error="l", micro=False)

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
        context, self.authority = certified(self._folder, names, now)
        return context

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[_guarded], client_max_size=LARGEST_BODY_BYTES)
        application.on_response_prepare.append(_bind)
        router = application.router
        router.add_get("/", _to_phone)
        router.add_get("/phone", _file("index.html"))
        router.add_get("/trust", _file("trust.html"))
        router.add_get("/trust/authority.json", self._told)
        router.add_get("/trust/legday.crt", self._certificate)
        router.add_get("/trust/legday.mobileconfig", self._profile)
        self._routes.add_to(router)
        router.add_static("/static/phone/", STATIC)
        return application

    async def _told(self, _request: web.Request) -> web.Response:
        return web.json_response({"fingerprint": self.authority.fingerprint if self.authority else None})

    async def _certificate(self, _request: web.Request) -> web.Response:
        return _download(self._authority().der, "application/x-x509-ca-cert", "legday.crt")

    async def _profile(self, _request: web.Request) -> web.Response:
        content = self._authority().mobileconfig
        return _download(content, "application/x-apple-aspen-config", "legday.mobileconfig")

    def _authority(self) -> Authority:
        if self.authority is None:
            raise web.HTTPNotFound(text="This server has a certificate of its owner's: nothing to install.\n")
        return self.authority


class PhoneScore:
    """A way out to the phones: they show the count and answer each repetition with a short buzz.

    Parameters
    ----------
    server : PhoneServer
        Where they are.
    """

    def __init__(self, server: PhoneServer) -> None:
        self._server = server

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None: ...

    async def publish(self, message: Message) -> None:
        """Show a state's count."""
        self._server.show(message)


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


def _file(name: str) -> Callable[[web.Request], Awaitable[web.FileResponse]]:
    async def serve(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / name)

    return serve


def _download(content: bytes, kind: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type=kind, headers=headers)
