"""Where this system keeps what a program remembers, and what it makes."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

STATE = "LEGDAY_STATE"
"""Environment variable with another path for the file of remembered sensors."""


def state_file(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the file in which sensors are remembered."""
    if named := environment.get(STATE):
        return Path(named)
    return _folder(environment, platform, "XDG_CONFIG_HOME", ".config", "APPDATA") / "sensors.json"


def recordings_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder that live sessions are recorded in."""
    data = _folder(environment, platform, "XDG_DATA_HOME", ".local/share", "LOCALAPPDATA")
    return data / "recordings"


def outbox_file(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the file in which events wait that a broker has not acknowledged."""
    return recordings_folder(environment, platform).parent / "outbox.sqlite"


def plans_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder of the user's own plans."""
    return recordings_folder(environment, platform).parent / "plans"


def certificates_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder of the certificate authority that phones are asked to trust."""
    return recordings_folder(environment, platform).parent / "certificates"


def history_file(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the file of what was done, by person and exercise."""
    return recordings_folder(environment, platform).parent / "history.sqlite"


def _folder(environment: Mapping[str, str], platform: str, xdg: str, below_home: str, windows: str) -> Path:
    """Return our folder, by the customs of the platform."""
    if platform == "win32":
        base = Path(environment.get(windows) or Path.home())
    elif platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(environment.get(xdg) or Path.home() / below_home)
    return base / "legday"
