"""Phones that open legday's own page: who may come in, and what they send."""

from legday.sources.phone.door import Door, Hello, RefusedPhoneError
from legday.sources.phone.seat import Seat

__all__ = ["Door", "Hello", "RefusedPhoneError", "Seat"]
