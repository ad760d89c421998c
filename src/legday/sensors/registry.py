"""The firmware profiles there are: those of the package, and those of a person's own folders."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import legday
from legday.errors import ProfileError
from legday.sensors.consistency import check_consistency
from legday.sensors.describe import describe
from legday.sensors.place import line_of
from legday.sensors.profile import Profile
from legday.sensors.vector import check_vectors

MESSAGES = {"extra_forbidden": "an unknown key", "missing": "this key is wanted"}


_own_folders: list[Path] = []


def look_in(*folders: Path) -> None:
    """Look for profiles in these folders too, from now on in this process; the last stands over the others.

    Raises
    ------
    ProfileError
        For a folder that is not there; nothing is changed then.
    """
    for folder in folders:
        if not folder.is_dir():
            raise ProfileError(str(folder), "a folder of profiles")
    _own_folders[:] = folders


def firmware_profiles_folder() -> Path:
    """Return the package's folder of profiles, else the checkout's."""
    package = Path(legday.__file__).parent
    shipped = package / "firmware_profiles"
    return shipped if shipped.is_dir() else package.parents[1] / "firmware_profiles"


def load_profile(path: Path) -> Profile:
    """Read one profile and try its vectors.

    Raises
    ------
    ProfileError
        Naming the file, the key at fault and what was wanted there.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows' editors begin a file with a mark
    except OSError as error:
        raise ProfileError(str(path), f"a TOML file: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProfileError(str(path), "a TOML file: this is no text in UTF-8") from error
    return parse_profile(text, path.name)


def parse_profile(text: str, file: str) -> Profile:
    """Return the profile that the text of a file describes, its vectors tried.

    Raises
    ------
    ProfileError
        Naming the file, the key at fault, its line, and what was wanted there.
    """
    table = _parsed(text, file)
    try:
        return _checked(table, file)
    except ProfileError as error:
        line = line_of(error.key, text)
        raise ProfileError(file, error.wanted, error.key, line) from error


def _checked(table: dict[str, Any], file: str) -> Profile:
    profile = _validated(file, table)
    if profile.id != Path(file).stem:
        raise ProfileError(file, f"the name of the file, {Path(file).stem!r}, not {profile.id!r}", "id")
    check_consistency(profile, file)
    check_vectors(profile, file)
    return profile


def profiles(*extra_folders: Path) -> dict[str, Profile]:
    """Return every profile by id, sorted; a person's own stand over those of the package.

    Raises
    ------
    ProfileError
        For the first file that cannot be used.
    """
    return {identifier: _loaded(path) for identifier, path in profile_files(*extra_folders).items()}


def profile(identifier: str, *extra_folders: Path) -> Profile:
    """Return the profile of this id; no other is read.

    Raises
    ------
    ProfileError
        With the ids there are.
    """
    files = profile_files(*extra_folders)
    if identifier not in files:
        raise ProfileError(identifier, f"one of the known profiles: {', '.join(files)}")
    return _loaded(files[identifier])


def profile_files(*extra_folders: Path) -> dict[str, Path]:
    """Return the file of every profile by id, sorted; none is read."""
    folders = (firmware_profiles_folder(), *_own_folders, *extra_folders)
    found = {path.stem: path for folder in folders for path in folder.glob("*.toml")}
    return dict(sorted(found.items()))


def _loaded(path: Path) -> Profile:
    """Load a file; the package's own, which do not change, only once."""
    return _built_in(path) if path.parent == firmware_profiles_folder() else load_profile(path)


@cache
def _built_in(path: Path) -> Profile:
    return load_profile(path)


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(file, f"a TOML file: {error}") from error


def _validated(file: str, table: dict[str, Any]) -> Profile:
    try:
        return Profile.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        wanted = MESSAGES.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise ProfileError(file, wanted, key) from error


__all__ = [
    "describe",
    "firmware_profiles_folder",
    "load_profile",
    "look_in",
    "parse_profile",
    "profile",
    "profile_files",
    "profiles",
]
