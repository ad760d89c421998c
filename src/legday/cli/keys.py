"""Keys that correct the count while a session runs, where somebody sits at the terminal."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Protocol

from legday.core.inputs import Command

KEYS = {b"u": ("undo", ""), b"+": ("adjust", "+1"), b"-": ("adjust", "-1")}

HELP = "Keys: u takes the newest back, + and - correct the count"

POLL_S = 0.05
"""How often a console is asked that tells nobody of a key."""

PREFIXES = (b"\x00", b"\xe0")
"""Of a console: the next byte is a key without a character, such as an arrow."""

Press = Callable[[bytes], None]


class Console(Protocol):
    """What Windows' ``msvcrt`` knows of its terminal."""

    def kbhit(self) -> bool:
        """Return whether a key waits."""
        ...

    def getch(self) -> bytes:
        """Return the next key."""
        ...


@contextlib.asynccontextmanager
async def keys(
    obey: Callable[[Command], bool],
    now_ns: Callable[[], int],
    descriptor: int | None = None,
    console: Console | None = None,
) -> AsyncIterator[bool]:
    """Turn keys into commands while the block runs; give whether there is a terminal to hear them on.

    Parameters
    ----------
    obey : callable
        Takes a command.
    now_ns : callable
        Host time, ns.
    descriptor : int or None
        The terminal; standard input where none is given.
    console : Console or None
        Asked instead, as on Windows, whose terminals cannot be watched.
    """

    def press(pressed: bytes) -> None:
        if (asked := KEYS.get(pressed)) is not None:
            obey(Command(now_ns(), *asked))

    console = console or _windows_console()
    async with contextlib.AsyncExitStack() as stack:
        if console is not None:
            await stack.enter_async_context(_asking(console, press))
            yield True
        else:
            yield stack.enter_context(_watching(descriptor, press))


def _windows_console() -> Console | None:
    if sys.platform == "win32" and sys.stdin is not None and sys.stdin.isatty():
        import msvcrt

        return msvcrt
    return None


@contextlib.asynccontextmanager
async def _asking(console: Console, press: Press) -> AsyncIterator[None]:
    async def ask() -> None:
        while True:
            while console.kbhit():
                pressed = console.getch()
                if pressed in PREFIXES:
                    console.getch()
                press(pressed)
            await asyncio.sleep(POLL_S)

    asking = asyncio.create_task(ask())
    try:
        yield
    finally:
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asking


@contextlib.contextmanager
def _watching(descriptor: int | None, press: Press) -> Iterator[bool]:
    """Read key by key from a terminal of POSIX while the block runs; False where there is none."""
    if sys.platform == "win32":
        yield False
        return
    import termios
    import tty

    loop = asyncio.get_running_loop()
    try:
        terminal = sys.stdin.fileno() if descriptor is None else descriptor
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal, termios.TCSANOW)
    except (OSError, ValueError, termios.error):  # no terminal, or one in the background
        yield False
        return

    def read() -> None:
        pressed = os.read(terminal, 16)
        if not pressed:  # the terminal has gone away
            loop.remove_reader(terminal)
        for key in pressed:
            press(bytes([key]))

    loop.add_reader(terminal, read)
    try:
        yield True
    finally:
        loop.remove_reader(terminal)
        termios.tcsetattr(terminal, termios.TCSANOW, before)
