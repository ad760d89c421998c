"""A radio without hardware for every test of this folder."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import program
from tests.radio.control import Bluez, standin


@pytest.fixture(scope="session")
def standin_process() -> Iterator[Bluez]:
    """The process and the bus, started once; the folder's short name leaves room for that of a socket."""
    with (
        tempfile.TemporaryDirectory(prefix="legday") as folder,
        standin(program("dbus-daemon"), Path(folder)) as running,
    ):
        yield running


@pytest.fixture
def bluez(standin_process: Bluez, monkeypatch: pytest.MonkeyPatch) -> Bluez:
    """The stand-in for BlueZ, found by unmodified bleak on what it takes for the system's bus."""
    standin_process.reset()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", standin_process.bus_address)
    return standin_process
