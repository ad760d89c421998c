"""The test's end of the stand-in: a process of its own behind a private D-Bus daemon."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from legday.sensors.registry import profile as find_profile
from legday.simulate.truth import THIS, Leg
from tests.radio.bus import private_bus
from tests.radio.objects import MTU

CHECKOUT = Path(__file__).resolve().parents[2]


class Control:
    """Asks the stand-in's process, a line there and a line back."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    @property
    def prefix(self) -> str:
        """First part of the addresses of this room: no two rooms of a computer share a sensor."""
        return "F0:" + self._process.pid.to_bytes(4, "big").hex(":").upper()

    def ask(self, request: str, **arguments: Any) -> Any:
        """Have something done and return what it gives."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": request, **arguments}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())["gives"]


class Sensor:
    """A virtual sensor in the stand-in's range."""

    def __init__(self, control: Control, address: str, name: str, profile: str | None) -> None:
        self._control = control
        self.address = address
        self.name = name
        self.profile = profile

    def link_down(self) -> None:
        """Break its link, once."""
        self._ask("link_down")

    def silent(self, seconds: float) -> None:
        """Stay connected and send nothing."""
        self._ask("silent", seconds=seconds)

    def out_of_range(self) -> None:
        """Go away."""
        self._ask("out_of_range")

    def in_range(self) -> None:
        """Come back."""
        self._ask("in_range")

    def fail_connect(self, times: int) -> None:
        """Fail the next connections."""
        self._ask("fail_connect", times=times)

    def connect_delay(self, seconds: float) -> None:
        """Take so long for each connection."""
        self._ask("connect_delay", seconds=seconds)

    def refuse_start(self, status: int | None) -> None:
        """Refuse the start command with this status; None takes it again."""
        self._ask("refuse_start", status=status)

    def hold_elsewhere(self, *, held: bool = True) -> None:
        """Be connected to somebody else's telephone."""
        self._ask("hold", held=held)

    def connected_here(self) -> None:
        """Be connected to another program of this computer."""
        self._ask("connected_here")

    def battery(self, percent: int) -> None:
        """Change what is left in the battery."""
        self._ask("battery", percent=percent)

    @property
    def diary(self) -> dict[str, Any]:
        """What it remembers; see `tests.radio.sensor.Diary`."""
        return self._ask("diary")

    @property
    def writes(self) -> list[str]:
        """Every write, as hex digits."""
        return [payload for _uuid, payload in self.diary["writes"]]

    def _ask(self, request: str, **arguments: Any) -> Any:
        return self._control.ask(request, address=self.address, **arguments)


class Bluez:
    """The stand-in for BlueZ.

    Attributes
    ----------
    bus_address : str
        Address of the D-Bus daemon it is on.
    """

    def __init__(self, control: Control, bus_address: str) -> None:
        self.bus_address = bus_address
        self._control = control
        self._added = 0

    def add(
        self,
        profile: str | None,
        address: str = "",
        name: str = "",
        programme: str = "two_sets",
        *,
        seed: int = 0,
        rate_hz: float | None = None,
        leg: Leg = THIS,
        seconds: float = 0.0,
        omit: Sequence[str] = (),
        mtu: int = MTU,
        speed: float = 1.0,
    ) -> Sensor:
        """Bring a device into range.

        Parameters
        ----------
        profile : str or None
            Id of its profile; None is a stranger that only advertises.
        address, name : str
            Empty for one of its own, and for a name that the profile looks for.
        programme, seed, leg, seconds
            What its wearer does; see `tests.radio.programmes`.
        rate_hz : float or None
            Rate it expects to be asked for.
        omit : sequence of str
            Names of characteristics it lacks.
        mtu : int
            What is negotiated with it.
        speed : float
            How many times faster than ours its time goes by.
        """
        self._added += 1
        address = address or f"{self._control.prefix}:{self._added:02X}"
        name = name or self._name(profile)
        self._control.ask(
            "add",
            address=address,
            name=name,
            profile=profile,
            programme=programme,
            seed=seed,
            rate_hz=rate_hz,
            leg=leg,
            seconds=seconds,
            omit=list(omit),
            mtu=mtu,
            speed=speed,
        )
        return Sensor(self._control, address, name, profile)

    def reset(self) -> None:
        """Start over with an empty room and a daemon that is up."""
        self._added = 0
        self._control.ask("reset")

    def kill_daemon(self) -> None:
        """Take BlueZ off the bus without a word."""
        self._control.ask("kill_daemon")

    def start_daemon(self) -> None:
        """Start it again; it has forgotten every device."""
        self._control.ask("start_daemon")

    def remove_adapter(self) -> None:
        """Pull the adapter out."""
        self._control.ask("remove_adapter")

    def add_adapter(self) -> None:
        """Put it in again."""
        self._control.ask("add_adapter")

    def power(self, *, on: bool) -> None:
        """Switch the adapter on or off."""
        self._control.ask("power", powered=on)

    def deny(self) -> None:
        """Refuse everything for want of permission."""
        self._control.ask("deny", denied=True)

    def _name(self, profile: str | None) -> str:
        if profile is None:
            return f"Stranger {self._added}"
        patterns = find_profile(profile).match.local_name or ("Sensor *",)
        return patterns[0].replace("*", f"{self._added:04d}").replace("?", "0")


@contextmanager
def standin(dbus_daemon: str, folder: Path) -> Iterator[Bluez]:
    """Run the stand-in on a bus of its own."""
    with private_bus(dbus_daemon, folder) as bus_address:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "tests.radio", bus_address],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Bluez(Control(process), bus_address)
        finally:
            process.stdin.close()
            process.wait(10.0)
            process.stdout.close()
