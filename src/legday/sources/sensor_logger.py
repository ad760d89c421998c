"""Sensor Logger, an app for iPhone and Android, by its HTTP push or by MQTT: the same JSON either way."""

import asyncio
import hmac
import json
import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

import aiomqtt
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from legday.core.inputs import LinkChange, Packet
from legday.errors import SensorError, SettingsError
from legday.sources._in_order import InOrder
from legday.sources._remarks import Remarks
from legday.sources.feeds import Offer
from legday.sources.own_address import own_address

SCHEME, MQTT_SCHEME = "sensor-logger", "sensor-logger+mqtt"
USUAL_PORT = 8790
USUAL_TOPIC = "sensor-logger"
CHANNEL = "message"
LARGEST_MESSAGE_BYTES = 1 << 20
PATIENCE = 8
"""Messages that wait for an earlier one; the app sends a few a second."""

SHOWN_TO_THE_PERSON = 499
"""The status whose text the app shows."""

RETRY_S = 2.0

log = logging.getLogger(__name__)


class SensorLoggerSettings(BaseModel):
    """The app Sensor Logger."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("0.0.0.0", description="Address that its HTTP push is awaited on.")  # noqa: S104
    port: int = Field(USUAL_PORT, ge=0, le=65535, description="Port there; 0 is a free one.")
    token: SecretStr | None = Field(
        None, description="Last part of the push URL; made up anew at each start where none is set."
    )
    user: str | None = Field(None, description="User at the MQTT broker that it publishes to.")
    password: SecretStr | None = Field(None, description="Password there.")


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


class BrokerFeed:
    """Takes the app's messages from an MQTT broker that it publishes to.

    Parameters
    ----------
    device, profile : str
        Name of the sensor within the session, and the profile that reads it.
    url : str
        ``sensor-logger+mqtt://HOST[:PORT][/TOPIC]``.
    settings : SensorLoggerSettings
        User and password there.
    now_ns : callable
        Host time.

    Raises
    ------
    SettingsError
        For an address without a host.
    """

    def __init__(
        self, device: str, profile: str, url: str, settings: SensorLoggerSettings, now_ns: Callable[[], int]
    ) -> None:
        parts = urlsplit(url)
        if not parts.hostname:
            raise SettingsError(f"--sensor {url}: want {MQTT_SCHEME}://HOST[:PORT][/TOPIC]")
        self._url, self._settings, self._now_ns = url, settings, now_ns
        self._device, self._profile = device, profile
        self._host, self._port = parts.hostname, parts.port or 1883
        self._topic = parts.path.strip("/") or USUAL_TOPIC

    async def run(self, offer: Offer) -> None:
        """Take messages until cancelled; a broker that is away is tried again."""
        messages = Messages(self._device, self._profile, offer, self._now_ns)
        told = ""
        while True:
            try:
                async with self._client() as client:
                    await client.subscribe(self._topic)
                    told = ""
                    async for message in client.messages:
                        if isinstance(message.payload, bytes):
                            messages.take(message.payload)
            except aiomqtt.MqttError as error:
                if str(error) != told:
                    log.warning("%s", SensorError(self._url, f"the broker: {error}; trying again"))
                told = str(error)
            await asyncio.sleep(RETRY_S)

    def _client(self) -> aiomqtt.Client:
        password = self._settings.password
        return aiomqtt.Client(
            self._host,
            self._port,
            username=self._settings.user,
            password=None if password is None else password.get_secret_value(),
        )
