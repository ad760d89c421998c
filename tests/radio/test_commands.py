"""The commands that need a radio, run as a person runs them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from legday.cli.checks import check_bluetooth
from legday.cli.sensors import source_of
from legday.errors import SettingsError
from legday.recording.mcap_file import read_recording
from legday.sources.ble import BleSettings
from legday.sources.ble.radio import Radio
from tests.radio.control import Bluez

LEGDAY = Path(sys.executable).with_name("legday")
PATIENCE_S = 60.0

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def environment(tmp_path: Path, bluez: Bluez) -> dict[str, str]:
    mine = {
        "LEGDAY_STATE": str(tmp_path / "sensors.json"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "LEGDAY_BLE_SCAN_S": "1.5",
        "LEGDAY_BLE_STALL_S": "1.0",
        "DBUS_SYSTEM_BUS_ADDRESS": bluez.bus_address,
    }
    return {**os.environ, **mine}


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Iterator[Start]:
    begun: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(  # noqa: S603 - our own program
            [LEGDAY, *arguments],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    # Who runs the tests with nohup hands the deafness to a closed terminal on to what they start.
    heard = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield begin
    finally:
        signal.signal(signal.SIGHUP, heard)
        for process in begun:
            process.kill()
            process.communicate()


def finished(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out, err


def state_of(pid: int) -> str:
    """Return the letter by which Linux tells what a process does: S for one that waits."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", maxsplit=1)[1].split()[0]


