"""Publish over MQTT: 5 where the broker has it, 3.1.1 otherwise; events wait in the outbox."""

import asyncio
import contextlib
import logging
from typing import Self

import aiomqtt

from legday.errors import BrokerError
from legday.publishers._backlog import Backlog
from legday.publishers._birth import Birth
from legday.publishers._desk import Desk
from legday.publishers._forget import clear
from legday.publishers._home_assistant import HomeAssistant
from legday.publishers._last import Last
from legday.publishers._mqtt_link import MqttLink, first, reason
from legday.publishers._mqtt_settings import MqttSettings
from legday.publishers._outbox import Outbox
from legday.publishers._publisher import Context, Message, PublisherKind
from legday.publishers._reception import Reception
from legday.publishers._sending import Sending
from legday.publishers._topics import (
    OFFLINE,
    ONLINE,
    Delivery,
    bridge_status,
    delivery,
    device_status,
    root,
)

log = logging.getLogger(__name__)

FIRST_RETRY_S = 0.5
LONGEST_RETRY_S = 30.0
"""A broker that restarts is back within a second; one that stays away is worth two tries a minute."""

CLOSE_S = 3.0
"""What is still unsent at the end gets this long; the outbox keeps the rest."""


class MqttPublisher:
    """Send messages to a broker and take commands from it.

    Parameters
    ----------
    settings : MqttSettings
        The broker.
    context : Context
        The session, and where commands go.

    Raises
    ------
    BrokerError
        On entering, when the broker is not there or refuses and is required; later it is waited for.
    """

    def __init__(self, settings: MqttSettings, context: Context) -> None:
        self._base = settings.base
        self._link = MqttLink(settings)
        self._context = context
        self._devices = frozenset(sensor.device for sensor in context.setup.sensors)
        self._closed = contextlib.AsyncExitStack()
        self._outbox = context.outbox or Outbox()
        self._events = self._outbox.queue(settings.queue, context.setup.recording)
        self._backlog = Backlog(settings.base, self._events)
        self._retained: dict[str, Delivery] = {}
        self.connected = False
        self._tried = asyncio.Event()
        self._last = Last(settings.base)
        self._desk = Desk(settings.base, context, self._backlog.add)
        self._home = HomeAssistant(settings, context)
        self._greeting: asyncio.TimerHandle | None = None
        self._birth = Birth(settings.base, context)
        self._reception = Reception(
            settings.base,
            context,
            self._birth,
            lambda: len(self._events),
            self._say_again,
            self._backlog.add,
        )
        self._closing = asyncio.Event()
        self._retry_s = FIRST_RETRY_S
        self._task: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """The broker's address."""
        return str(self._link.settings.address)

    @property
    def wave(self) -> bool:
        """Whether it publishes the sensors' own axes."""
        return self._link.settings.wave

    async def __aenter__(self) -> Self:
        if self._context.outbox is None:
            await self._closed.enter_async_context(self._outbox)
        try:
            await self._outbox.join(self._events)
            await self._connect()
        except BaseException:
            await self._closed.aclose()
            raise
        return self

    async def _connect(self) -> None:
        """Begin to stay connected; return when that has been tried once."""
        self._task = asyncio.create_task(self._stay_connected())
        tried = asyncio.create_task(self._tried.wait())
        await asyncio.wait({self._task, tried}, return_when=asyncio.FIRST_COMPLETED)
        tried.cancel()
        if self._task.done():
            self._task.result()

    async def __aexit__(self, *error: object) -> None:
        self._backlog.close()
        self._closing.set()
        if self._greeting is not None:
            self._greeting.cancel()
        async with self._closed:
            if self._task is None or self._task.done():
                return
            await asyncio.wait({self._task}, timeout=CLOSE_S)
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def publish(self, message: Message) -> None:
        """Queue a message for the broker."""
        if self._task is not None and self._task.done():
            self._task.result()
        if message.kind == "event":
            self._events.add(message)
            ready = self._last.follow(message)
        elif message.kind == "wave" and not self.wave:
            return
        else:
            ready = delivery(self._base, message)
        if ready is None:
            return
        if ready.retain:
            self._retained[ready.topic] = ready
        self._backlog.add(ready)
        if message.kind == "state" and (devices := self._birth.learn(message)) is not None:
            self._backlog.add(devices)

    async def _stay_connected(self) -> None:
        """Connect, serve until the connection breaks, wait longer each time, until closed."""
        while not self._closing.is_set():
            failure: Exception | None = None
            try:
                async with await self._link.client() as client:
                    await self._serve(client)
            except* (aiomqtt.MqttError, OSError) as failures:
                failure = first(failures)
            self.connected = False
            if failure is not None:
                await self._recover(reason(failure))

    async def _recover(self, why: str) -> None:
        """Wait before the next try; a broker that was never there is an error."""
        address = str(self._link.settings.address)
        if not self._tried.is_set() and self._link.settings.required:
            raise BrokerError(address, why)
        self._tried.set()
        log.warning("%s: %s; trying again in %g s", address, why, self._retry_s)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._retry_s):
                await self._closing.wait()
        self._retry_s = min(2.0 * self._retry_s, LONGEST_RETRY_S)

    async def _serve(self, client: aiomqtt.Client) -> None:
        async with asyncio.TaskGroup() as group:
            commands = group.create_task(self._take_commands(client))
            await self._be_born(client)
            self._tried.set()
            self.connected = True
            self._retry_s = FIRST_RETRY_S
            await Sending(self._link, client, self._backlog).all()
            await self._take_leave(client)
            commands.cancel()

    async def _be_born(self, client: aiomqtt.Client) -> None:
        """Say who is there, each time anew: a broker that restarted may have forgotten everything."""
        for topics in ("+/cmd/+", "bridge/request/+"):
            await self._link.listen(client, f"{root(self._base)}/{topics}")
        if (topic := self._home.birth_topic) is not None:
            await self._link.listen(client, topic)
        for each in (
            *self._birth.deliveries(),
            *self._home.deliveries(),
            *self._retained.values(),
            bridge_status(self._base, ONLINE),
        ):
            await self._link.send(client, each)

    async def _take_leave(self, client: aiomqtt.Client) -> None:
        """Say ``offline`` ourselves: after a clean goodbye the broker does not publish the last will."""
        for device in sorted(self._devices):
            await self._link.send(client, device_status(self._base, device, OFFLINE))
        await self._link.send(client, bridge_status(self._base, OFFLINE))

    async def _take_commands(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            if self._home.is_birth(message):
                self._greet_later()
            elif self._reception.is_for(message):
                self._reception.take(message)
            else:
                self._desk.take(message)

    def _greet_later(self) -> None:
        """Tell Home Assistant everything anew in a while; once, however often it says that it has come up."""
        if self._greeting is None:
            self._greeting = asyncio.get_running_loop().call_later(self._home.wait_s(), self._greet)

    def _greet(self) -> None:
        self._greeting = None
        self._say_again()

    def _say_again(self) -> None:
        online = bridge_status(self._base, ONLINE)
        told = (*self._birth.deliveries(), *self._home.deliveries(), *self._retained.values())
        for each in (*told, online):
            self._backlog.add(each)


__all__ = ["PUBLISHER", "MqttPublisher", "MqttSettings", "clear", "reason"]

PUBLISHER = PublisherKind("mqtt", MqttSettings, MqttPublisher)
