"""What went wrong or looks wrong, in one line for the person at the terminal."""

import sys

from legday.printable import escaped


def complain(about: object) -> None:
    """Print one line on standard error; whatever would break or colour the line is escaped.

    Standard output is for results alone, and a file's name or contents may hold anything.
    """
    print(f"legday: {escaped(about)}", file=sys.stderr, flush=True)