def interrupt_when(process: "subprocess.Popen[str]", reached: Callable[[], bool]) -> tuple[int, str, str]:
    """Press Ctrl-C as soon as something holds."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not reached() and process.poll() is None and time.monotonic() < deadline_s:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    return finished(process)


def test_scan_lists_what_is_in_range(bluez: Bluez, start: Start) -> None:
    dot, stranger = bluez.add("movella_dot", programme="standing"), bluez.add(None)
    status, out, err = finished(start("scan", "--seconds", "1"))
    assert (status, err) == (0, "")
    lines = {line.split("  ")[0]: line for line in out.splitlines()}
    assert lines[dot.name].split()[-3:] == [dot.address, "-55", "movella_dot"]
    assert stranger.address in lines[stranger.name]
    assert f"legday live --sensor '{dot.name}=left_thigh'" in out
    assert "docs/how-to/add-a-sensor.md" in out


def test_scan_shows_whole_names_in_eighty_columns_whatever_they_hold(bluez: Bluez, start: Start) -> None:
    nano = bluez.add("arduino_nano33_specification", name="Nano33BLESense-1A2B", programme="standing")
    bluez.add(None, name="[/red]\x1b[31mbad")
    status, out, err = finished(start("scan", "--seconds", "1"))
    assert (status, err) == (0, "")
    table = out.split("\n\n", maxsplit=1)[0].splitlines()
    assert max(map(len, table)) <= 80
    assert any(line.split() == [nano.name, nano.address, "-55", nano.profile] for line in table)
    assert r"[/red]\x1b[31mbad" in out
    assert "\x1b" not in out


def test_live_counts_records_remembers_and_stops_the_sensor(
    bluez: Bluez, start: Start, tmp_path: Path
) -> None:
    dot = bluez.add("movella_dot")
    arguments = ("--exercise", "squat", "--port", "0", "--format", "jsonl")
    live = start("live", "--sensor", f"{dot.name}=left_thigh@p1", *arguments)
    status, out, err = interrupt_when(live, lambda: dot.diary["sent"] > 60 * 9)
    assert status == 0, err
    assert [each["n"] for each in map(json.loads, out.splitlines()) if each["type"] == "rep"] == [1, 2]
    assert dot.writes[-1] == "010015"
    assert not dot.diary["streaming"]

    (path,) = (tmp_path / "data" / "legday" / "recordings").iterdir()
    assert f"Recording: {path}" in err
    (sensor,) = read_recording(path).setup.sensors
    assert (sensor.site, sensor.person, sensor.profile) == ("left_thigh", "p1", "movella_dot")

    again = start("live", "--port", "0")
    status, _out, err = interrupt_when(again, lambda: dot.diary["starts"] == 2)
    assert status == 0
    assert "choose an exercise on the page" in err
    assert "worn where" not in err
    newest = max((tmp_path / "data" / "legday" / "recordings").iterdir())
    assert read_recording(newest).setup.sensors == (sensor,)


async def test_without_a_name_one_of_several_is_wanted(bluez: Bluez, tmp_path: Path) -> None:
    names = [bluez.add("movella_dot", programme="standing").name for _ in range(2)]
    with pytest.raises(SettingsError, match="several sensors are in range: name those you wear") as refused:
        await source_of((), None, BleSettings(scan_s=1.5), tmp_path / "said.json")
    assert all(name in str(refused.value) for name in names)


def test_live_asks_which_of_several(bluez: Bluez, environment: dict[str, str], tmp_path: Path) -> None:
    sensors = [bluez.add("movella_dot", programme="standing") for _ in range(3)]
    ours, theirs = os.openpty()
    live = subprocess.Popen(  # noqa: S603 - our own program
        [LEGDAY, "live", "--port", "0"],
        cwd=tmp_path,
        env=environment,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.write(ours, b"1 4\n1 3\n")
    status, _out, err = interrupt_when(live, lambda: sum(each.diary["starts"] for each in sensors) == 2)
    os.close(ours)
    os.close(theirs)
    assert status == 0, err
    assert "1 4: want numbers from 1 to 3" in err
    listed = [line.split("  ")[1] for line in err.splitlines() if line.endswith("-55 dBm")]
    started = {each.name for each in sensors if each.diary["starts"] == 1}
    assert started == {listed[0], listed[2]}
    assert all(each.diary["stops"] == each.diary["starts"] for each in sensors)


def test_ctrl_c_ends_the_question_which(bluez: Bluez, environment: dict[str, str], tmp_path: Path) -> None:
    for _ in range(2):
        bluez.add("movella_dot", programme="standing")
    ours, theirs = os.openpty()
    command = [LEGDAY, "live", "--port", "0"]
    live = subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=theirs, stderr=subprocess.PIPE)  # noqa: S603
    assert live.stderr is not None
    asked = b""
    while b"Which" not in asked:
        asked += live.stderr.read1()
    while state_of(live.pid) != "S":  # a signal just before the read begins would not end it
        time.sleep(0.01)
    live.send_signal(signal.SIGINT)
    _out, err = live.communicate(timeout=PATIENCE_S)
    os.close(ours)
    os.close(theirs)
    assert (live.returncode, err.split(b": ")[-1]) == (1, b"given up\n")


def test_live_takes_the_one_that_was_named_before(bluez: Bluez, start: Start, tmp_path: Path) -> None:
    stranger, mine = (bluez.add("movella_dot", programme="standing") for _ in range(2))
    said = [{"name": mine.name, "site": "right_thigh", "person": "p2", "profile": ""}]
    (tmp_path / "sensors.json").write_text(json.dumps(said))
    live = start("live", "--port", "0")
    status, _out, err = interrupt_when(live, lambda: mine.diary["sent"] > 10)
    assert status == 0, err
    assert stranger.diary["starts"] == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_live_that_is_told_to_end_stops_the_sensor(
    bluez: Bluez, start: Start, number: signal.Signals
) -> None:
    dot = bluez.add("movella_dot", programme="standing")
    live = start("live", "--sensor", f"{dot.name}=left_thigh", "--port", "0")
    deadline_s = time.monotonic() + PATIENCE_S
    while dot.diary["sent"] < 10 and time.monotonic() < deadline_s:
        time.sleep(0.1)
    live.send_signal(number)
    status, _out, err = finished(live)
    assert status == 0, err
    assert dot.diary["stops"] == 1


def test_live_with_nobody_there(bluez: Bluez, start: Start) -> None:
    status, _out, err = finished(start("live", "--port", "0"))
    assert status == 2
    assert err.count("\n") == 1
    assert "legday live --demo needs no sensor" in err


def test_live_says_what_a_refusal_means(bluez: Bluez, start: Start) -> None:
    h10 = bluez.add("polar_h10", programme="standing")
    h10.refuse_start(13)
    status, _out, err = finished(start("live", "--port", "0"))
    assert status == 2
    assert err.splitlines()[-1] == (
        f"legday: {h10.name}: refuses to start: the sensor sits in its charger: take it out"
    )


def test_a_profile_can_be_asked_for(bluez: Bluez, start: Start) -> None:
    sense = bluez.add("polar_verity_sense_sdk", name="Polar Sense 00000001", programme="standing")
    live = start("live", "--sensor", sense.address, "--profile", "polar_verity_sense_sdk", "--port", "0")
    status, _out, err = interrupt_when(live, lambda: sense.diary["sent"] > 10)
    assert status == 0, err
    assert sense.diary["strange"] == []
    assert (sense.diary["starts"], sense.diary["stops"]) == (1, 1)


async def test_doctor_finds_an_adapter_that_listens(bluez: Bluez) -> None:
    bluez.add(None)
    found = await check_bluetooth(Radio())
    assert found.fine, found.text
    assert found.text == "the adapter listens; devices heard: 1"


def test_doctor_says_what_is_wrong_and_what_to_do(bluez: Bluez, start: Start) -> None:
    bluez.power(on=False)
    status, out, _err = finished(start("doctor"))
    assert status == 1
    *fine, wrong = sorted(out.splitlines(), key=lambda line: line.startswith("WRONG"))
    assert all(line.startswith("ok") for line in fine)
    assert wrong.startswith("WRONG")
    assert "Bluetooth is switched off: switch it on" in wrong
