"""The root of all errors."""


class LegdayError(Exception):
    """Root of the errors a person can do something about."""
