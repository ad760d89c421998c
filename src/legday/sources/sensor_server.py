"""SensorServer, an app for Android, by its WebSocket: a message for each sample.

Source: umer0586/SensorServer at f68c375, README.
"""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
from yarl import URL

from legday.errors import SettingsError
from legday.sensors.decoders.sensor_server import ACCELEROMETER, GYROSCOPE
from legday.sources.phone_link import ANSWER_S

SCHEME = "sensor-server"
USUAL_PORT = 8080
LARGEST_MESSAGE_BYTES = 65_536


class SensorServer:
    """One phone with SensorServer.

    Parameters
    ----------
    url : str
        ``sensor-server://HOST[:PORT]``.
    gyroscope : bool
        Ask for rotation too.

    Raises
    ------
    SettingsError
        For an address without a host.
    """

    channel = "message"
    unreachable = (
        "start the server in the app SensorServer; without a gyroscope use --profile sensor_server_acc"
    )
    slow = (
        "SensorServer sends {rate:.0f} samples a second: set its sampling rate to 20000 microseconds or "
        "less, then stop and start its server"
    )

    def __init__(self, url: str, *, gyroscope: bool = True) -> None:
        parts = urlsplit(url)
        if not parts.hostname:
            raise SettingsError(f"--sensor {url}: want {SCHEME}://HOST[:PORT]")
        self.address = f"ws://{parts.hostname}:{parts.port or USUAL_PORT}"
        self._types = [ACCELEROMETER, GYROSCOPE] if gyroscope else [ACCELEROMETER]

    async def texts(self, session: aiohttp.ClientSession) -> AsyncIterator[bytes]:
        """Yield the messages until the server closes."""
        wanted = quote(json.dumps(self._types, separators=(",", ":")), safe="")
        url = URL(f"{self.address}/sensors/connect?types={wanted}", encoded=True)
        timeout = aiohttp.ClientWSTimeout(ws_close=ANSWER_S)
        async with session.ws_connect(url, timeout=timeout, max_msg_size=LARGEST_MESSAGE_BYTES) as socket:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    yield message.data.encode()
            if socket.close_code not in (None, aiohttp.WSCloseCode.OK):
                raise OSError(f"closed with code {socket.close_code}")

    def newest_s(self, text: Any) -> float | None:
        """Return the time of the sample, where it is the accelerometer's."""
        return float(text["timestamp"]) * 1e-9 if self.samples(text) else None

    def samples(self, text: Any) -> int:
        """Return 1 for the accelerometer, else 0."""
        return int(text.get("type", ACCELEROMETER) == ACCELEROMETER)
