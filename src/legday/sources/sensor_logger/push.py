"""The app's HTTP push: it posts its messages to a URL of ours."""

import asyncio
import hmac
import secrets
from collections.abc import Callable

from aiohttp import web

from legday.errors import SettingsError
from legday.sources.feeds import Offer
from legday.sources.own_address import own_address
from legday.sources.sensor_logger.messages import Messages
from legday.sources.sensor_logger.settings import SCHEME, SensorLoggerSettings

LARGEST_MESSAGE_BYTES = 1 << 20

SHOWN_TO_THE_PERSON = 499
"""The status whose text the app shows."""


class PushFeed:
    """Awaits the app's HTTP push.

    Parameters
    ----------
    device, profile : str
        Name of the sensor within the session, and the profile that reads it.
    settings : SensorLoggerSettings
        Where to listen.
    now_ns : callable
        Host time.

    Attributes
    ----------
    port : int
        Where it listens.
    token : str
        Last part of its URL.
    listening : asyncio.Event
        Set once it listens.
    """

    def __init__(
        self, device: str, profile: str, settings: SensorLoggerSettings, now_ns: Callable[[], int]
    ) -> None:
        self.port = settings.port
        self._device = device
        self._profile = profile
        self._settings = settings
        self._now_ns = now_ns
        self.listening = asyncio.Event()
        self.token = settings.token.get_secret_value() if settings.token else secrets.token_urlsafe(8)

    @property
    def url(self) -> str:
        """What a person enters in the app as Push URL."""
        return f"http://{own_address(self._settings.host)}:{self.port}/{SCHEME}/{self.token}"

    async def run(self, offer: Offer) -> None:
        """Take messages until cancelled.

        Raises
        ------
        SettingsError
            For an address that cannot be listened on.
        """
        messages = Messages(self._device, self._profile, offer, self._now_ns)

        async def pushed(request: web.Request) -> web.Response:
            if not hmac.compare_digest(request.match_info["token"].encode(), self.token.encode()):
                reason = "legday: this push URL is of another session. Take the one in the terminal."
                return web.Response(status=SHOWN_TO_THE_PERSON, text=reason)
            if not messages.take(await request.read()):
                return web.Response(status=SHOWN_TO_THE_PERSON, text="legday: not a message of Sensor Logger")
            return web.Response(text="ok")

        application = web.Application(client_max_size=LARGEST_MESSAGE_BYTES)
        application.router.add_post(f"/{SCHEME}/{{token}}", pushed)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            await self._listen(runner)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        settings = self._settings
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise SettingsError(f"setting sensorlogger.port: {where}: {error.strerror}") from None
        self.port = runner.addresses[0][1]
        self.listening.set()
