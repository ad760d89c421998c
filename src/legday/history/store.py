"""The file of sets and sessions; each has an id, and what is told again replaces what was known of it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from legday.errors import HistoryError

SCHEMA = """
CREATE TABLE IF NOT EXISTS sets (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, person TEXT NOT NULL, exercise TEXT NOT NULL,
    start_ms REAL, end_ms REAL, n INTEGER NOT NULL, count INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sets_by_person ON sets (person, exercise, start_ms);
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, plan TEXT NOT NULL, start_ms REAL, end_ms REAL,
    count INTEGER NOT NULL
);
PRAGMA user_version = 1;
"""


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set as it is kept; ``body`` is its summary with the keys of a ``set_ended`` message.

    Times are ms since 1970; ``session`` is ``<recording>.<number>``.
    """

    id: str
    session: str
    person: str
    exercise: str
    start_ms: float | None
    end_ms: float | None
    n: int
    count: int
    body: Mapping[str, Any]


class History:
    """The history's file; a context manager.

    Parameters
    ----------
    path : Path
        Made when it is not there, with its folder.

    Raises
    ------
    HistoryError
        When it cannot be read or written, here and in every method.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path, timeout=2.0, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.executescript(SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise HistoryError(path, f"cannot be used: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def add_set(self, recording: str, person: str, body: Mapping[str, Any], end_ms: float | None) -> None:
        """Keep a set as a message sums it up, or what it has been corrected to.

        Parameters
        ----------
        recording : str
            The session's name, the first part of every id.
        person : str
            Code of who did it; may be empty.
        body : mapping
            With the keys of ``set_ended``.
        end_ms : float or None
            When it ended, ms since 1970.
        """
        session = f"{recording}.{body['session']}"
        start_ms = None if end_ms is None else end_ms - 1000.0 * (body["end_s"] - body["start_s"])
        kept = {key: value for key, value in body.items() if key not in {"id", "type", "device", "decided_s"}}
        values = (f"{session}.{body['n']}", session, person, body["exercise"], start_ms, end_ms)
        with self._writing() as file:
            file.execute(
                "INSERT OR REPLACE INTO sets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, body["n"], body["count"], json.dumps(kept)),
            )

    def add_session(self, recording: str, person: str, body: Mapping[str, Any], end_ms: float | None) -> None:
        """Keep a session as its ``session_ended``, or a later ``session_corrected``, sums it up."""
        start_ms = None if end_ms is None else end_ms - 1000.0 * (body["end_s"] - body["start_s"])
        values = (f"{recording}.{body['n']}", person, body["plan"], start_ms, end_ms, body["count"])
        with self._writing() as file:
            file.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?)", values)

    def sets(
        self, person: str | None = None, exercise: str | None = None, since_ms: float | None = None
    ) -> list[SetDone]:
        """Return the sets that fit, the oldest first; None asks for all."""
        asked = {"person = ?": person, "exercise = ?": exercise, "start_ms >= ?": since_ms}
        given = {clause: value for clause, value in asked.items() if value is not None}
        where = f"WHERE {' AND '.join(given)}" if given else ""
        query = f"SELECT * FROM sets {where} ORDER BY start_ms, session, n"  # noqa: S608 - clauses of our own
        try:
            with closing(self._file.execute(query, tuple(given.values()))) as rows:
                return [_set_of(row) for row in rows]
        except sqlite3.Error as error:
            raise HistoryError(self.path, f"cannot be read: {error}") from error

    def plans(self) -> dict[str, str]:
        """Return the plan of each session that followed one, by the session's id."""
        try:
            with closing(self._file.execute("SELECT id, plan FROM sessions WHERE plan != ''")) as rows:
                return dict(rows)
        except sqlite3.Error as error:
            raise HistoryError(self.path, f"cannot be read: {error}") from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._file:
                yield self._file
        except sqlite3.Error as error:
            raise HistoryError(self.path, f"cannot be written: {error}") from error


def _set_of(row: tuple[Any, ...]) -> SetDone:
    identifier, session, person, exercise, start_ms, end_ms, n, count, body = row
    return SetDone(identifier, session, person, exercise, start_ms, end_ms, n, count, json.loads(body))
