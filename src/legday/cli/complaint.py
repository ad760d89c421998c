"""What went wrong or looks wrong, in one line for the person at the terminal."""

import sys


def complain(about: object) -> None:
    """Print one line on standard error; whatever would break or colour the line is escaped.

    Standard output is for results alone, and a file's name or contents may hold anything.
    """
    text = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in str(about))
    print(f"legday: {text}", file=sys.stderr, flush=True)
