"""The container file: a test run has no base image, so each line is held against what it relies on."""

import re
import tomllib
from pathlib import Path

import pytest

from legday.config import load
from tests.docs.test_pages import OPTIONS

CHECKOUT = Path(__file__).resolve().parents[2]


def instructions() -> list[tuple[str, str]]:
    """Each instruction and what follows it."""
    text = (CHECKOUT / "deploy" / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def of(name: str) -> list[str]:
    return [rest for found, rest in instructions() if found == name]


def words(array: str) -> list[str]:
    return re.findall(r'"([^"]*)"', array)


def test_both_stages_are_of_one_python_that_legday_says_it_runs_on() -> None:
    images = {each.split()[0] for each in of("FROM")}
    assert len(of("FROM")) == 2
    [found] = [re.fullmatch(r"docker\.io/library/python:(\d\.\d+)-slim", each) for each in images]
    assert found is not None
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert f"Programming Language :: Python :: {found[1]}" in project["classifiers"]


def test_what_runs_is_what_was_installed_and_not_as_root() -> None:
    [environment] = re.findall(r"python -m venv (\S+)", " ".join(of("RUN")))
    assert f"{environment}/bin/pip install --no-cache-dir /source" in " ".join(of("RUN"))
    assert ". /source" in of("COPY")
    assert f"--from=build {environment} {environment}" in of("COPY")
    assert [words(each) for each in of("ENTRYPOINT")] == [[f"{environment}/bin/legday"]]
    [(home, user)] = re.findall(r"useradd .*--home-dir (\S+) (\S+)", " ".join(of("RUN")))
    assert of("USER") == [user] != ["root"]
    assert of("VOLUME") == of("WORKDIR") == [home]
    assert f"XDG_DATA_HOME={home}" in of("ENV")[0]


def test_its_folder_takes_a_user_by_number_whose_group_is_0() -> None:
    [folder] = re.findall(r"install --directory (.*)", " ".join(of("RUN")))
    [home] = of("VOLUME")
    assert folder.split()[:6] == ["--owner", *of("USER"), "--group", "0", "--mode", "0770"]
    assert folder.split()[6:] == [home]


def test_its_command_and_its_settings_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    [command] = [words(each) for each in of("CMD")]
    assert {each for each in command if each.startswith("-")} <= OPTIONS[command[0]]
    for name, value in (each.split("=") for each in of("ENV")[0].split() if each.startswith("LEGDAY_")):
        monkeypatch.setenv(name, value)
    assert not load().mqtt.required
    assert of("STOPSIGNAL") == ["SIGTERM"]
