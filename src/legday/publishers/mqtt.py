"""Publish over MQTT: 5 where the broker has it, 3.1.1 otherwise; events wait in the outbox."""

import asyncio
import contextlib
from typing import Self

import aiomqtt

from legday.publishers._backlog import Backlog
from legday.publishers._birth import Birth
from legday.publishers._desk import Desk
from legday.publishers._forget import clear
from legday.publishers._last import Last
from legday.publishers._message import Message
from legday.publishers._mqtt_link import MqttLink
from legday.publishers._mqtt_settings import MqttSettings
from legday.publishers._outbox import Outbox
from legday.publishers._presence import Presence
from legday.publishers._publisher import Context, PublisherKind
from legday.publishers._reason import reason
from legday.publishers._reception import Reception
from legday.publishers._sending import Sending
from legday.publishers._staying import Staying
from legday.publishers._topics import delivery, root


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
        self._closed = contextlib.AsyncExitStack()
        self._outbox = context.outbox or Outbox()
        self._events = self._outbox.queue(settings.queue, context.setup.recording)
        self._backlog = Backlog(settings.base, self._events)
        self._staying = Staying(self._link, self._serve)
        self._last = Last(settings.base)
        self._desk = Desk(settings.base, context, self._backlog.add)
        self._birth = Birth(settings.base, context)
        self._presence = Presence(settings, context, self._birth, self._backlog.add)
        self._reception = Reception(
            settings.base,
            context,
            self._birth,
            lambda: len(self._events),
            self._presence.say_again,
            self._backlog.add,
        )

    @property
    def address(self) -> str:
        """The broker's address."""
        return str(self._link.settings.address)

    @property
    def connected(self) -> bool:
        """Whether the broker is there."""
        return self._staying.connected

    @property
    def wave(self) -> bool:
        """Whether it publishes the sensors' own axes."""
        return self._link.settings.wave

    async def __aenter__(self) -> Self:
        if self._context.outbox is None:
            await self._closed.enter_async_context(self._outbox)
        try:
            await self._outbox.join(self._events)
            await self._staying.begin()
        except BaseException:
            await self._closed.aclose()
            raise
        return self

    async def __aexit__(self, *error: object) -> None:
        self._backlog.close()
        self._presence.close()
        async with self._closed:
            await self._staying.close()

    async def publish(self, message: Message) -> None:
        """Queue a message for the broker."""
        self._staying.check()
        if message.kind == "event":
            self._events.add(message)
            ready = self._last.follow(message)
        elif message.kind == "wave" and not self.wave:
            return
        else:
            ready = delivery(self._base, message)
        if ready is None:
            return
        self._presence.keep(ready)
        self._backlog.add(ready)
        if message.kind == "state" and (devices := self._birth.learn(message)) is not None:
            self._backlog.add(devices)

    async def _serve(self, client: aiomqtt.Client) -> None:
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(self._listen(client))
            await self._be_born(client)
            self._staying.is_up()
            await Sending(self._link, client, self._backlog).all()
            for each in self._presence.goodbye():
                await self._link.send(client, each)
            listening.cancel()

    async def _be_born(self, client: aiomqtt.Client) -> None:
        """Say who is there, each time anew: a broker that restarted may have forgotten everything."""
        for topics in ("+/cmd/+", "bridge/request/+"):
            await self._link.listen(client, f"{root(self._base)}/{topics}")
        if (topic := self._presence.home_topic) is not None:
            await self._link.listen(client, topic)
        for each in self._presence.greeting():
            await self._link.send(client, each)

    async def _listen(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            if self._presence.heard(message):
                continue
            if self._reception.is_for(message):
                self._reception.take(message)
            else:
                self._desk.take(message)


__all__ = ["PUBLISHER", "MqttPublisher", "MqttSettings", "clear", "reason"]

PUBLISHER = PublisherKind("mqtt", MqttSettings, MqttPublisher)
