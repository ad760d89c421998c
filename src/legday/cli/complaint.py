"""What went wrong or looks wrong, in one line for the person at the terminal."""

import sys


def complain(about: object) -> None:
    """Print one line on standard error; whatever would break or colour the line is escaped.

    Standard output is for results alone, and a file's name or contents may hold anything.
    """
    print(f"legday: {escaped(about)}", file=sys.stderr, flush=True)


def escaped(about: object) -> str:
    """Return a text without what would break or colour a line: whatever comes from outside may hold it."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in str(about))
