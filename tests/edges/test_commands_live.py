"""``legday live`` and ``legday record`` as a person runs them."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import aiomqtt
import pytest

from legday.cli import main
from legday.cli.asked import name_of_run
from legday.core.setup import SessionSetup
from legday.recording.label import read_label
from legday.recording.mcap_file import read_recording
from legday.session import Session

from .brokers import HOST, listening, mosquitto

LEGDAY = Path(sys.executable).with_name("legday")
START_S = 120.0
"""A start that takes as long hangs; on a busy machine a minute is not long for one."""

pytestmark = pytest.mark.timeout(300)


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [LEGDAY, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=START_S,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Run the command line in this process; return its one complaint about input that cannot be used."""

    def call(*arguments: str) -> str:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["legday", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        written = capsys.readouterr()
        complaints = [line for line in written.err.splitlines() if line.startswith("legday:")]
        assert len(complaints) == 1
        assert "Traceback" not in written.err
        return complaints[0]

    return call


async def started(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        LEGDAY,
        *("live", "--demo", "--port", "0", *arguments),
        cwd=folder,
        env={**os.environ, "LEGDAY_VIRTUAL_SPEED": "5"},
        stdout=pipe,
        stderr=pipe,
    )


async def line_with(stream: asyncio.StreamReader | None, text: str) -> str:
    assert stream is not None
    async with asyncio.timeout(START_S):
        while text not in (line := (await stream.readline()).decode()):
            assert line, f"ended without {text}"
    return line


def test_a_recording_of_the_demo_replays_to_the_events_of_the_run_that_made_it(tmp_path: Path) -> None:
    made = run(tmp_path, "record", "--demo", "OUT.mcap", "--seconds", "62", "--format", "jsonl")
    assert made.returncode == 0, made.stderr
    again = run(tmp_path, "replay", "OUT.mcap", "--format", "jsonl")
    assert again.returncode == 0, again.stderr

    def events(text: str) -> list[dict[str, object]]:
        return [{**json.loads(line), "take": ""} for line in text.splitlines()]

    assert events(made.stdout) == events(again.stdout)
    chosen = [each["exercise"] for each in events(made.stdout) if each["type"] == "exercise"]
    assert chosen[:3] == ["leapfrog", "high_knees", "squat"]
    sets = [(each["exercise"], each["count"]) for each in events(made.stdout) if each["type"] == "set_ended"]
    assert sets[:3] == [("leapfrog", 6), ("high_knees", 16), ("squat", 8)]


def test_a_recording_is_never_overwritten(tmp_path: Path, refused: Callable[..., str]) -> None:
    (tmp_path / "OUT.mcap").write_text("mine")
    assert "OUT.mcap" in refused("record", "--demo", "OUT.mcap", "--seconds", "2")
    assert (tmp_path / "OUT.mcap").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("live", "--demo", "--mqtt", "mqtt://127.0.0.1:1"), "mqtt://127.0.0.1:1"),
        (("live", "--demo", "--mqtt", "mqtt://anna:hunter2@127.0.0.1"), "LEGDAY_MQTT_PASSWORD"),
        (("live", "--demo", "--mqtt", "tcp://127.0.0.1"), "mqtt://host:port"),
        (("live", "--demo", "--exercise", "moonwalk"), "squat"),
        (("live", "--demo", "--base", "a b"), "mqtt.base"),
        (("live", "--demo", "--format", "xml"), "console.format"),
        (("live",), "--demo"),
        (("record", "OUT.mcap"), "--demo"),
        (("record", "--demo", "OUT.mcap", "--speed", "fast"), "--speed fast"),
        (("record", "--demo", "nowhere/OUT.mcap"), "nowhere"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    tmp_path: Path, refused: Callable[..., str], arguments: tuple[str, ...], named: str
) -> None:
    if arguments[0] == "live":
        arguments = (*arguments, "--port", "0", "--record", "mine.mcap")
    complaint = refused(*arguments)
    assert named in complaint
    assert "hunter2" not in complaint
    assert list(tmp_path.iterdir()) == []


def test_a_broker_that_is_not_there_ends_the_program_with_status_2(tmp_path: Path) -> None:
    ended = run(tmp_path, "live", "--demo", "--port", "0", "--mqtt", "mqtt://127.0.0.1:1")
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1] == "legday: mqtt://127.0.0.1:1: no broker is listening there"
    assert "Traceback" not in ended.stderr


