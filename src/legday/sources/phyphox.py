"""phyphox, an app for iPhone and Android, by its remote interface: asked ten times a second.

Source: phyphox/phyphox-android at cb5f8d8, RemoteServer.java.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
from yarl import URL

from legday.errors import SensorError, SettingsError
from legday.sensors.decoders.phyphox import BUFFERS
from legday.sources.phone_link import ANSWER_S, UNREACHABLE, unreachable

SCHEME = "phyphox"
USUAL_PORT = 8080
ASKED_EVERY_S = 0.1
NO_BUFFERS = (
    "the open experiment has no {buffers}: open 'Acceleration (with g)', or one with accelerometer and "
    "gyroscope whose buffers have these names"
)
PAUSED = "the experiment is paused and cannot be started from here: press play on the phone"


class Phyphox:
    """One phone with phyphox.

    Parameters
    ----------
    url : str
        ``phyphox://HOST[:PORT]``.

    Attributes
    ----------
    vectors : list of str
        ``acc``, and ``gyr`` where the open experiment measures that too; known after `open`.

    Raises
    ------
    SettingsError
        For an address without a host.
    """

    channel = "answer"
    unreachable = "open an experiment in phyphox and switch on 'Allow remote access' in its menu"
    slow = "phyphox gives {rate:.0f} samples a second: set the experiment's rate to its highest"

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if not parts.hostname:
            raise SettingsError(f"--sensor {url}: want {SCHEME}://HOST[:PORT]")
        self.address = f"http://{parts.hostname}:{parts.port or USUAL_PORT}"
        self.vectors: list[str] = []

    async def open(self) -> None:
        """Read which buffers there are.

        Raises
        ------
        SensorError
            For a phone that does not answer, or an experiment without the buffers of an accelerometer.
        """
        try:
            async with aiohttp.ClientSession() as session:
                config = await self._ask(session, "/config")
                names = {buffer["name"] for buffer in json.loads(config)["buffers"]}
        except (KeyError, TypeError) as error:
            raise SensorError(self.address, "it answers as phyphox does not") from error
        except UNREACHABLE as error:
            raise unreachable(self, error) from error
        self.vectors = [vector for vector, buffers in BUFFERS.items() if names.issuperset(buffers)]
        if "acc" not in self.vectors:
            raise SensorError(self.address, NO_BUFFERS.format(buffers=" ".join(BUFFERS["acc"])))

    async def texts(self, session: aiohttp.ClientSession) -> AsyncIterator[bytes]:
        """Start the experiment where it stands still, and yield its answers."""
        newest: dict[str, float] = dict.fromkeys(self.vectors, 0.0)
        experiment: object = None
        while True:
            text = await self._ask(session, f"/get?{self._query(newest)}")
            answer = json.loads(text)
            status = answer["status"]
            if experiment not in (None, status["session"]):
                return
            experiment = status["session"]
            if not status["measuring"]:
                await self._start(session)
            for vector in self.vectors:
                times = [each for each in self._times(answer, vector) if each is not None]
                newest[vector] = max(times, default=newest[vector])
            if self.samples(answer):
                yield text
            await asyncio.sleep(ASKED_EVERY_S)

    def newest_s(self, text: Any) -> float | None:
        """Return the time of the newest sample in an answer."""
        times = self._times(text, "acc")
        return float(times[-1]) if times else None

    def samples(self, text: Any) -> int:
        """Return how many samples an answer holds."""
        return len(self._times(text, "acc"))

    def _times(self, answer: Any, vector: str) -> list[Any]:
        name = next(names[0] for each, names in BUFFERS.items() if each == vector)
        return list(answer["buffer"][name]["buffer"])

    def _query(self, newest: dict[str, float]) -> str:
        """Ask for what is newer than the newest known, each buffer by its own times."""
        asked = []
        for vector, names in BUFFERS.items():
            if vector in self.vectors:
                since = f"{newest[vector]:.9g}"
                asked.append(f"{names[0]}={since}")
                asked += [f"{name}={since}{quote('|')}{names[0]}" for name in names[1:]]
        return "&".join(asked)

    async def _start(self, session: aiohttp.ClientSession) -> None:
        if not json.loads(await self._ask(session, "/control?cmd=start")).get("result"):
            raise ValueError(PAUSED)

    async def _ask(self, session: aiohttp.ClientSession, path: str) -> bytes:
        async with asyncio.timeout(ANSWER_S), session.get(URL(self.address + path, encoded=True)) as answer:
            answer.raise_for_status()
            return await answer.read()
