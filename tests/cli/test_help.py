"""Help teaches with an example, and asking for it is quick because nothing heavy is imported."""

import subprocess
import sys
from pathlib import Path

import pytest

import legday
from legday.cli import application

from .conftest import Run

SCRIPT = Path(sys.executable).with_name("legday")
COMMANDS = [
    command.name or command.callback.__name__
    for command in application().registered_commands
    if command.callback
]
HEAVY = (
    *("numpy", "scipy", "vqf", "aiohttp", "aiomqtt", "bleak", "iotcore", "mcap", "zstandard", "asyncio"),
    *("pydantic_settings", "matplotlib", "legday.session", "legday.exercises", "legday.sensors"),
)

ASK_FOR_HELP = """
import sys
from legday.cli import main
for arguments in {calls}:
    sys.argv = ["legday", *arguments]
    try:
        main()
    except SystemExit as end:
        assert not end.code, end.code
print(*(set({heavy}) & set(sys.modules)), file=sys.stderr)

from legday.config import load

load()
print(*({{"scipy", "vqf"}} & set(sys.modules)), file=sys.stderr)
"""


def test_help_imports_nothing_heavy_and_reading_settings_no_detectors() -> None:
    calls = [[], ["--help"], ["--version"], *([command, "--help"] for command in COMMANDS)]
    program = ASK_FOR_HELP.format(calls=calls, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stderr.split() == []
    assert done.stdout.count("Usage: legday") == len(calls) - 1


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_by_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert (done.status, done.err) == (0, "")
    text = " ".join(word for word in done.out.replace("│", " ").split() if word)
    usage, rest = text.split("Usage: ", 1)[1].split("[OPTIONS]", 1)
    assert usage == f"legday {command} "
    assert f"legday {command}" in rest


def test_help_lists_every_command(run: Run) -> None:
    for call in ([], ["--help"], ["-h"]):
        done = run(*call)
        assert (done.status, done.err) == (0, "")
        for command in COMMANDS:
            assert f" {command} " in done.out


def test_version(run: Run) -> None:
    done = run("--version")
    assert (done.status, done.out, done.err) == (0, f"legday {legday.__version__}\n", "")


def test_the_installed_program_is_this_one() -> None:
    done = subprocess.run([SCRIPT, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == f"legday {legday.__version__}\n"
