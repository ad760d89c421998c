"""What a broker is told whenever it may have forgotten: who is there, and the newest of what is retained."""

import asyncio
from collections.abc import Callable

import aiomqtt

from legday.publishers._birth import Birth
from legday.publishers._home_assistant import HomeAssistant
from legday.publishers._mqtt_settings import MqttSettings
from legday.publishers._publisher import Context
from legday.publishers._topics import OFFLINE, ONLINE, Delivery, bridge_status, device_status


class Presence:
    """Says it at each connection, when Home Assistant comes up, and when somebody asks; and says goodbye.

    A sensor is ``offline`` until its data come: a process that was killed may have left an ``online`` behind,
    and its last will was the service's.

    Parameters
    ----------
    settings : MqttSettings
        The broker.
    context : Context
        The session.
    birth : Birth
        What is known of the service.
    send : callable
        Takes what is said while a connection lasts.
    """

    def __init__(
        self, settings: MqttSettings, context: Context, birth: Birth, send: Callable[[Delivery], None]
    ) -> None:
        self._base = settings.base
        self._birth = birth
        self._home = HomeAssistant(settings, context)
        self._send = send
        self._devices = sorted(sensor.device for sensor in context.setup.sensors)
        self._retained = {each.topic: each for each in self._all_offline()}
        self._greeting: asyncio.TimerHandle | None = None

    def _all_offline(self) -> list[Delivery]:
        return [device_status(self._base, device, OFFLINE) for device in self._devices]

    @property
    def home_topic(self) -> str | None:
        """Where Home Assistant says that it has come up; None where it is to find nothing."""
        return self._home.birth_topic

    def keep(self, ready: Delivery) -> None:
        """Remember what is retained, in place of what was so before on its topic."""
        if ready.retain:
            self._retained[ready.topic] = ready

    def greeting(self) -> tuple[Delivery, ...]:
        """Return all that is said when a connection begins."""
        online = bridge_status(self._base, ONLINE)
        return (*self._birth.deliveries(), *self._home.deliveries(), *self._retained.values(), online)

    def goodbye(self) -> tuple[Delivery, ...]:
        """Return what we say ourselves: after a clean goodbye the broker does not publish the last will."""
        return (*self._all_offline(), bridge_status(self._base, OFFLINE))

    def heard(self, message: aiomqtt.Message) -> bool:
        """Take Home Assistant's word that it has come up; False when it is another message.

        It is told everything in a while: once, however often it says so.
        """
        if not self._home.is_birth(message):
            return False
        if self._greeting is None:
            self._greeting = asyncio.get_running_loop().call_later(self._home.wait_s(), self._greet)
        return True

    def _greet(self) -> None:
        self._greeting = None
        self.say_again()

    def say_again(self) -> None:
        """Say everything anew."""
        for each in self.greeting():
            self._send(each)

    def close(self) -> None:
        """Greet nobody any more."""
        if self._greeting is not None:
            self._greeting.cancel()
