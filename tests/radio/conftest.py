"""A radio without hardware for every test of this folder."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import program
from tests.radio.control import Bluez, standin


@pytest.fixture
def bluez(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bluez]:
    """The stand-in for BlueZ, found by unmodified bleak on what it takes for the system's bus.

    The folder's name is short: a socket's path may have a hundred letters.
    """
    with (
        tempfile.TemporaryDirectory(prefix="legday") as folder,
        standin(program("dbus-daemon"), Path(folder)) as running,
    ):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", running.bus_address)
        yield running
