"""What breaks, how long it takes until samples come again, and what the count is before and after.

One virtual sensor behind the stand-in for BlueZ; two sets of squats, the fault in the pause between them:

    python -m benchmarks.radio_faults [PAGE.md]
"""

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.radio.collecting import Collected, collecting, source_of
from tests.radio.control import Bluez, Sensor, standin
from tests.radio.programmes import SQUATS_IN_A_SET, pause_of_two_sets, wearer

from legday.sources.ble import BleSettings

PROFILE = "movella_dot"
INTO_THE_PAUSE_S = 0.7
DECIDED_S = 4.0

Act = Callable[[Bluez, Sensor], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, how it is mended, and how long it lasts."""

    name: str
    begin: Act
    end: Act = lambda _bluez, _sensor: None
    lasts_s: float = 0.0


def _slow(_bluez: Bluez, sensor: Sensor) -> None:
    sensor.connect_delay(1.5)
    sensor.link_down()


def _failing(_bluez: Bluez, sensor: Sensor) -> None:
    sensor.fail_connect(2)
    sensor.link_down()


def _taken(_bluez: Bluez, sensor: Sensor) -> None:
    sensor.hold_elsewhere()
    sensor.link_down()


FAULTS = (
    Fault("link lost", lambda _bluez, sensor: sensor.link_down()),
    Fault("link lost, connecting takes 1.5 s", _slow),
    Fault("link lost, two connections fail", _failing),
    Fault("link taken by another device for 1 s", _taken, lambda _, s: s.hold_elsewhere(held=False), 1.0),
    Fault("out of range for 1 s", lambda _, s: s.out_of_range(), lambda _, s: s.in_range(), 1.0),
    Fault("connected, but silent for 1 s", lambda _, s: s.silent(1.0)),
    Fault("connected, but silent for 4 s", lambda _, s: s.silent(4.0)),
    Fault(
        "Bluetooth daemon killed, back after 1 s",
        lambda b, _: b.kill_daemon(),
        lambda b, _: b.start_daemon(),
        1.0,
    ),
    Fault("adapter pulled out for 1 s", lambda b, _: b.remove_adapter(), lambda b, _: b.add_adapter(), 1.0),
)


async def row_of(bluez: Bluez, fault: Fault) -> str:
    """Return a line of the table."""
    bluez.reset()
    sensor = bluez.add(PROFILE)
    pause_s, _ = pause_of_two_sets()
    async with collecting(await source_of(sensor, settings=BleSettings())) as collected:
        await collected.until(lambda so_far: so_far.packets() > 0)
        began_s = time.monotonic()
        await asyncio.sleep(pause_s + INTO_THE_PAUSE_S)
        fault.begin(bluez, sensor)
        broken_s, before = time.monotonic(), collected.count()
        await asyncio.sleep(fault.lasts_s)
        fault.end(bluez, sensor)
        await collected.until(_streams_again(collected, sensor))
        again_s = time.monotonic() - broken_s
        last_s = wearer("two_sets").truth.reps[-1].end_s + DECIDED_S
        await asyncio.sleep(max(0.0, began_s + last_s - time.monotonic()))
        after = collected.count() - before
    whole = f"{SQUATS_IN_A_SET} + {SQUATS_IN_A_SET}"
    return f"| {fault.name} | {again_s:.1f} s | {before} + {after} of {whole} |"


def _streams_again(collected: Collected, sensor: Sensor) -> Callable[[Collected], bool]:
    packets = collected.packets()
    quiet = sensor.diary["sent"]

    def reached(so_far: Collected) -> bool:
        return so_far.packets() > packets + 20 and sensor.diary["sent"] > quiet

    return reached


def main() -> None:
    """Print the table, or write it to a page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("page", type=Path, nargs="?")
    asked = parser.parse_args()
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        parser.error("the program dbus-daemon is not installed")
    lines = [HEAD]
    with tempfile.TemporaryDirectory(prefix="legday") as folder, standin(daemon, Path(folder)) as bluez:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bluez.bus_address
        for fault in FAULTS:
            lines.append(asyncio.run(row_of(bluez, fault)))
            print(lines[-1], flush=True)
    if asked.page is not None:
        asked.page.write_text("\n".join(lines) + "\n", encoding="utf-8")


HEAD = """\
# When the radio fails

One sensor, two sets of four squats, the fault in the pause between them. The time runs from the fault to
samples coming again, with the settings as they are shipped: a sensor that is connected and silent is given
3 s before it is connected anew. The sensor and the system's Bluetooth service are virtual, so a real adapter
adds its own time for connecting. Made by `python -m benchmarks.radio_faults docs/reference/radio-faults.md`.

| fault | streams again after | counted before and after |
|---|---|---|"""


if __name__ == "__main__":
    main()
