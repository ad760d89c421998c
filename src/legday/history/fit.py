"""The newest session of a history as a FIT file."""

from pathlib import Path

from legday.errors import HistoryError
from legday.fit import activity
from legday.history.store import SetDone
from legday.whole_file import whole_file


def write_fit(path: Path, sets: list[SetDone]) -> None:
    """Write the sets of one session as an activity.

    Parameters
    ----------
    path : Path
        The file to write; it must not exist.
    sets : list of SetDone
        Of one session, the oldest first.

    Raises
    ------
    HistoryError
        For sets without a time of day, or a file that exists or cannot be written.
    """
    if path.exists():
        raise HistoryError(path, "exists already; nothing is overwritten")
    try:
        with whole_file(path) as beside:
            beside.write_bytes(activity(sets))
    except ValueError as error:
        raise HistoryError(path, str(error)) from error
    except OSError as error:
        raise HistoryError(path, f"cannot be written: {error.strerror}") from error
