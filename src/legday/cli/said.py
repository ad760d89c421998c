"""What is said to the person at the terminal."""

import sys


def say(text: str) -> None:
    """Tell the person at the terminal; standard output is for events."""
    print(text, file=sys.stderr, flush=True)
