"""What breaks, how long it takes until samples come again, and what the count is before and after.

One virtual sensor behind the stand-in for BlueZ; two sets of squats, the fault in the pause between them:

    python -m benchmarks.radio_faults [PAGE.md] [--only NAME]
"""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from tests.radio.collecting import Collected, collecting, source_of
from tests.radio.control import Bluez, Sensor, standin
from tests.radio.programmes import SQUATS_IN_A_SET, pause_of_two_sets, wearer

from legday.core.inputs import Packet
from legday.sources.ble import BleSettings

PROFILE = "movella_dot"
INTO_THE_PAUSE_S = 0.7
DECIDED_S = 4.0

LEGDAY = Path(sys.executable).with_name("legday")
REFUSED = "another legday on this computer uses it"

Act = Callable[[Bluez, Sensor], None]


class Trouble(Protocol):
    """Something that happens to a sensor that streams."""

    @property
    def name(self) -> str:
        """What it is, in words."""
        ...

    async def happen(self, bluez: Bluez, sensor: Sensor, collected: Collected) -> str:
        """Let it happen, and return when the sensor streams again."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, how it is mended, and how long it lasts."""

    name: str
    begin: Act
    end: Act = lambda _bluez, _sensor: None
    lasts_s: float = 0.0

    async def happen(self, bluez: Bluez, sensor: Sensor, collected: Collected) -> str:
        """Let it happen, and return how long it took until samples came again."""
        self.begin(bluez, sensor)
        broken_s = time.monotonic()
        await asyncio.sleep(self.lasts_s)
        self.end(bluez, sensor)
        await collected.until(_streams_again(collected, sensor))
        return f"{time.monotonic() - broken_s:.1f} s"


@dataclass(frozen=True, slots=True)
class SecondInstance:
    """Another ``legday live`` on this computer that wants the sensor whose link we hold."""

    name: str

    async def happen(self, bluez: Bluez, sensor: Sensor, collected: Collected) -> str:
        """Start the other one, see it turned away, and return how long we heard nothing meanwhile.

        The sensor goes silent when its wearer has done the programme; an instance that is not turned away by
        then, on a busy computer, ends the measurement.
        """
        first = len(collected.inputs)
        stands_s = wearer("two_sets").now_s - pause_of_two_sets()[0] - INTO_THE_PAUSE_S - 1.0
        with tempfile.TemporaryDirectory() as folder:
            process = await asyncio.create_subprocess_exec(
                LEGDAY,
                *("live", "--sensor", f"{sensor.address}=left_thigh", "--port", "0"),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder},
            )
            try:
                _, said = await asyncio.wait_for(process.communicate(), stands_s)
            except TimeoutError:
                process.kill()
                raise RuntimeError(f"the second instance was not turned away in {stands_s:.0f} s") from None
        if REFUSED not in said.decode():
            raise RuntimeError(f"the second instance was not turned away: {said.decode()}")
        heard = [each.arrival_ns for each in collected.inputs[first:] if isinstance(each, Packet)]
        longest_s = max(later - sooner for sooner, later in pairwise(heard)) * 1e-9
        outcome = "never stopped" if len(collected.links()) == 1 else "was connected anew"
        return f"{outcome}: longest silence {longest_s:.1f} s"


def _slow(_bluez: Bluez, sensor: Sensor) -> None:
    sensor.connect_delay(1.5)
    sensor.link_down()


def _failing(_bluez: Bluez, sensor: Sensor) -> None:
    sensor.fail_connect(2)
    sensor.link_down()


def _taken(_bluez: Bluez, sensor: Sensor) -> None:
    sensor.hold_elsewhere()
    sensor.link_down()


FAULTS: tuple[Trouble, ...] = (
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
    SecondInstance("a second `legday live` wants the link"),
)


async def row_of(bluez: Bluez, trouble: Trouble) -> str:
    """Return a line of the table."""
    bluez.reset()
    sensor = bluez.add(PROFILE)
    pause_s, _ = pause_of_two_sets()
    async with collecting(await source_of(sensor, settings=BleSettings())) as collected:
        await collected.until(lambda so_far: so_far.packets() > 0)
        began_s = time.monotonic()
        await asyncio.sleep(pause_s + INTO_THE_PAUSE_S)
        before = collected.count()
        again = await trouble.happen(bluez, sensor, collected)
        last_s = wearer("two_sets").truth.reps[-1].end_s + DECIDED_S
        await asyncio.sleep(max(0.0, began_s + last_s - time.monotonic()))
        after = collected.count() - before
    whole = f"{SQUATS_IN_A_SET} + {SQUATS_IN_A_SET}"
    return f"| {trouble.name} | {again} | {before} + {after} of {whole} |"


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
    parser.add_argument("--only", default="", help="faults whose name holds this")
    asked = parser.parse_args()
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        parser.error("the program dbus-daemon is not installed")
    lines = [HEAD]
    with tempfile.TemporaryDirectory(prefix="legday") as folder, standin(daemon, Path(folder)) as bluez:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bluez.bus_address
        for trouble in FAULTS:
            if asked.only not in trouble.name:
                continue
            lines.append(asyncio.run(row_of(bluez, trouble)))
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
