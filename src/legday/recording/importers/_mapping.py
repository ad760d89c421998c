"""Any CSV, by a small TOML that says which column is what."""

import math
import re
import tomllib
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.errors import TakeError
from legday.recording.importers._foreign import Foreign
from legday.recording.importers._importer import Imported, imported
from legday.recording.importers._streams import Stream
from legday.recording.importers._table import Table, read_table

Axis = str | int
"""A column by its name, or by its place from 0."""

ACC_UNITS = {"m/s2": 1.0, "g": STANDARD_GRAVITY, "mg": STANDARD_GRAVITY / 1000.0}
GYR_UNITS = {"rad/s": 1.0, "deg/s": math.radians(1.0), "mdeg/s": math.radians(1e-3)}
NO_DATE = ("", "NA")
MILLISECONDS = re.compile(r":(\d{3})$")
"""Some programs write 18:45:36:696."""

TIME_UNITS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileLayout(_Part):
    """How the file is written."""

    separator: str | None = Field(None, description="Between cells; guessed where it is left out.")
    skip_lines: int = Field(0, ge=0, description="Lines in front of the header.")
    header: bool = Field(True, description="Whether a line names the columns.")
    comments: tuple[str, ...] = Field((), description="Beginnings of lines to leave out.")
    only: dict[str, str | int] = Field(
        default_factory=dict, description="Rows are kept that hold these values in these columns."
    )


class TimeColumn(_Part):
    """When a row was measured."""

    column: Axis | None = Field(None, description="Its column; without one rows come at `rate_hz`.")
    unit: Literal["s", "ms", "us", "ns", "datetime"] = Field("s", description="Of its numbers.")
    rate_hz: float | None = Field(None, gt=0, description="Rows a second, where no column says the time.")


class Sensor(_Part):
    """Three columns of a sensor."""

    columns: tuple[Axis, Axis, Axis] = Field(description="x, y, z of the sensor's own frame.")
    unit: str = Field(description="m/s2, g, mg; rad/s, deg/s, mdeg/s.")
    signs: tuple[Literal[1, -1], Literal[1, -1], Literal[1, -1]] = Field(
        (1, 1, 1),
        description="-1 turns an axis; at rest and flat the accelerometer has to read +1 g upwards.",
    )
    plus: tuple[Axis, Axis, Axis] | None = Field(
        None, description="Three more columns to add, in the same unit: what the user does, to gravity."
    )
    scale: float = Field(1.0, description="Multiplies the numbers before the unit does: raw counts to units.")
    only: dict[str, str | int] = Field(
        default_factory=dict, description="Its rows, where rows of several sensors alternate."
    )
    replace: tuple[str, str] | None = Field(
        None, description="Its own file: what to replace in the file's name, and by what."
    )


class Mapping(_Part):
    """What a TOML says about a kind of CSV."""

    file: FileLayout = FileLayout()
    time: TimeColumn
    acc: Sensor
    gyr: Sensor | None = None
    site: str = Field("unknown", description="Where the sensor sits.")


def read_mapping(path: Path) -> Mapping:
    """Return the mapping of a TOML file.

    Raises
    ------
    TakeError
        Naming the key at fault.
    """
    try:
        mapping = Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise TakeError(path, f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TakeError(path, f"want TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise TakeError(path, first["msg"], ".".join(map(str, first["loc"]))) from error
    _check_units(path, mapping)
    return mapping


def _check_units(path: Path, mapping: Mapping) -> None:
    for name, sensor, units in (("acc", mapping.acc, ACC_UNITS), ("gyr", mapping.gyr, GYR_UNITS)):
        if sensor is not None and sensor.unit not in units:
            raise TakeError(path, f"got {sensor.unit!r}, want one of {', '.join(units)}", f"{name}.unit")
    if (mapping.time.column is None) == (mapping.time.rate_hz is None):
        raise TakeError(path, "want either column or rate_hz", "time")


def read_mapped(path: Path, mapping: Mapping) -> Imported:
    """Return a CSV as its mapping reads it.

    Raises
    ------
    TakeError
        For a column that is not there, or too few samples.
    """
    acc = _stream(path, mapping, mapping.acc, ACC_UNITS)
    gyr = None if mapping.gyr is None else _stream(path, mapping, mapping.gyr, GYR_UNITS)
    return imported(path, acc, gyr, site=mapping.site)


def _stream(path: Path, mapping: Mapping, sensor: Sensor, units: dict[str, float]) -> Stream:
    table = _table(path if sensor.replace is None else _other(path, *sensor.replace), mapping.file)
    for column, value in (mapping.file.only | sensor.only).items():
        table = table.where(column, str(value))
    factors = np.array(sensor.signs) * sensor.scale * units[sensor.unit]
    numbers = sum(table.numbers(*axes) for axes in (sensor.columns, sensor.plus) if axes is not None)
    return Stream(_times(table, mapping.time), numbers * factors)


def _other(path: Path, old: str, new: str) -> Path:
    other = path.with_name(path.name.replace(old, new))
    if other == path or not other.is_file():
        raise TakeError(path, f"want {other.name} beside it")
    return other


def _table(path: Path, layout: FileLayout) -> Table:
    foreign = Foreign(path)
    text = foreign.text(foreign.names[0])
    lines = text.splitlines()[layout.skip_lines :]
    first = next((line for line in lines if line.strip() and not line.startswith(layout.comments)), "")
    names = (
        None if layout.header else [str(place) for place in range(first.count(layout.separator or ",") + 1)]
    )
    return read_table(
        path,
        text,
        separator=layout.separator,
        skip=layout.skip_lines,
        header=names,
        comments=layout.comments,
    )


def _times(table: Table, time: TimeColumn) -> FloatArray:
    if time.column is None:
        return np.arange(len(table.rows)) / (time.rate_hz or 1.0)
    if time.unit != "datetime":
        return table.numbers(time.column)[:, 0] * TIME_UNITS[time.unit]
    return _seconds(table, time.column)


def _seconds(table: Table, column: Axis) -> FloatArray:
    """Return a column of dates (n,) in seconds, NaN where there is none."""
    texts = [MILLISECONDS.sub(r".\1", text) for text in table.text(column)]
    try:
        stamps = np.array(["NaT" if text in NO_DATE else text for text in texts], dtype="datetime64[us]")
    except ValueError as error:
        raise TakeError(table.path, f"want ISO times: {error}", f"column {column}") from error
    seconds = np.asarray(stamps.astype(np.int64), dtype=np.float64) * 1e-6
    return np.where(np.isnat(stamps), math.nan, seconds)
