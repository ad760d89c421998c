"""The page, the page for phones, and their servers."""

from legday.web._phone import PhoneServer, PhoneSettings
from legday.web._phone_code import PhoneCode
from legday.web._phone_score import PhoneScore
from legday.web._scannable import Scannable

__all__ = ["PhoneCode", "PhoneScore", "PhoneServer", "PhoneSettings", "Scannable"]
