"""What all exports of Sensor Logger have in common: where gravity is, which sign, which unit.

``Accelerometer`` is without gravity: ``Gravity`` is added, unless there is ``TotalAcceleration`` (Android).
On iOS, both have the other sign on all axes unless the app was told to standardise, which the metadata say.
The uncalibrated accelerometer is in g on iOS. Source: the app's own pages on units and coordinates
(https://github.com/tszheichoi/awesome-sensor-logger).
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from legday.errors import TakeError
from legday.recording.importers._importer import Imported, imported
from legday.recording.importers._streams import Stream, in_m_s2, summed

TRUE = {"true", "1", "yes"}
GYROSCOPES = ("Gyroscope", "GyroscopeUncalibrated")

Find = Callable[[str], Stream | None]
"""Returns the samples of the sensor of a name, None where the export has none."""


def understood(path: Path, find: Find, facts: Mapping[str, str]) -> Imported:
    """Return the recording of these sensors and metadata.

    Raises
    ------
    TakeError
        Where gravity was taken out and is not beside it.
    """
    acc, remarks = _force(path, find)
    if _is_turned(facts):
        acc, remarks = acc.scaled(-1.0), [*remarks, "signs turned (iOS)"]
    turning = next((found for name in GYROSCOPES if (found := find(name)) is not None), None)
    return imported(path, acc, turning, remarks)


def _force(path: Path, find: Find) -> tuple[Stream, list[str]]:
    total = find("TotalAcceleration")
    if total is not None:
        return total, []
    moving, gravity = find("Accelerometer"), find("Gravity")
    if moving is not None and gravity is not None:
        return summed(moving.tidy(), gravity.tidy()), ["gravity added"]
    raw = find("AccelerometerUncalibrated")
    if raw is None and moving is None:
        raise TakeError(path, "no accelerometer; want TotalAcceleration, or Accelerometer and Gravity")
    if raw is None:
        raise TakeError(path, "Accelerometer is without gravity; want Gravity or TotalAcceleration beside it")
    acc, unit = in_m_s2(raw)
    return acc, [f"uncalibrated accelerometer in {unit}"]


def _is_turned(facts: Mapping[str, str]) -> bool:
    return facts.get("platform", "").lower() == "ios" and facts.get("standardisation", "").lower() not in TRUE
