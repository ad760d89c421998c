"""Kill a running ``legday live`` at random moments, start it again, and see what a subscriber was sent.

A virtual sensor, a recording, Debian's mosquitto, a subscriber that stays. The last life of a session ends in
good order; the reference is the replay of its recording:

    python -m benchmarks.kills [--sessions 10] [--kills 20] [--seed 1]
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.edges.brokers import Heard, listening, mosquitto

from legday import cli
from legday.messages import message
from legday.recording.mcap_file import read_recording
from legday.session import Session

PRELOADED = ["legday.cli.live", "legday.cli.perform", "legday.cli.sensors", "legday.sources.virtual"]
"""Imported once, so that a life does not begin with seconds of imports."""

LONGEST_LIFE_S = 3.0

LONGEST_WAIT_S = 300.0
"""A busy machine is not a fault, and a long recording takes a while to be gone through."""

YOUNG = 0.25
"""Share of lives that end at a moment of their start; the others live so long once they are on the broker."""

STATUS = "legday/v1/bridge/status"

SPEED = 3.0
"""The athlete is in a hurry, so that no moment is far from an event."""


@dataclass(frozen=True)
class Outcome:
    """What came of one session.

    Parameters
    ----------
    expected : list of str
        Ids in the replay of the recording.
    received : list of str
        Ids as they came, with repetitions.
    kills : int
        Lives that were cut short.
    """

    expected: list[str]
    received: list[str]
    kills: int

    @property
    def unique(self) -> list[str]:
        """Ids without repetitions, in the order of their first arrival."""
        return list(dict.fromkeys(self.received))

    @property
    def lost(self) -> int:
        """Events of the recording that never came."""
        return len(set(self.expected) - set(self.received))

    @property
    def invented(self) -> int:
        """Events that came and are not in the recording."""
        return len(set(self.received) - set(self.expected))

    @property
    def in_order(self) -> bool:
        """Whether they came as the replay has them."""
        return self.unique == self.expected

    def __str__(self) -> str:
        return (
            f"{self.kills} kills  {len(self.expected)} events  lost {self.lost}  invented {self.invented}  "
            f"in order {self.in_order}  sent twice {len(self.received) - len(self.unique)}"
        )


def _live(folder: Path, port: int) -> None:
    """Be ``legday live`` in a process of its own."""
    os.environ |= {"XDG_DATA_HOME": str(folder / "data"), "LEGDAY_VIRTUAL_SPEED": str(SPEED)}
    tempfile.tempdir = str(folder)  # what a killed life leaves goes with the session
    sys.argv = ["legday", "live", "--demo", "--record", str(folder / "killed.mcap"), "--port", "0"]
    sys.argv += ["--mqtt", f"mqtt://127.0.0.1:{port}"]
    with (folder / "log").open("a") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        cli.main()


@contextmanager
def alive(folder: Path, port: int) -> Iterator[ForkServerProcess]:
    """Let a session live in a process of its own; it is killed in the end where it has not ended before."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(PRELOADED)
    process = processes.Process(target=_live, args=(folder, port))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


async def session(folder: Path, port: int, kills: int, moments: random.Random) -> Outcome:
    """Run one session with so many violent ends, and a good one."""
    async with listening(port, "legday/v1/+/event/#") as heard, listening(port, STATUS) as status:
        for _ in range(kills):
            with alive(folder, port) as process:
                if moments.random() > YOUNG:
                    births = status.on(STATUS).count(b"online")
                    await until(lambda: status.on(STATUS).count(b"online") > births)  # noqa: B023
                await asyncio.sleep(moments.uniform(0.0, LONGEST_LIFE_S))
                process.kill()
        with alive(folder, port) as process:
            before = len(heard.messages)
            await until(lambda: len(heard.messages) > before + 5)
            process.terminate()
            await asyncio.to_thread(process.join)
        expected = replayed(folder / "killed.mcap")
        await until(lambda: expected[-1] in event_ids(heard))
    return Outcome(expected, event_ids(heard), kills)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(LONGEST_WAIT_S):
        while not condition():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.02)


def event_ids(heard: Heard) -> list[str]:
    """Return the ids of a session's events as they came; those of the service itself have none."""
    bodies = [json.loads(bytes(each.payload)) for each in heard.messages]
    return [str(body["id"]) for body in bodies if "id" in body]


def replayed(path: Path) -> list[str]:
    """Return the ids of a recording's events, decided anew."""
    recording = read_recording(path)
    again = Session(recording.setup)
    events = again.push(recording.inputs()) + again.finish()
    return [str(message(event, recording.setup.recording)["id"]) for event in events]


async def main() -> None:
    """Print a line for each session and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    program = (
        shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin") or "mosquitto"
    )
    moments = random.Random(options.seed)  # noqa: S311 - nothing is to be kept secret
    outcomes = []
    for _ in range(options.sessions):
        with tempfile.TemporaryDirectory() as name, mosquitto(program, Path(name)) as port:
            outcomes.append(await session(Path(name), port, options.kills, moments))
        print(outcomes[-1], flush=True)
    ordered = all(each.in_order for each in outcomes)
    totals = [
        f"{sum(getattr(each, name) for each in outcomes)} {name}" for name in ("kills", "lost", "invented")
    ]
    print(
        f"all: {sum(len(each.expected) for each in outcomes)} events,",
        ", ".join(totals),
        f"in order {ordered}",
    )


if __name__ == "__main__":
    asyncio.run(main())
