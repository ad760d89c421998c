"""The stand-in's process: BlueZ and the sensors in its range, told what to do by lines of JSON.

``python -m tests.radio BUS_ADDRESS``: each line on standard input is one request, ``{"do": NAME, ...}``, and
is answered by one line on standard output, ``{"gives": VALUE}``.
"""

import asyncio
import dataclasses
import json
import sys
from typing import Any

from legday.sensors.registry import profile as find_profile
from tests.radio.bluez import BlueZ
from tests.radio.objects import Advertisement, Device
from tests.radio.programmes import packets_of
from tests.radio.sensor import VirtualSensor


class Standin:
    """Does what the control end asks for; each public method is a request."""

    def __init__(self, bus_address: str) -> None:
        self._bus_address = bus_address
        self._bluez = BlueZ()

    async def reset(self) -> None:
        """Start over: an empty room, and a daemon that is up."""
        for device in self._bluez.devices.values():
            if device.sensor is not None:
                device.sensor.end()
        await self._bluez.die()
        self._bluez = BlueZ()
        await self._bluez.start(self._bus_address)

    async def start_daemon(self) -> None:
        """Appear on the bus."""
        await self._bluez.start(self._bus_address)

    async def kill_daemon(self) -> None:
        """Be gone from it."""
        await self._bluez.die()

    async def remove_adapter(self) -> None:
        """Pull the adapter out."""
        self._bluez.remove_adapter()

    async def add_adapter(self) -> None:
        """Put it in again."""
        self._bluez.add_adapter()

    async def power(self, powered: bool) -> None:
        """Switch the adapter."""
        self._bluez.set_powered(powered=powered)

    async def deny(self, denied: bool) -> None:
        """Give nobody permission, or everybody."""
        self._bluez.denied = denied

    async def add(
        self,
        address: str,
        name: str,
        profile: str | None,
        programme: str,
        seed: int,
        rate_hz: float | None,
        leg: Any,
        seconds: float,
        omit: list[str],
        mtu: int,
        speed: float,
    ) -> None:
        """Bring a device into range; without a profile it is a stranger that only advertises."""
        said, sensor = Advertisement(name), None
        if profile is not None:
            known = find_profile(profile)
            said.services = list(known.match.services)
            if known.match.manufacturer_id:
                prefix = bytes.fromhex(known.match.manufacturer_data.replace("??", "00"))
                said.manufacturer_data = {known.match.manufacturer_id[0]: prefix}
            packets = await asyncio.to_thread(packets_of, known, programme, seed, rate_hz, leg, seconds)
            sensor = VirtualSensor(known, packets, rate_hz, omit, speed)
        device = Device(address, said, sensor, mtu=mtu)
        if sensor is not None:
            sensor.send = lambda uuid, payload: self._bluez.notify(device, uuid, payload)
        self._bluez.devices[address] = device

    async def link_down(self, address: str) -> None:
        """Break the link."""
        self._bluez.lose(self._device(address))

    async def out_of_range(self, address: str) -> None:
        """Carry a device away."""
        self._bluez.leave(self._device(address))

    async def in_range(self, address: str) -> None:
        """Bring it back."""
        self._device(address).in_range = True

    async def hold(self, address: str, held: bool) -> None:
        """Let another central have its only link, or give it back."""
        self._device(address).held = held

    async def connected_here(self, address: str) -> None:
        """Let another program of this computer have the link."""
        self._bluez.appear(self._device(address))

    async def silent(self, address: str, seconds: float) -> None:
        """Keep a sensor connected and silent."""
        self._sensor(address).faults.silent_until_s = self._sensor(address).now_s + seconds

    async def refuse_start(self, address: str, status: int | None) -> None:
        """Refuse to start with this status; None starts."""
        self._sensor(address).faults.refuse_status = status

    async def fail_connect(self, address: str, times: int) -> None:
        """Fail the next connections."""
        self._device(address).connect_failures = times

    async def connect_delay(self, address: str, seconds: float) -> None:
        """Take so long to connect."""
        self._device(address).connect_delay_s = seconds

    async def battery(self, address: str, percent: int) -> None:
        """Change the battery's level."""
        self._sensor(address).set_battery(percent)

    async def diary(self, address: str) -> dict[str, Any]:
        """Return what a sensor remembers."""
        return dataclasses.asdict(self._sensor(address).diary)

    def _device(self, address: str) -> Device:
        return self._bluez.devices[address]

    def _sensor(self, address: str) -> VirtualSensor:
        sensor = self._device(address).sensor
        assert sensor is not None
        return sensor


async def serve(bus_address: str) -> None:
    """Obey until standard input ends."""
    standin = Standin(bus_address)
    loop = asyncio.get_running_loop()
    requests = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(requests), sys.stdin)
    while line := await requests.readline():
        request = json.loads(line)
        gives = await getattr(standin, request.pop("do"))(**request)
        print(json.dumps({"gives": gives}), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
