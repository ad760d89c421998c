"""Carry out a profile's script on a connected sensor."""

import asyncio
from collections.abc import Iterable

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic

from legday.errors import SensorError
from legday.sensors.profile import Profile
from legday.sensors.script import Delay, Patch, Read, Step, Subscribe, Unsubscribe, Wait, Write
from legday.sources.ble.standard import Heard

WAITING_RESPONSES = 16


class ScriptRunner:
    """Speaks to one connected sensor.

    Parameters
    ----------
    client : BleakClient
        Connected.
    profile : Profile
        Names the characteristics.
    title : str
        What a person calls the sensor.
    heard : callable
        Takes every notification and every value read.
    """

    def __init__(self, client: BleakClient, profile: Profile, title: str, heard: Heard) -> None:
        self._client = client
        self._profile = profile
        self._title = title
        self._heard = heard
        repeated = profile.keep_alive.step if profile.keep_alive else ()
        self._responses = {
            profile.characteristics[step.characteristic]: asyncio.Queue[bytes](WAITING_RESPONSES)
            for step in (*profile.start, *profile.stop, *repeated)
            if isinstance(step, Wait)
        }

    async def run(self, steps: Iterable[Step]) -> None:
        """Carry out the steps, in order.

        Raises
        ------
        SensorError
            For a status that means no, a response that does not come, or a characteristic that is not there.
        BleakError
            When the link is lost.
        """
        for step in steps:
            await self._do(step)

    async def _do(self, step: Step) -> None:
        match step:
            case Delay():
                await asyncio.sleep(step.seconds)
            case Wait():
                await self._wait(step)
            case Subscribe():
                await self._client.start_notify(self._there(step.characteristic), self._notified)
            case Unsubscribe():
                await self._client.stop_notify(self._there(step.characteristic))
            case Write():
                await self._write(step)
            case Patch():
                await self._patch(step)
            case Read():
                address = self._there(step.characteristic)
                self._heard(address, bytes(await self._client.read_gatt_char(address)))

    async def _write(self, step: Write) -> None:
        address, payload = self._there(step.characteristic), step.payload()
        size = step.chunk or len(payload)
        self._forget_responses()
        for first in range(0, len(payload), size):
            await self._client.write_gatt_char(address, payload[first : first + size], response=step.response)

    async def _patch(self, step: Patch) -> None:
        address = self._there(step.characteristic)
        value = bytes(await self._client.read_gatt_char(address))
        await self._client.write_gatt_char(address, step.patched(value), response=True)

    async def _wait(self, step: Wait) -> None:
        address = self._there(step.characteristic)
        start = bytes.fromhex(step.starts_with)
        try:
            async with asyncio.timeout(step.timeout_s):
                response = await self._responses[address].get()
                while not response.startswith(start):
                    response = await self._responses[address].get()
        except TimeoutError:
            wanted = f"no answer to a command within {step.timeout_s:.0f} s: switch it off and on"
            raise SensorError(self._title, wanted) from None
        self._accept(step, response)

    def _accept(self, step: Wait, response: bytes) -> None:
        if step.status_at is None:
            return
        status = response[step.status_at] if step.status_at < len(response) else None
        if status not in step.accept:
            reason = step.refusals.get(status, f"status {status}") if status is not None else "no status"
            raise SensorError(self._title, f"refuses to start: {reason}")

    def _there(self, name: str) -> str:
        """Return the UUID of a characteristic that the device really offers."""
        address = self._profile.characteristics[name]
        if self._client.services.get_characteristic(address) is None:
            raise SensorError(
                self._title,
                f"the device does not offer {name} ({address}): other firmware, or another profile fits",
            )
        return address

    def _notified(self, characteristic: BleakGATTCharacteristic, payload: bytearray) -> None:
        data = bytes(payload)
        queue = self._responses.get(characteristic.uuid)
        if queue is not None:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(data)
        self._heard(characteristic.uuid, data)

    def _forget_responses(self) -> None:
        """Drop what answered earlier commands."""
        for queue in self._responses.values():
            while not queue.empty():
                queue.get_nowait()
