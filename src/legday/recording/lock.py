"""Tell a recording that is still being written from one that was left behind.

On POSIX the writer holds an advisory lock, which the kernel releases however the process ends. Windows
refuses to rename a file that somebody has open, which serves the same purpose.
"""

import sys
from typing import BinaryIO

if sys.platform == "win32":

    def try_lock(file: BinaryIO) -> bool:  # noqa: ARG001
        """Return True: the rename at the end is what fails while somebody writes."""
        return True

else:
    import fcntl

    def try_lock(file: BinaryIO) -> bool:
        """Lock an open file until it is closed; return False where another process holds it."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
