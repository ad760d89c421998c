"""Write what a person says of a take into the TOML beside it; whatever else stands there stays."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from legday.errors import TakeError
from legday.recording.label import Truth
from legday.whole_file import whole_file


def save_truth(path: Path, truth: Mapping[str, Any], exercise: str | None = None) -> None:
    """Set keys of ``[truth]`` in a label file; the other keys, comments and their order stay.

    Parameters
    ----------
    path : Path
        The TOML beside a take; it need not be there yet.
    truth : mapping
        Keys of `Truth`; None takes a key away.
    exercise : str or None
        What was done; None leaves what is said already.

    Raises
    ------
    TakeError
        For a file that is no TOML, or cannot be written; it is left as it was.
    """
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
        if exercise is not None:
            document["exercise"] = exercise
        table = document.setdefault("truth", tomlkit.table())
        for key, value in truth.items():
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value
        Truth.model_validate(table.unwrap())
        with whole_file(path, lasting=True) as beside:
            beside.write_text(tomlkit.dumps(document), encoding="utf-8")
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise TakeError(path, f"want TOML: {error}") from error
    except OSError as error:
        raise TakeError(path, f"cannot be written: {error.strerror}") from error
