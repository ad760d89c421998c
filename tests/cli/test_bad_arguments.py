"""Options, settings and brokers that cannot be used: refused before anything is opened."""

import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from .conftest import Run, Write


def closed_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.mark.parametrize(
    ("options", "facts"),
    [
        (["--block", "0"], ["--block", "1"]),
        (["--block", "-5"], ["--block"]),
        (["--block", "ten"], ["--block"]),
        (["--speed", "nonsense"], ["--speed nonsense", "max"]),
        (["--speed", "0"], ["--speed 0", "above 0"]),
        (["--speed", "-1"], ["--speed -1"]),
        (["--speed", "nan"], ["--speed nan"]),
        (["--speed", "inf"], ["--speed inf"]),
        (["--format", "xml"], ["--format", "jsonl", "table"]),
        (["--nonsense"], ["--nonsense"]),
        (["--exercise", ""], ["unknown exercise ''", "squat"]),
        (["--mqtt", "127.0.0.1"], ["mqtt://host:port"]),
        (["--mqtt", "http://127.0.0.1:1883"], ["mqtt://host:port"]),
        (["--mqtt", "mqtt://127.0.0.1:port"], ["mqtt://host:port"]),
    ],
)
def test_an_option_is_refused_once_for_all_files(
    run: Run, write: Write, options: list[str], facts: Sequence[str]
) -> None:
    done = run("replay", write("first"), write("second"), *options)
    for fact in facts:
        assert fact in done.refusal()
    assert done.out == ""


@pytest.mark.parametrize("command", [["nonsense"], ["replay"], ["evaluate"], ["profiles", "nobody"]])
def test_a_command_that_lacks_something_says_so(run: Run, command: list[str]) -> None:
    done = run(*command)
    assert done.refusal()
    assert done.out == ""


@pytest.mark.parametrize("command", [["replay", "take.csv"], ["live", "--demo"]])
def test_a_password_in_an_address_is_refused_and_not_repeated(
    run: Run, write: Write, command: list[str]
) -> None:
    write()
    said = run(*command, "--mqtt", "mqtt://someone:secret@127.0.0.1").refusal()
    assert "LEGDAY_MQTT_PASSWORD" in said
    assert "legday.toml" in said
    assert "secret" not in said
    assert "someone" not in said


def test_a_broker_that_is_not_there_is_said_once(run: Run, write: Write) -> None:
    port = closed_port()
    done = run("replay", write("first"), write("second"), "--mqtt", f"mqtt://127.0.0.1:{port}")
    assert f"mqtt://127.0.0.1:{port}" in done.refusal()


def test_a_broker_that_is_not_there_leaves_no_recording(run: Run, tmp_path: Path) -> None:
    address = f"mqtt://127.0.0.1:{closed_port()}"
    done = run("live", "--demo", "--mqtt", address, "--record", "run.mcap", "--port", "0")
    assert done.status == 2
    assert address in done.err.splitlines()[-1]
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("[mqtt]\nurl = ", "legday.toml"),
        ("[mqtt]\nurl = 5", "mqtt.url"),
        ('[mqtt]\nbase = "a//b"', "mqtt.base"),
        ("[nonsense]\na = 1", "nonsense"),
        ("[web]\nport = 70000", "web.port"),
        ('[mqtt]\npassword = ["secret"]', "mqtt.password"),
    ],
)
def test_a_faulty_file_of_settings_is_refused(run: Run, tmp_path: Path, text: str, fact: str) -> None:
    (tmp_path / "legday.toml").write_text(text)
    said = run("live", "--demo").refusal()
    assert fact in said
    assert "secret" not in said


def test_a_port_that_is_taken_is_refused(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = run("live", "--demo", "--port", port).refusal()
    assert str(port) in said
