"""What legday promises to whoever listens: topics, payloads, and their schemas."""

from legday.contract.version import MAJOR, MINOR, SCHEMA

__all__ = ["MAJOR", "MINOR", "SCHEMA"]
