"""The outbox on the disk: what each broker has not acknowledged, and how much of a recording it was given.

Everything here blocks and belongs in a thread of its own. SQLite's write-ahead log, ``synchronous=NORMAL``,
survives the end of the process at any moment; a power failure may cost what came since the last `sync`.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from legday.publishers._message import Message
from legday.recording.lock import try_lock

MEMORY = ":memory:"
LOCK = ".lock"
DAMAGED = ".damaged"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS waiting (
    queue TEXT NOT NULL, number INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (queue, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS given (
    queue TEXT NOT NULL, recording TEXT NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (queue, recording)
) WITHOUT ROWID;
"""

_ADD = """
INSERT OR IGNORE INTO waiting
SELECT ?, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)
"""
"""One statement for all entries: for each one this thread would wait anew for its turn to run Python."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that waits: its number in the queue, the message as JSON, itself unless read from the disk."""

    number: int
    message: str
    original: Message | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Changes:
    """What one queue asks to be written: new entries, the newest that is done with, events given so far."""

    queue: str
    recording: str
    added: Sequence[Entry]
    done: int
    given: int


class OutboxFile:
    """An open outbox; the file of another running process is left alone and this one kept in memory.

    Parameters
    ----------
    path : Path or None
        Of the database; None keeps everything in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock: BinaryIO | None = None
        self.in_memory = path is None or not self._take_lock(path)
        self._kept = None if self.in_memory else path
        self._database = _open(self._kept)

    def _take_lock(self, path: Path) -> bool:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(path.name + LOCK).open("ab")
        if not try_lock(file):
            file.close()
            return False
        self._lock = file
        return True

    def close(self) -> None:
        """Close the database and let the next one have it."""
        self._database.close()
        if self._lock is not None:
            self._lock.close()

    def state(self, queue: str, recording: str) -> tuple[int, int, int]:
        """Return a queue's newest number, how many wait in it, and how many of a recording it was given."""
        newest, waiting = self._database.execute(
            "SELECT coalesce(max(number), 0), count(*) FROM waiting WHERE queue = ?", (queue,)
        ).fetchone()
        given = self._database.execute(
            "SELECT events FROM given WHERE queue = ? AND recording = ?", (queue, recording)
        ).fetchone()
        return newest, waiting, given[0] if given else 0

    def write(self, changes: Iterable[Changes]) -> None:
        """Write what all queues ask for in one transaction.

        Raises
        ------
        sqlite3.Error
            When it cannot be written; nothing of it has been then.
        """
        with self._database:
            for each in changes:
                self._database.execute(
                    "DELETE FROM waiting WHERE queue = ? AND number <= ?", (each.queue, each.done)
                )
                added = [(entry.number, entry.message) for entry in each.added if entry.number > each.done]
                self._database.execute(_ADD, (each.queue, json.dumps(added)))
                self._database.execute(
                    "INSERT OR REPLACE INTO given VALUES (?, ?, ?)", (each.queue, each.recording, each.given)
                )

    def sync(self) -> None:
        """Wait until the disk has what was written; beside all else, in another thread.

        Raises
        ------
        sqlite3.Error
            When it cannot be; it is written all the same.
        """
        if self._kept is None:
            return
        with contextlib.closing(sqlite3.connect(self._kept)) as beside:
            beside.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def read(self, queue: str, after: int, limit: int) -> list[Entry]:
        """Return the oldest entries of a queue whose numbers are above ``after``."""
        rows = self._database.execute(
            "SELECT number, message FROM waiting WHERE queue = ? AND number > ? ORDER BY number LIMIT ?",
            (queue, after, limit),
        )
        return [Entry(*row) for row in rows]

    def forget(self, recording: str) -> None:
        """Drop the account of a recording that is finished: it will not be resumed."""
        with self._database:
            self._database.execute("DELETE FROM given WHERE recording = ?", (recording,))


def _open(path: Path | None) -> sqlite3.Connection:
    """Open a database; one that is damaged is put aside and begun anew."""
    try:
        return _prepared(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        if path is None:
            raise
        path.replace(path.with_name(path.name + DAMAGED))
        return _prepared(path)


def _prepared(path: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(MEMORY if path is None else path, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(_SCHEMA)
    except sqlite3.Error:
        with contextlib.suppress(sqlite3.Error):
            database.close()
        raise
    return database
