"""Keys that correct the count while a session runs, where somebody sits at the terminal."""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any, Self

from legday.core.inputs import Command

KEYS = {b"u": ("undo", ""), b"+": ("adjust", "+1"), b"-": ("adjust", "-1")}

HELP = "Keys: u takes the newest back, + and - correct the count"


class Keys:
    """Turns keys into commands between entering and leaving.

    Without a terminal, or on a system whose terminals cannot be read key by key (Windows), it does nothing.

    Parameters
    ----------
    obey : callable
        Takes a command.
    now_ns : callable
        Host time, ns.
    descriptor : int or None
        The terminal; standard input where none is given.
    """

    def __init__(
        self,
        obey: Callable[[Command], bool],
        now_ns: Callable[[], int],
        descriptor: int | None = None,
    ) -> None:
        self._obey = obey
        self._now_ns = now_ns
        self._descriptor = descriptor
        self._before: list[Any] | None = None

    @property
    def active(self) -> bool:
        """Whether keys are listened to."""
        return self._before is not None

    async def __aenter__(self) -> Self:
        if sys.platform == "win32":
            return self
        import termios
        import tty

        try:
            descriptor = sys.stdin.fileno() if self._descriptor is None else self._descriptor
            if os.isatty(descriptor):
                before = termios.tcgetattr(descriptor)
                tty.setcbreak(descriptor, termios.TCSANOW)
                asyncio.get_running_loop().add_reader(descriptor, self._read)
                self._descriptor, self._before = descriptor, before
        except (OSError, ValueError, termios.error):  # not a terminal after all, or one in the background
            return self
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._before is None or self._descriptor is None or sys.platform == "win32":
            return
        import termios

        asyncio.get_running_loop().remove_reader(self._descriptor)
        termios.tcsetattr(self._descriptor, termios.TCSANOW, self._before)
        self._before = None

    def _read(self) -> None:
        if self._descriptor is None:
            return
        pressed = os.read(self._descriptor, 16)
        if not pressed:  # the terminal has gone away
            asyncio.get_running_loop().remove_reader(self._descriptor)
        for key in pressed:
            if (asked := KEYS.get(bytes([key]))) is not None:
                self._obey(Command(self._now_ns(), *asked))
