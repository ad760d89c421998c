"""Write a take: the CSV of its samples and the TOML of what was done."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from legday.core.block import FloatArray
from legday.recording.label import Label
from legday.recording.take import ACC, GYR, TIME
from legday.whole_file import whole_file

WRITTEN_AT_ONCE = 1000
"""Rows that are made text together."""


def write_take(path: Path, t_s: FloatArray, acc: FloatArray, gyr: FloatArray | None, label: Label) -> None:
    """Write ``path`` (a CSV) and the TOML beside it, four decimals as in every take; whole, or not at all.

    Parameters
    ----------
    t_s : (n,) float
        Device time, s.
    acc : (n, 3) float
        Specific force, m/s².
    gyr : (n, 3) float or None
        Angular rate, rad/s.
    label : Label
        What is known about the take.
    """
    columns = [t_s[:, None], acc] if gyr is None else [t_s[:, None], acc, gyr]
    names = [TIME, *ACC] if gyr is None else [TIME, *ACC, *GYR]
    with whole_file(path) as table, whole_file(path.with_suffix(".toml")) as told:
        with table.open("w", encoding="utf-8", newline="\n") as file:
            file.write(",".join(names) + "\n")
            file.writelines(_rows(np.hstack(columns)))
        told.write_text(label_text(label), encoding="utf-8")


def _rows(values: FloatArray) -> Iterator[str]:
    """Yield lines, many at once: to write a number costs less than to ask for its writing."""
    row = ",".join(["%.4f"] * values.shape[1]) + "\n"
    for first in range(0, len(values), WRITTEN_AT_ONCE):
        part = values[first : first + WRITTEN_AT_ONCE]
        yield row * len(part) % tuple(part.ravel().tolist())


def label_text(label: Label) -> str:
    """Return a label as TOML; what is not known is left out."""
    values = label.model_dump(mode="json", exclude_defaults=True)
    truth, sets = values.pop("truth", None), values.pop("sets", [])
    lines = [f"{key} = {_value(value)}" for key, value in values.items()]
    if truth:
        lines += ["", "[truth]", *(f"{key} = {_value(value)}" for key, value in truth.items())]
    for done in sets:
        lines += ["", "[[sets]]", *(f"{key} = {_value(value)}" for key, value in done.items())]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """Return a TOML value: strings, numbers, booleans and lists of them are written as in JSON."""
    return json.dumps(value, ensure_ascii=False)
