"""The page, the page for phones, and their servers."""

from legday.web._phone import PhoneScore, PhoneServer, PhoneSettings
from legday.web._phone_code import PhoneCode

__all__ = ["PhoneCode", "PhoneScore", "PhoneServer", "PhoneSettings"]
