"""What macOS and Windows do otherwise than Linux, as far as fakes of it can tell."""

import logging
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from legday.errors import SensorError
from legday.sensors.registry import profile, profiles
from legday.sources.ble.claim import check_free, claimed
from legday.sources.ble.find import find
from legday.sources.ble.mtu import check_mtu
from legday.sources.ble.radio import Radio, scan
from legday.sources.ble.target import Target

UUID = "5B1F0C3E-7B0F-4C43-9C5A-0D6E3C1B2A90"
"""What macOS gives in place of an address."""

UNKNOWN_DBM = 127


class Mac(BaseBleakScanner):
    """CoreBluetooth: no addresses, no adapters; what a device says may come in two pieces."""

    def __init__(self, detected: Any, services: Any, _mode: Any, **_more: Any) -> None:
        super().__init__(detected, services)

    async def start(self) -> None:
        device = BLEDevice(UUID, None, ("peripheral", "manager"))
        for name, services in (("", profile("metamotion_bmi160").match.services), ("MetaWear", ())):
            said = AdvertisementData(name or None, {}, {}, list(services), None, UNKNOWN_DBM, ())
            self.call_detection_callbacks(device, said)

    async def stop(self) -> None:
        return None


async def test_an_identifier_stands_for_an_address_and_an_unknown_signal_for_none() -> None:
    (found,) = await scan(Radio(scanner=Mac), profiles(), 0.01)
    assert (found.address, found.name, found.rssi_dbm) == (UUID, "MetaWear", None)
    assert found.profile is profile("metamotion_bmi160")
    named = await find(Radio(scanner=Mac), Target(UUID.lower()), profiles(), 1.0)
    assert named.address == UUID


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_a_sensor_has_one_holder_and_is_free_behind_it(
    system: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    address = f"{UUID}:{os.getpid()}"
    with claimed(address, "Polar"):
        with pytest.raises(SensorError, match="Polar: another legday on this computer uses it"):
            check_free(address.lower(), "Polar")
        check_free(f"{address}0", "another")
    check_free(address, "Polar")
    assert bool(list(tmp_path.iterdir())) == (system == "darwin")


class Link:
    """A client whose link is said to carry more only after it was asked a few times."""

    def __init__(self, asked: int) -> None:
        self._asked = asked
        self.services = self

    def get_characteristic(self, _address: str) -> Any:
        return self

    @property
    def max_write_without_response_size(self) -> int:
        self._asked -= 1
        return 20 if self._asked > 0 else 244


async def test_a_width_that_is_agreed_on_after_connecting_is_waited_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        await check_mtu(Link(4), profile("polar_h10"), "Polar H10")  # type: ignore[arg-type]
    assert caplog.messages == []


async def test_nothing_is_waited_for_where_any_width_will_do() -> None:
    link = Link(1000)
    await check_mtu(SimpleNamespace(services=link), profile("pinetime"), "InfiniTime")  # type: ignore[arg-type]
    assert link.max_write_without_response_size == 20
