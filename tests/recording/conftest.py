from collections.abc import Callable
from pathlib import Path

import pytest

from legday.core.inputs import Command, Input, LinkChange, Packet, Tick
from legday.core.setup import SensorSetup, SessionSetup

SETUP = SessionSetup(
    recording="monday",
    exercise="squat",
    sensors=(SensorSetup(device="thigh", profile="dot", site="left_thigh", rate_hz=60.0, person="p1"),),
    params={"squat": {"range_share": 0.3}},
)
PROFILES = {"dot": 'id = "dot"\n# Grüße\n'}
CHARACTERISTIC = "15172004-4947-11e9-8646-d663bd873d93"


@pytest.fixture
def setup() -> SessionSetup:
    return SETUP


@pytest.fixture
def inputs() -> list[Input]:
    """Five seconds of one sensor, with a command and a link change, out of channel order on purpose."""
    found: list[Input] = [LinkChange(0, "connected")]
    for second in range(5):
        at_ns = second * 1_000_000_000
        found += [
            Packet(at_ns + part * 100_000_000, CHARACTERISTIC, bytes([second, part] * 10))
            for part in range(10)
        ]
        found.append(Tick(at_ns + 999_000_000))
    found.insert(17, Command(1_500_000_000, "exercise", "high_knees", "thigh"))
    found.insert(30, LinkChange(2_700_000_001, "disconnected"))
    return found


@pytest.fixture
def write_take(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV, and a TOML where one is given, and return the CSV's path."""

    def write(csv: str, toml: str | None = None, name: str = "take") -> Path:
        path = tmp_path / f"{name}.csv"
        path.write_text(csv, encoding="utf-8")
        if toml is not None:
            path.with_suffix(".toml").write_text(toml, encoding="utf-8")
        return path

    return write
