"""The app's messages by MQTT: it publishes them to a broker of the user's."""

import asyncio
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

import aiomqtt

from legday.errors import SensorError, SettingsError
from legday.sources.feeds import Offer
from legday.sources.sensor_logger.messages import Messages
from legday.sources.sensor_logger.settings import MQTT_SCHEME, SensorLoggerSettings

USUAL_TOPIC = "sensor-logger"
RETRY_S = 2.0

log = logging.getLogger(__name__)


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
