"""A tuned setting as a file that live, replay and evaluate take, with where it comes from."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from legday import __version__
from legday.errors import TuneError, UnknownExerciseError
from legday.evaluation.tune.tuned import Judged, Tuned
from legday.exercises import exercise as find_exercise
from legday.whole_file import whole_file


def data_hash(takes: Sequence[Path]) -> str:
    """Return one hash of the content of all takes and their labels, whatever their order."""
    parts = []
    for take in takes:
        label = take.with_suffix(".toml")
        text = label.read_bytes() if label.exists() else b""
        parts.append(hashlib.sha256(take.read_bytes() + text).hexdigest())
    return hashlib.sha256("".join(sorted(parts)).encode()).hexdigest()


def write_params(path: Path, tuned: Tuned, seed: int, data: str) -> None:
    """Write a tuned setting; the file is whole or not there.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    lines = [
        "# Made by legday tune. legday live, replay and evaluate take it: --params " + path.name,
        "",
        f"[params.{tuned.exercise}]",
        *(f"{name} = {json.dumps(value)}" for name, value in sorted(tuned.params.items())),
        "",
        "[provenance]",
        f"legday = {json.dumps(__version__)}",
        f"exercise = {json.dumps(tuned.exercise)}",
        f"site = {json.dumps(tuned.site)}",
        f"takes = {tuned.takes}",
        f"people = {tuned.people}",
        f"data_sha256 = {json.dumps(data)}",
        f"trials = {tuned.trials}",
        f"seed = {seed}",
        *_score("default", tuned.default),
        *_score("tuned", tuned.tuned),
    ]
    with whole_file(path) as beside:
        beside.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _score(name: str, judged: Judged) -> list[str]:
    lines = [f"{name}_miscount_pct = {judged.miscount_pct:.3f}"]
    if judged.low_pct is not None and judged.high_pct is not None:
        lines.append(f"{name}_miscount_interval_pct = [{judged.low_pct:.3f}, {judged.high_pct:.3f}]")
    return lines


def read_params(path: Path) -> dict[str, dict[str, Any]]:
    """Return the parameters of a file, by exercise, checked against the exercises' own bounds.

    Raises
    ------
    TuneError
        Naming the file, the key, and what was wanted there.
    """
    try:
        params = tomllib.loads(path.read_text(encoding="utf-8"))["params"]
    except OSError as error:
        raise TuneError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TuneError(f"{path}: want TOML: {error}") from error
    except KeyError:
        raise TuneError(f"{path}: want a table [params.EXERCISE]") from None
    if not isinstance(params, dict) or not all(isinstance(values, dict) for values in params.values()):
        raise TuneError(f"{path}: want a table [params.EXERCISE]")
    return dict(_checked(path, name, values) for name, values in params.items())


def _checked(path: Path, name: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    try:
        exercise = find_exercise(name)
        exercise.params(**values)
    except UnknownExerciseError as error:
        raise TuneError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise TuneError(f"{path}: params.{name}.{key}: {first['msg']}") from error
    return exercise.name, values
