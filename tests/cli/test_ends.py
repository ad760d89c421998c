"""Ends that are not the end of the work: Ctrl-C, and a reader that has seen enough."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from legday.sensors.intake import Intake

from .conftest import STILL, Run, Write

SCRIPT = Path(sys.executable).with_name("legday")
INTERRUPTED = 130


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("command", [["replay", "--format", "jsonl"], ["replay"], ["evaluate"]])
def test_ctrl_c_ends_without_a_word(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch, command: list[str], tmp_path: Path
) -> None:
    path = write(toml='exercise = "squat"\n[truth]\nreps = 2')
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    monkeypatch.setattr(Intake, "push", interrupted)
    done = run(*command, path)
    assert (done.status, done.out, done.err) == (INTERRUPTED, "", "")
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_ctrl_c_on_a_take_that_plays_ends_it_in_good_order(write: Write, tmp_path: Path) -> None:
    path = write(csv=STILL + "3600,0.1,9.8,0.2\n")
    command = [SCRIPT, "replay", path, "--speed", "1", "--format", "jsonl", "--block", "10"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as playing:  # noqa: S603
        assert playing.stdout is not None
        first = json.loads(playing.stdout.readline())
        playing.send_signal(signal.SIGINT)
        _rest, said = playing.communicate(timeout=60)
    assert first["take"] == "take"
    assert "Traceback" not in said
    assert playing.returncode in {0, INTERRUPTED}


def test_a_reader_that_leaves_early_is_no_error(write: Write) -> None:
    read, written = os.pipe()
    os.close(read)
    command = [SCRIPT, "replay", write(), "--format", "jsonl"]
    done = subprocess.run(command, stdout=written, stderr=subprocess.PIPE, text=True)  # noqa: S603
    os.close(written)
    assert "Traceback" not in done.stderr
