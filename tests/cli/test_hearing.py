"""How well the sensors are heard, in the terminal: a row kept up to date, or a few lines in a log."""

import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from legday.cli.hearing import EVERY_S, FIRST_S, CurrentStderr, Hearing, count_row, rewritable, row
from legday.publishers import Message

SCRIPT = Path(sys.executable).with_name("legday")
PATIENCE_S = 60.0
HEARD = {"rate_hz": 60, "loss_pct": 0.3, "jitter_ms": 12, "rssi_dbm": -55, "battery_pct": 41}
WHOLE = "thigh  60 Hz  loss 0.3 %  jitter 12 ms  signal -55 dBm  battery 41 %"
NOTHING = "thigh  ? Hz  loss ? %  jitter ? ms  signal ? dBm  battery ? %"


def state(device: str = "thigh", *, link: str | None = "connected", **changed: Any) -> Message:
    return Message("state", device, {"link": link, "sensor": {**HEARD, **changed}})


def workout(**changed: Any) -> Message:
    now = {"exercise": "squat", "count": 0, "phase": "work", "set": {"n": 1, "of": None}, "target": None}
    return Message("state", "workout", {**now, "link": None, "sensor": None, **changed})


def terminal(columns: int = 100) -> tuple[Console, StringIO]:
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=columns, _environ={"TERM": "xterm"})
    return console, screen


def wipe(screen: StringIO) -> None:
    """Forget what came to the screen so far."""
    screen.seek(0)
    screen.truncate()


def seen(screen: StringIO) -> str:
    """Return what came to the screen, without control codes."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())


def test_a_row_has_every_figure_and_says_what_is_not_known() -> None:
    assert row("thigh", state().body) == WHOLE
    assert row("thigh", state(**dict.fromkeys(HEARD)).body) == NOTHING
    assert row("thigh", state(link="disconnected").body) == "thigh  no link"


def test_the_count_is_told_with_what_is_wanted() -> None:
    assert count_row(workout(count=3).body) == "squat  3  set 1"
    planned = workout(count=3, target={"reps": 10}, set={"n": 2, "of": 3})
    assert count_row(planned.body) == "squat  3 of 10  set 2 of 3"
    assert count_row(workout(phase="rest", count=10).body) == "squat  10  set 1  rest"
    assert count_row(workout(set={"n": 0, "of": None}, phase="idle").body) == "squat  0"
    assert count_row(workout(exercise=None).body) == ""


async def test_on_a_terminal_a_row_for_each_sensor_stays_below_what_is_printed() -> None:
    console, screen = terminal()
    async with Hearing(console) as hearing:
        await hearing.publish(state("left"))
        await hearing.publish(state("right", rate_hz=None))
        await hearing.publish(workout(count=3))
        wipe(screen)
        console.print("rep 1")
        assert [line.split("  ")[0].strip() for line in seen(screen).strip().splitlines()] == [
            "rep 1",
            "squat",
            "left",
            "right",
        ]
        wipe(screen)
        await hearing.publish(state("left", rate_hz=52))
        assert "52 Hz" in seen(screen)
        assert "rep 1" not in seen(screen)
        wipe(screen)
    assert screen.getvalue().endswith("\x1b[2K"), "the rows are wiped at the end"


async def test_a_narrow_terminal_cuts_the_row() -> None:
    console, screen = terminal(30)
    async with Hearing(console) as hearing:
        await hearing.publish(state())
        assert max(map(len, seen(screen).splitlines())) <= 30


async def test_a_warning_goes_above_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    console, screen = terminal()
    monkeypatch.setattr(sys, "stderr", StringIO())
    warnings = CurrentStderr()
    async with Hearing(console) as hearing:
        await hearing.publish(state())
        wipe(screen)
        warnings.handle(logging.makeLogRecord({"msg": "the link was lost"}))
        assert [line.strip() for line in seen(screen).strip().splitlines()] == ["the link was lost", WHOLE]


async def test_a_low_battery_is_said_once_until_it_was_charged(capsys: pytest.CaptureFixture[str]) -> None:
    async with Hearing(None, lambda: 0.0) as hearing:
        for percent in (None, 80, 15, 14, 90, 7):
            await hearing.publish(state(battery_pct=percent))
    assert [said.split(": ")[2] for said in capsys.readouterr().err.splitlines()] == [
        "its battery is at 15 %",
        "its battery is at 7 %",
    ]


async def test_elsewhere_a_line_a_minute_at_most_and_only_news(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, 1.0, FIRST_S, FIRST_S + EVERY_S - 1.0, FIRST_S + EVERY_S, FIRST_S + 2.0 * EVERY_S])
    now = [0.0]

    def tick() -> float:
        return now[0]

    async with Hearing(None, tick) as hearing:
        for now[0] in clock:
            rate = 52 if now[0] > FIRST_S + EVERY_S else 60
            await hearing.publish(state(rate_hz=rate))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [WHOLE, WHOLE.replace("60 Hz", "52 Hz")]


def test_rows_are_kept_only_where_they_spoil_nothing(tmp_path: Path) -> None:
    with (tmp_path / "file").open("w") as file:
        assert rewritable(Console(file=file, force_terminal=True), lines=True) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal of this kind on Windows")
@pytest.mark.parametrize("form", ["lines", "jsonl"])
def test_json_on_the_terminal_itself_is_left_alone(form: str) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as file:
        found = rewritable(Console(file=file, _environ={"TERM": "xterm"}), lines=form == "lines")
        dumb = rewritable(Console(file=file, _environ={"TERM": "dumb"}), lines=True)
    os.close(ours)
    assert (found is not None) == (form == "lines")
    assert dumb is None


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal of this kind on Windows")
def test_live_keeps_the_row_up_to_date(tmp_path: Path) -> None:
    """The demo's sensor has a rate, and neither signal strength nor battery."""
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "XDG_DATA_HOME": str(tmp_path)}
    command = [SCRIPT, "live", "--demo", "--port", "0"]
    live = subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=tmp_path
    )
    os.close(theirs)
    screen = read_until(
        ours, lambda text: "signal ? dBm" in text and re.search(r"\d\d+ Hz", text) is not None
    )
    live.send_signal(signal.SIGINT)
    screen += read_until(ours, lambda _text: False)
    assert live.wait(PATIENCE_S) == 0, screen
    os.close(ours)
    assert re.search(r"\d\d+ Hz  loss \d", screen), screen
    assert screen.endswith("\x1b[2K") or "\x1b[?25h" in screen


def read_until(descriptor: int, reached: Callable[[str], bool]) -> str:
    """Return what comes to a terminal until something stands there, or its other end is closed."""
    text, deadline_s = "", time.monotonic() + PATIENCE_S
    while not reached(text) and time.monotonic() < deadline_s:
        try:
            part = os.read(descriptor, 4096)
        except OSError:  # Linux' way to say that nobody has the other end any more
            break
        if not part:
            break
        text += part.decode(errors="replace")
    return text
