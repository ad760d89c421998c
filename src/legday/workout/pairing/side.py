"""The two legs."""

from typing import Literal

Leg = Literal["left", "right"]


def other(leg: Leg) -> Leg:
    """Return the leg on the other side."""
    return "right" if leg == "left" else "left"