def test_a_file_of_settings_at_fault_is_named(tmp_path: Path, refused: Callable[..., str]) -> None:
    (tmp_path / "legday.toml").write_text("[mqtt]\nbase = 'x'\ncolour = 1\n")
    assert "mqtt.colour" in refused("live", "--demo", "--port", "0")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_leaves_nothing_broken(tmp_path: Path, number: signal.Signals) -> None:
    demo = await started(tmp_path, "--record", "RUN.mcap", "--base", "gym")
    url = await line_with(demo.stderr, "MQTT")
    port = int(re.findall(r":(\d+)", url)[0])
    async with listening(port, "gym/#") as heard:
        await line_with(demo.stdout, "jump 2")
        demo.send_signal(number)
        out, complaints = await asyncio.wait_for(demo.communicate(), START_S)
        await heard.until("gym/v1/bridge/status", b"offline")
        await heard.until("gym/v1/thigh/status", b"offline")
    assert demo.returncode == 0
    assert complaints == b""
    assert b"set ended" in out
    recording = read_recording(tmp_path / "RUN.mcap")
    assert recording.finished
    session = Session(recording.setup)
    events = session.push(recording.inputs()) + session.finish()
    assert sum(event.type == "jump" for event in events) >= 2
    assert not (tmp_path / "RUN.mcap.part").exists()
    with pytest.raises(OSError, match="Connect"):
        await asyncio.open_connection(HOST, port)


async def test_what_a_crash_left_is_repaired_at_the_next_start(tmp_path: Path) -> None:
    demo = await started(tmp_path, "--record", "FIRST.mcap")
    port = int(re.findall(r":(\d+)", await line_with(demo.stderr, "MQTT"))[0])
    await line_with(demo.stdout, "jump 3")
    async with listening(port, "legday/v1/#") as heard, aiomqtt.Client(HOST, port) as person:
        for _ in range(2):
            await person.publish("legday/v1/all/cmd/adjust", b"+1", qos=1)
        await heard.until("legday/v1/all/response/adjust", count=2)
    demo.kill()
    await demo.communicate()
    assert (tmp_path / "FIRST.mcap.part").exists()
    following = await asyncio.to_thread(run, tmp_path, "record", "--demo", "SECOND.mcap", "--seconds", "2")
    assert following.returncode == 0
    assert "FIRST.mcap" in following.stderr
    recording = read_recording(tmp_path / "FIRST.mcap")
    assert recording.finished
    session = Session(recording.setup)
    events = session.push(recording.inputs()) + session.finish()
    jumps = sum(event.type == "jump" for event in events)
    assert jumps >= 1
    [truth] = read_label(tmp_path / "FIRST.toml")[0].sets
    assert (truth.exercise, truth.reps, truth.truth_kind) == ("leapfrog", jumps + 2, "user")


@pytest.mark.mosquitto
async def test_a_broker_of_ones_own_gets_the_same_as_the_page(mosquitto_program: str, tmp_path: Path) -> None:
    with mosquitto(mosquitto_program, tmp_path) as port:
        async with listening(port) as theirs:
            demo = await started(tmp_path, "--mqtt", f"mqtt://{HOST}:{port}")
            url = await line_with(demo.stderr, "MQTT")
            async with listening(int(re.findall(r":(\d+)", url)[0])) as ours:
                await theirs.until("legday/v1/thigh/event/jump", count=2)
                await ours.until("legday/v1/thigh/event/jump", count=2)
            demo.send_signal(signal.SIGINT)
            await asyncio.wait_for(demo.communicate(), START_S)
        jumps = "legday/v1/thigh/event/jump"
        assert theirs.on(jumps)[:2] == ours.on(jumps)[:2]
        await theirs.until("legday/v1/bridge/status", b"offline")


@pytest.mark.mosquitto
async def test_a_replay_has_topics_of_its_own(mosquitto_program: str, tmp_path: Path) -> None:
    assert run(tmp_path, "record", "--demo", "OUT.mcap", "--seconds", "12").returncode == 0
    with mosquitto(mosquitto_program, tmp_path) as port:
        async with listening(port, "#") as heard:
            url = f"mqtt://{HOST}:{port}"
            replayed = await asyncio.to_thread(run, tmp_path, "replay", "OUT.mcap", "--mqtt", url)
            assert replayed.returncode == 0, replayed.stderr
            await heard.until("legday-replay/v1/thigh/event/jump", count=4)
        assert not any(topic.startswith("legday/") for topic in heard.topics())


def test_a_port_that_was_asked_for_and_is_taken_is_named(refused: Callable[..., str]) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"{HOST}:{port}" in refused("live", "--demo", "--port", port)


@pytest.mark.parametrize(
    ("file", "name"), [("monday.mcap", "monday"), ("leg day (2).mcap", "leg-day-2-"), ("Übung.mcap", "-bung")]
)
def test_a_run_is_named_after_its_file(file: str, name: str) -> None:
    assert name_of_run(Path(file), 0) == name
    SessionSetup(recording=name)


def test_runs_without_a_file_are_named_after_their_time() -> None:
    assert name_of_run(None, 10**18) != name_of_run(None, 10**18 + 10**9)
    SessionSetup(recording=name_of_run(None, 10**18))
