"""A take: a CSV of samples and, beside it, a TOML that says what was done.

Times are as the device stamped them, uneven and with holes; the acceleration, in m/s², contains gravity; the
angular rate, in rad/s, is there where there was a gyroscope. Reference: ``docs/reference/takes.md``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from legday.core.block import FloatArray
from legday.core.inputs import Input, Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.core.site import site_of
from legday.recording.label import Label, Truth, read_label
from legday.recording.table import read_columns
from legday.recording.units import doubts
from legday.sensors.decoders.take import CHARACTERISTIC, PROFILE, encode_take

TIME = "t_s"
ACC = ("acc_x_m_s2", "acc_y_m_s2", "acc_z_m_s2")
GYR = ("gyr_x_rad_s", "gyr_y_rad_s", "gyr_z_rad_s")


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """Samples of one recording with what is known about them.

    Parameters
    ----------
    source : Path
        The CSV.
    t_s : (n,) float
        Device time, s, not decreasing.
    acc : (n, 3) float
        Specific force, m/s².
    gyr : (n, 3) float or None
        Angular rate, rad/s.
    label : Label
        The TOML beside the CSV; empty where there is none.
    warnings : tuple of str
        What looks wrong and was read all the same, for people to see.
    """

    source: Path
    t_s: FloatArray
    acc: FloatArray
    gyr: FloatArray | None
    label: Label
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.t_s)

    @property
    def subject(self) -> str:
        """Code of the person, unique within the folder of the take; may be empty."""
        return self.label.subject

    @property
    def site(self) -> str:
        """Where the sensor sat, in the take's own words."""
        return self.label.site

    @property
    def rate_hz(self) -> float | None:
        """Rate as the label says it, Hz."""
        return self.label.rate_hz

    @property
    def exercise(self) -> str | None:
        """What was done, in the take's own words, which need not be an exercise."""
        return self.label.exercise

    @property
    def truth(self) -> Truth | None:
        """What really happened, where somebody knows."""
        return self.label.truth

    @property
    def truth_kind(self) -> str | None:
        """How the truth became known."""
        return self.truth.truth_kind if self.truth else None

    @property
    def synthetic(self) -> bool:
        """Whether a simulator made it."""
        return self.label.synthetic or self.truth_kind == "simulated"

    @property
    def duration_s(self) -> float:
        """Time from the first sample to the last, s."""
        return float(self.t_s[-1] - self.t_s[0])

    def setup(self, exercise: str | None = None) -> SessionSetup:
        """Return the setup of a session that counts ``exercise`` in this take; the label's own by default."""
        sensor = SensorSetup(
            device=site_of(self.site),
            profile=PROFILE,
            site=self.site,
            rate_hz=self.rate_hz,
            person=self.subject,
        )
        return SessionSetup(
            recording=re.sub(r"[^A-Za-z0-9_-]", "_", self.source.stem),
            exercise=exercise or self.exercise,
            sensors=(sensor,),
            synthetic=self.synthetic,
        )

    def inputs(self, block: int = 1000) -> Iterator[Input]:
        """Yield the samples as packets of the profile ``take``, ``block`` samples each.

        A packet arrives at the time of its last sample: a replay knows no other clock.
        """
        device = site_of(self.site)
        for start in range(0, len(self), block):
            part = slice(start, start + block)
            t_s = self.t_s[part]
            payload = encode_take(t_s, self.acc[part], None if self.gyr is None else self.gyr[part])
            yield Packet(round(float(t_s[-1]) * 1e9), CHARACTERISTIC, payload, device)


def read_take(path: Path | str) -> Take:
    """Read a CSV and the TOML of the same stem beside it, if there is one.

    Raises
    ------
    TakeError
        Naming the file, the line or column at fault, and what was wanted there.
    """
    path = Path(path)
    columns = read_columns(path, required=(TIME, *ACC), optional=GYR, rising=TIME)
    acc = columns[:, 1:4]
    gyr = columns[:, 4:7] if columns.shape[1] > 4 else None
    label, warnings = read_label(path.with_suffix(".toml"))
    said = (*warnings, *doubts(columns[:, 0], acc, gyr))
    return Take(path, columns[:, 0], acc, gyr, label, said)
