"""The page, the page for phones, and their servers."""

from legday.web._phone import PhoneScore, PhoneServer, PhoneSettings

__all__ = ["PhoneScore", "PhoneServer", "PhoneSettings"]
