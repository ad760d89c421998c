"""A collector that runs beside a test: what came, what was counted, when."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager, suppress

from legday.core.events import Event
from legday.core.inputs import Input, LinkChange, Packet
from legday.core.setup import SessionSetup
from legday.errors import SensorError
from legday.sensors.registry import profiles
from legday.session import Session
from legday.sources.ble.find import find_all
from legday.sources.ble.host_clock import HostClock
from legday.sources.ble.radio import Radio
from legday.sources.ble.settings import BleSettings
from legday.sources.ble.source import BleSource
from legday.sources.ble.target import Target
from tests.radio.control import Sensor
from tests.radio.counting import Counting

PATIENCE_S = 30.0
SCAN_S = 3.0
QUICK = BleSettings(scan_s=SCAN_S, stall_s=1.0)


class Collected:
    """Everything that a source has given so far, and what sessions made of it.

    Parameters
    ----------
    setup : SessionSetup
        The session; with ``apart`` a session for each sensor, as if there were no other. These count in a
        process of their own, so that counting holds up nobody, and their events come at the end.

    Attributes
    ----------
    error : SensorError or None
        Why the source ended.
    """

    def __init__(self, setup: SessionSetup, *, apart: bool = False) -> None:
        self.inputs: list[Input] = []
        self.events: list[Event] = []
        self.error: SensorError | None = None
        groups = [(sensor,) for sensor in setup.sensors] if apart else [setup.sensors]
        self.setups = [setup.model_copy(update={"sensors": group}) for group in groups]
        self._counting = Counting(self.setups) if apart else Session(setup)
        known = profiles()
        self._streaming = {sensor.device: known[sensor.profile].streaming for sensor in setup.sensors}
        self._packets: Counter[str] = Counter()
        self._more = asyncio.Event()

    def take(self, item: Input) -> None:
        self.inputs.append(item)
        if isinstance(item, Packet) and item.characteristic in self._streaming[item.device]:
            self._packets[item.device] += 1
        self.events += self._counting.push([item])
        self._more.set()

    def finish(self) -> None:
        self.events += self._counting.finish()

    def end(self, error: SensorError | None) -> None:
        self.error = error
        self._more.set()

    async def until(self, reached: Callable[["Collected"], bool], seconds: float = PATIENCE_S) -> None:
        """Wait for something to hold; what holds is looked at with each input."""
        async with asyncio.timeout(seconds):
            while not reached(self):
                assert self.error is None, self.error
                self._more.clear()
                await self._more.wait()

    def packets(self, device: str = "") -> int:
        """Count the packets of samples of a device, or of all; what is read before the start is none."""
        return self._packets[device] if device else self._packets.total()

    def links(self, device: str = "") -> list[str]:
        """Return the link changes of a device, or of all."""
        return [
            each.state for each in self.inputs if isinstance(each, LinkChange) and device in ("", each.device)
        ]

    def standing(self) -> list[Event]:
        """Return the events that were not taken back."""
        gone = {(each.device, each.retracts) for each in self.events if each.type == "retracted"}
        return [each for each in self.events if (each.device, each.serial) not in gone]

    def count(self, kind: str = "rep", device: str = "") -> int:
        """Count the events of a kind that stand."""
        return sum(each.type == kind and device in ("", each.device) for each in self.standing())


@asynccontextmanager
async def collecting(
    source: BleSource, exercise: str | None = "squat", *, apart: bool = False
) -> AsyncIterator[Collected]:
    """Run a source for as long as the block lasts; leaving it cancels the source, as a service does."""
    collected = Collected(source.setup.model_copy(update={"exercise": exercise}), apart=apart)

    async def run() -> None:
        try:
            async with aclosing(source.inputs()) as inputs:
                async for item in inputs:
                    collected.take(item)
        except SensorError as error:
            collected.end(error)

    running = asyncio.create_task(run())
    try:
        yield collected
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        collected.finish()


def hurried(speed: float) -> HostClock:
    """Return the clocks of a host whose time goes by so many times faster than ours."""
    began_ns, began_s = time.time_ns(), time.monotonic()

    def now_ns() -> int:
        return began_ns + round((time.monotonic() - began_s) * speed * 1e9)

    def monotonic_s() -> float:
        return time.monotonic() * speed

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / speed)

    return HostClock(now_ns, monotonic_s, sleep)


async def source_of(
    *sensors: Sensor,
    settings: BleSettings | None = None,
    sites: Sequence[str] = (),
    clock: HostClock | None = None,
) -> BleSource:
    """Return a source of these sensors, found by a scan; the first is on the left thigh.

    Models that advertise alike are told apart by the profile that was asked for. ``clock`` is the host's,
    where its time is to go by as fast as that of its sensors.
    """
    worn = sites or ["left_thigh", "right_thigh"][: len(sensors)]
    targets = [
        Target(sensor.address, site, profile=sensor.profile or "")
        for sensor, site in zip(sensors, worn, strict=True)
    ]
    radio = Radio()
    found = await find_all(targets, radio, profiles(), SCAN_S)
    return BleSource(found, radio, settings or QUICK, clock)
