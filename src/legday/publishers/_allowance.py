"""How much of what strangers ask is looked at: a few at once, and then so many a second."""

import logging
import time
from collections.abc import Callable


class Allowance:
    """A bucket of permissions that fills up again.

    Parameters
    ----------
    at_once, per_s : float
        What it holds, and what comes back each second.
    now_s : callable
        A steady clock, s.
    """

    def __init__(self, at_once: float, per_s: float, now_s: Callable[[], float] = time.monotonic) -> None:
        self._at_once = self._left = at_once
        self._per_s = per_s
        self._now_s = now_s
        self._filled_s = now_s()

    def take(self) -> bool:
        """Take one; False when there is none."""
        now_s = self._now_s()
        self._left = min(self._at_once, self._left + (now_s - self._filled_s) * self._per_s)
        self._filled_s = now_s
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class Seldom(logging.Filter):
    """Lets each text through once in a while, so that a flood of messages is none of log lines.

    Parameters
    ----------
    every_s : float
        How long the same text is kept back, s.
    """

    def __init__(self, every_s: float = 60.0) -> None:
        super().__init__()
        self._every_s = every_s
        self._texts: dict[str, Allowance] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is to be written."""
        text = str(record.msg)
        return self._texts.setdefault(text, Allowance(1.0, 1.0 / self._every_s)).take()
