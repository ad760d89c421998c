"""Sensors that a person has named once: where each is worn, by whom, and how it is read."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from legday.errors import SettingsError
from legday.sources.ble import Target
from legday.whole_file import whole_file

_TARGETS = TypeAdapter(list[Target])


def remembered(path: Path) -> list[Target]:
    """Return the sensors that were named before, the latest last.

    Raises
    ------
    SettingsError
        For a file that is not ours.
    """
    try:
        return _TARGETS.validate_json(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValidationError):
        raise SettingsError(f"{path}: want a list of sensors; remove the file to forget them all") from None


def remember(path: Path, targets: Sequence[Target]) -> None:
    """Keep what is said of these sensors for the next time.

    Raises
    ------
    SettingsError
        Where that cannot be written.
    """
    names = {target.name.lower() for target in targets}
    kept = [target for target in remembered(path) if target.name.lower() not in names]
    content = _TARGETS.dump_json([*kept, *targets], indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path, lasting=True) as beside:
            beside.write_bytes(content + b"\n")
    except OSError as error:
        raise SettingsError(f"{path}: want a file that can be written: {error.strerror}") from None


def completed(target: Target, known: Sequence[Target]) -> Target:
    """Return a target with what was left unsaid now and said before."""
    before = [each for each in known if each.name.lower() == target.name.lower()]
    if not before:
        return target
    said = {key: value for key, value in asdict(target).items() if value}
    return replace(before[-1], **said)
