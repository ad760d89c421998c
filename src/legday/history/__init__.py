"""What was done, by person and exercise: sets and sessions in SQLite."""

from legday.history.store import History, SetDone

__all__ = ["History", "SetDone"]
