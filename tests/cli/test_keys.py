"""Keys that correct the count, on a terminal of the test's own."""

import asyncio
import os
import sys

import pytest

from legday.cli.keys import keys
from legday.core.inputs import Command

posix = pytest.mark.skipif(sys.platform == "win32", reason="no terminal of this kind on Windows")
EXPECTED = [Command(7, "undo"), Command(7, "adjust", "+1"), Command(7, "adjust", "-1")]


class Keyboard:
    """A console as Windows has it: it is asked whether a key was pressed, and which."""

    def __init__(self, *pressed: bytes) -> None:
        self._pressed = list(pressed)

    def kbhit(self) -> bool:
        return bool(self._pressed)

    def getch(self) -> bytes:
        return self._pressed.pop(0)


@posix
async def test_keys_are_commands_and_the_terminal_is_as_before() -> None:
    import pty
    import termios

    person, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)
    heard: asyncio.Queue[Command] = asyncio.Queue()

    def obey(command: Command) -> bool:
        heard.put_nowait(command)
        return True

    async with keys(obey, lambda: 7, terminal) as active:
        assert active
        os.write(person, b"u+x-")
        async with asyncio.timeout(10):
            commands = [await heard.get() for _ in range(3)]
    assert termios.tcgetattr(terminal) == before
    os.close(person)
    os.close(terminal)
    assert commands == EXPECTED


async def test_a_console_that_cannot_be_watched_is_asked() -> None:
    """Ctrl-End is told as a prefix and a u, which is no u."""
    heard: asyncio.Queue[Command] = asyncio.Queue()

    def obey(command: Command) -> bool:
        heard.put_nowait(command)
        return True

    pressed = Keyboard(b"u", b"\xe0", b"u", b"+", b"x", b"-")
    async with keys(obey, lambda: 7, console=pressed) as active, asyncio.timeout(10):
        assert active
        assert [await heard.get() for _ in range(3)] == EXPECTED
    assert heard.empty()


@posix
async def test_without_a_terminal_nothing_is_listened_to() -> None:
    reading, writing = os.pipe()
    async with keys(lambda _: True, lambda: 0, reading) as active:
        assert not active
    os.close(reading)
    os.close(writing)
