"""What a check of this installation found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Parameters
    ----------
    subject : str
        What was looked at.
    fine : bool
        Whether it can stay as it is.
    text : str
        What was found; where it is wrong, what to do.
    """

    subject: str
    fine: bool
    text: str
