"""The pages hold what they say: their commands run, their links lead somewhere."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from legday.cli import application
from legday.cli.replay import Format

CHECKOUT = Path(__file__).resolve().parents[2]
TUTORIAL = CHECKOUT / "docs" / "tutorial" / "first-count.md"
PAGES = sorted(
    [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md"), *CHECKOUT.glob("recordings/*.md")]
)
OPTIONS = {
    name: {option for each in command.params for option in (*each.opts, *each.secondary_opts)} | {"--help"}
    for name, command in typer.main.get_group(application()).commands.items()
}
SET_UP = "python3 -m venv"


def blocks(page: Path, language: str) -> list[str]:
    """Fenced blocks of a language."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def walked_through(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the tutorial's commands print, run one after another in an empty folder."""
    script = "".join(block for block in blocks(TUTORIAL, "sh") if SET_UP not in block)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["/bin/sh", "-e"],
        input=script,
        cwd=tmp_path_factory.mktemp("tutorial"),
        env=os.environ | {"PATH": path, "COLUMNS": "100"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "legday: " not in done.stderr
    return done.stdout


@pytest.mark.timeout(300)
@pytest.mark.skipif(os.name == "nt", reason="the tutorial's commands are for a POSIX shell")
def test_the_tutorial_prints_what_it_says(walked_through: str) -> None:
    printed = {line.strip() for line in walked_through.splitlines()}
    said = [line for block in blocks(TUTORIAL, "text") for line in block.splitlines()]
    assert said
    assert set(said) <= printed
    assert " gap " in walked_through
    assert "# SYNTHETIC" in walked_through


@pytest.mark.timeout(300)
@pytest.mark.skipif(os.name == "nt", reason="the tutorial's commands are for a POSIX shell")
def test_the_tutorial_shows_keys_that_lines_have(walked_through: str) -> None:
    found = [json.loads(line) for line in walked_through.splitlines() if line.startswith("{")]
    reps = [event for event in found if event["type"] == "rep"]
    shown = json.loads(blocks(TUTORIAL, "json")[0])
    assert shown["type"] == "rep"
    assert all(shown.keys() <= rep.keys() for rep in reps)
    assert reps


def test_the_readme_has_two_commands_and_the_tutorial_the_same() -> None:
    readme = blocks(CHECKOUT / "README.md", "sh")
    assert len(readme) == 2
    assert all(SET_UP in block and block.count("\n") == 1 for block in readme)
    assert [block for block in blocks(TUTORIAL, "sh") if SET_UP in block] == readme
    powershell = blocks(TUTORIAL, "powershell")
    for posix, windows in zip(readme, powershell, strict=True):
        wanted = posix.replace("python3 -m", "py -3 -m").replace(" && ", "; ")
        assert windows == re.sub(r"\.venv/bin/(\w+)", r".venv\\Scripts\\\1", wanted)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[\w-]+)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_commands_that_pages_name_are_there(page: Path) -> None:
    named = re.findall(r"(?:`|bin/)legday ([a-z]+)", page.read_text(encoding="utf-8"))
    for block in blocks(page, "sh"):
        named += re.findall(r"^ *legday ([a-z]+)", block, re.MULTILINE)
    assert set(named) <= OPTIONS.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_options_that_pages_name_are_those_of_the_command(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for command, rest in re.findall(r"(?:`|bin/|^ *)legday ([a-z]+)([^`\n|;]*)", text, re.MULTILINE):
        assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= OPTIONS.get(command, set()), f"{command}{rest}"


def test_formats_that_pages_name_are_there() -> None:
    for page in PAGES:
        named = re.findall(r"legday replay [^`\n]*--format (\w+)", page.read_text(encoding="utf-8"))
        assert set(named) <= {each.value for each in Format}
