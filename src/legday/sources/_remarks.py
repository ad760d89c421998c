"""What a person should change in Sensor Logger, said once, as soon as its messages show it."""

import logging
from collections.abc import Sequence
from typing import Any

log = logging.getLogger(__name__)

WHOLE = frozenset({"totalacceleration", "accelerometeruncalibrated"})
LOOKED_AT = 20
"""Messages after which what is still missing is not on."""

SLOWEST_HZ = 25.0

NO_GRAVITY = "it sends acceleration without gravity: switch on Gravity too (or Total Acceleration)"
NO_ACCELERATION = "it sends no acceleration: switch on Accelerometer and Gravity"
NO_GYROSCOPE = "it sends no rotation: switch on Gyroscope, else everything is found two seconds late"
IPHONE = (
    "it seems to be an iPhone: switch on 'Standardise Units & Frames' in its settings, or start with "
    "--profile sensor_logger_ios; else forward and backward are mistaken for each other"
)
SLOW = "it sends {rate:.0f} samples a second: set the sampling rate to 100 Hz"


class Remarks:
    """Looks at the first messages of a phone.

    Parameters
    ----------
    profile : str
        Id of the profile that reads them.
    """

    def __init__(self, profile: str) -> None:
        self._turned = profile.endswith("_ios")
        self._messages = 0
        self._names: set[str] = set()
        self._marked = False
        self._timed = ""
        self._times: list[int] = []

    def look(self, payload: Sequence[Any]) -> None:
        """Look at the records of a message."""
        if self._messages >= LOOKED_AT:
            return
        self._messages += 1
        for record in payload:
            if isinstance(record, dict):
                self._note(record)
        if self._messages == LOOKED_AT:
            for remark in self.all():
                log.warning("Sensor Logger: %s", remark)

    def all(self) -> list[str]:
        """Return what is to be changed, by what was seen so far."""
        remarks = []
        if not self._names & (WHOLE | {"accelerometer"}):
            remarks.append(NO_ACCELERATION)
        elif not self._names & (WHOLE | {"gravity"}):
            remarks.append(NO_GRAVITY)
        if "gyroscope" not in self._names:
            remarks.append(NO_GYROSCOPE)
        if self._names and not self._marked and not self._turned:
            remarks.append(IPHONE)
        if 0.0 < self._rate_hz() < SLOWEST_HZ:
            remarks.append(SLOW.format(rate=self._rate_hz()))
        return remarks

    def _note(self, record: dict[str, Any]) -> None:
        name = str(record.get("name")).lower()
        self._names.add(name)
        self._marked = self._marked or "accuracy" in record
        if name in WHOLE | {"accelerometer"} and isinstance(record.get("time"), int):
            self._timed = self._timed or name
        if name == self._timed:
            self._times.append(record["time"])

    def _rate_hz(self) -> float:
        times = sorted(set(self._times))
        span_s = (times[-1] - times[0]) * 1e-9 if times else 0.0
        return (len(times) - 1) / span_s if span_s > 0.0 else 0.0
