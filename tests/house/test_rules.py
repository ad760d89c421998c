"""The rules of the house that a program can check: style, types, import directions."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent
TOP = {
    *(".ci", ".dockerignore", ".gitignore", "pyproject.toml"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"),
    *("benchmarks", "deploy", "docs", "firmware_profiles", "recordings", "src", "tests"),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ],
    ids=["ruff", "format", "mypy", "imports"],
)
def test_the_house_is_in_order(command: list[str]) -> None:
    program = SCRIPTS / command[0]
    done = subprocess.run([program, *command[1:]], cwd=CHECKOUT, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_has_outgrown_its_room() -> None:
    long = {
        str(path.relative_to(CHECKOUT)): len(path.read_text().splitlines())
        for path in (CHECKOUT / "src").rglob("*.py")
    }
    assert {path: lines for path, lines in long.items() if lines > 250} == {}


def test_nothing_lies_about_at_the_top() -> None:
    program = shutil.which("git")
    if program is None or not (CHECKOUT / ".git").exists():
        pytest.skip("no checkout of git")
    listed = subprocess.run([program, "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True)  # noqa: S603
    assert {name.partition("/")[0] for name in listed.stdout.splitlines()} == TOP
