"""The event loop of the commands."""

import asyncio
import socket

from legday.cli.running import run_in_loop


def test_the_loop_watches_sockets() -> None:
    async def heard() -> bytes:
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        ours, theirs = socket.socketpair()
        with ours, theirs:
            loop.add_reader(ours, arrived.set)
            theirs.send(b"here")
            async with asyncio.timeout(10):
                await arrived.wait()
            loop.remove_reader(ours)
            return ours.recv(10)

    assert run_in_loop(heard()) == b"here"
    assert issubclass(asyncio.SelectorEventLoop, asyncio.AbstractEventLoop)
