"""Pipelines and workout behind one push(): sync and pure, the only wiring there is."""

from legday.session.session import Session

__all__ = ["Session"]
