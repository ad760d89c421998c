"""A virtual sensor: a GATT server that is started, streams and is stopped as its profile says."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from legday.core.inputs import Packet
from legday.sensors.profile import Profile
from legday.sensors.script import Wait
from tests.radio.dialogue import Dialogue, Said
from tests.radio.gatt import BATTERY_LEVEL, characteristics_of

ANSWER_S = 0.01
"""Time from a command to its answer."""

KEEP_ALIVES_MISSED = 2.5
"""A sensor that wants to be kept alive stops after so many times the profile's interval."""


@dataclass(slots=True)
class Faults:
    """What is wrong with a sensor at the moment.

    Parameters
    ----------
    silent_until_s : float
        Connected, but sends nothing until then, by the sensor's own clock.
    refuse_status : int or None
        Status with which it refuses to start.
    """

    silent_until_s: float = 0.0
    refuse_status: int | None = None


@dataclass(slots=True)
class Diary:
    """What a sensor remembers.

    Parameters
    ----------
    writes, strange : list
        Every write, and those that were part of no script: UUID and bytes in hex.
    starts, stops : int
        Scripts that were carried out to their end.
    sent : int
        Notifications of samples that went to a host.
    streaming : bool
        Started, and not stopped since.
    """

    writes: list[tuple[str, str]] = field(default_factory=list)
    strange: list[tuple[str, str]] = field(default_factory=list)
    starts: int = 0
    stops: int = 0
    sent: int = 0
    streaming: bool = False


class VirtualSensor:
    """Speaks as its profile says; it knows nothing of the radio.

    Parameters
    ----------
    profile : Profile
        What it is.
    packets : sequence of Packet
        What it sends, ``arrival_ns`` counted from its first start.
    rate_hz : float or None
        Rate that the host is expected to ask for.
    omit : sequence of str
        Names of characteristics that it lacks.
    speed : float
        How many times faster than ours its time goes by; a host keeps up by a clock of the same speed.

    Attributes
    ----------
    send : callable
        Takes the notifications: UUID and bytes.
    """

    def __init__(
        self,
        profile: Profile,
        packets: Sequence[Packet],
        rate_hz: float | None = None,
        omit: Sequence[str] = (),
        speed: float = 1.0,
    ) -> None:
        self.characteristics = characteristics_of(profile, omit)
        self.diary = Diary()
        self.faults = Faults()
        self.send: Callable[[str, bytes], None] = lambda _uuid, _payload: None
        self._packets = packets
        self._speed = speed
        self._addresses = profile.characteristics
        self._keep_alive_s = profile.keep_alive.every_s if profile.keep_alive else None
        repeated = profile.keep_alive.step if profile.keep_alive else ()
        values = {uuid: each.value for uuid, each in self.characteristics.items()}
        self._start, self._stop, self._kept = (
            Dialogue(steps, profile.characteristics, values)
            for steps in (profile.start_script(rate_hz), profile.stop, repeated)
        )
        self._subscribed: set[str] = set()
        self._kept_s = 0.0
        self._life: asyncio.Task[None] | None = None

    def connected(self) -> None:
        """Expect to be started."""
        self._start.begin()
        self._stop.begin()

    def disconnected(self) -> None:
        """Stop; the next host has to start it again."""
        self.diary.streaming = False
        self._subscribed.clear()

    def end(self) -> None:
        """Be gone for good."""
        if self._life is not None:
            self._life.cancel()

    @property
    def now_s(self) -> float:
        """Time by the sensor's own clock, s."""
        return time.monotonic() * self._speed

    def subscribe(self, uuid: str) -> None:
        """Notifications were turned on."""
        self._subscribed.add(uuid)
        self._hear(Said("subscribe", uuid))

    def unsubscribe(self, uuid: str) -> None:
        """Notifications were turned off."""
        self._subscribed.discard(uuid)
        self._hear(Said("unsubscribe", uuid))

    def read(self, uuid: str) -> bytes:
        """Return a value."""
        self._hear(Said("read", uuid))
        return self.characteristics[uuid].value

    def write(self, uuid: str, payload: bytes) -> None:
        """Take a written value."""
        self.diary.writes.append((uuid, payload.hex()))
        if not self._hear(Said("write", uuid, payload)):
            self.diary.strange.append((uuid, payload.hex()))

    def set_battery(self, percent: int) -> None:
        """Change what is left in the battery, and say so."""
        self.characteristics[BATTERY_LEVEL].value = bytes([percent])
        self._notify(BATTERY_LEVEL, bytes([percent]))

    def _hear(self, said: Said) -> bool:
        """Follow the scripts; return whether that was part of one."""
        scripts = ((self._start, self._started), (self._stop, self._stopped), (self._kept, self._kept_alive))
        for dialogue, act in scripts:
            if dialogue.hear(said):
                if self._answer(dialogue.answers()) and dialogue.complete:
                    act()
                return True
        return False

    def _answer(self, waits: list[Wait]) -> bool:
        """Answer what the host waits for; False for a refusal."""
        refusal = self.faults.refuse_status
        for wait in waits:
            payload = bytes.fromhex(wait.starts_with)
            if wait.status_at is not None:
                status = wait.accept[0] if refusal is None else refusal
                payload = payload.ljust(wait.status_at, b"\0") + bytes([status])
            uuid = self._addresses[wait.characteristic]
            asyncio.get_running_loop().call_later(ANSWER_S, self._notify, uuid, payload)
        return refusal is None or not waits

    def _started(self) -> None:
        self.diary.starts += 1
        self.diary.streaming = True
        self._kept_s = self.now_s
        if self._life is None:
            self._life = asyncio.create_task(self._live())

    def _stopped(self) -> None:
        self.diary.stops += 1
        self.diary.streaming = False
        self._stop.begin()

    def _kept_alive(self) -> None:
        self._kept_s = self.now_s
        self._kept.begin()

    async def _live(self) -> None:
        """Let the programme run by the sensor's clock, whether anybody listens or not."""
        began_s = self.now_s
        for packet in self._packets:
            left_s = began_s + packet.arrival_ns * 1e-9 - self.now_s
            if left_s > 0.0:
                await asyncio.sleep(left_s / self._speed)
            if self._may_send(packet.characteristic):
                self.diary.sent += 1
                self.send(packet.characteristic, packet.payload)

    def _may_send(self, uuid: str) -> bool:
        now_s = self.now_s
        kept = self._keep_alive_s is None or now_s - self._kept_s < KEEP_ALIVES_MISSED * self._keep_alive_s
        wanted = self.diary.streaming and uuid in self._subscribed
        return wanted and kept and now_s >= self.faults.silent_until_s

    def _notify(self, uuid: str, payload: bytes) -> None:
        if uuid in self._subscribed:
            self.send(uuid, payload)
