"""Keys that correct the count, on a terminal of the test's own."""

import asyncio
import os
import sys

import pytest

from legday.cli.keys import Keys
from legday.core.inputs import Command

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no terminal of this kind on Windows")


async def test_keys_are_commands_and_the_terminal_is_as_before() -> None:
    import pty
    import termios

    person, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)
    heard: asyncio.Queue[Command] = asyncio.Queue()

    def obey(command: Command) -> bool:
        heard.put_nowait(command)
        return True

    async with Keys(obey, lambda: 7, terminal) as keys:
        assert keys.active
        os.write(person, b"u+x-")
        async with asyncio.timeout(10):
            commands = [await heard.get() for _ in range(3)]
    assert termios.tcgetattr(terminal) == before
    os.close(person)
    os.close(terminal)
    assert commands == [Command(7, "undo"), Command(7, "adjust", "+1"), Command(7, "adjust", "-1")]


async def test_without_a_terminal_nothing_is_listened_to() -> None:
    reading, writing = os.pipe()
    async with Keys(lambda _: True, lambda: 0, reading) as keys:
        assert not keys.active
    os.close(reading)
    os.close(writing)
