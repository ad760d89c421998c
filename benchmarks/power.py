"""Let the power fail at many moments of a ``legday live``, start it on what is left, and see what was lost.

The session runs once, under strace. From what it asked of the disk and waited for come the states a power
failure leaves: at each moment the worst one, with nothing but what was waited for, and one with more of it by
chance, page by page. The reference is the recording of the session, which ended in good order:

    python -m benchmarks.power [--seconds 60] [--moments 15] [--seed 1]
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.edges.brokers import listening, mosquitto

from benchmarks._disk import STRACE, Disk
from benchmarks.kills import STATUS, alive, event_ids, replayed, until
from legday.core.inputs import Input, time_ns
from legday.errors import RecordingError
from legday.messages import message
from legday.recording.mcap_file import read_recording
from legday.session import Session

NAME = "killed.mcap"
LIVE = "from legday import cli; cli.main()"
EVENTS = "legday/v1/+/event/#"
PROGRAM = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin") or "mosquitto"
KEYS = ("altered", "went_on", "unsaid", "missing", "invented")


@dataclass(frozen=True)
class Failure:
    """What came of one power failure.

    Parameters
    ----------
    lost_s : float
        Of what the sensor had sent.
    altered : int
        Inputs on the disk that are not those that were sent, in their order.
    went_on : bool
        Whether the next run did, and ended in good order.
    unsaid : int
        Events that had gone out and that what is left does not decide.
    missing, invented : int
        Events that the gone-on recording decides and nobody was sent; and the other way about.
    """

    lost_s: float
    altered: int
    went_on: bool
    unsaid: int
    missing: int
    invented: int


class Reference:
    """The session that ended in good order: what the sensor sent, and what was told when.

    Attributes
    ----------
    late_s : float
        An input comes so long after its time, at least: the athlete's clock began before the session.
    """

    def __init__(self, path: Path) -> None:
        recording = read_recording(path)
        session = Session(recording.setup)
        self.inputs: list[Input] = []
        self._told: list[tuple[int, str]] = []
        for item in recording.inputs():
            self.inputs.append(item)
            for event in session.push([item]):
                identifier = str(message(event, recording.setup.recording)["id"])
                self._told.append((len(self.inputs), identifier))
        self._times_ns = [time_ns(item) for item in self.inputs]
        self.late_s = float("inf")

    def had_come(self, inputs: int, at_s: float) -> None:
        """Learn that so many inputs had come by then."""
        if inputs:
            self.late_s = min(self.late_s, at_s - self._times_ns[inputs - 1] * 1e-9)

    def sent(self, at_s: float) -> int:
        """Return how many inputs had come by then."""
        return bisect_right(self._times_ns, (at_s - self.late_s) * 1e9)

    def told(self, inputs: int) -> set[str]:
        """Return the ids of what so many inputs decide."""
        return {identifier for after, identifier in self._told if after <= inputs}

    def between_s(self, first: int, last: int) -> float:
        """Return the time between the ends of so many inputs, s; that of the first begins it."""
        return (self._times_ns[max(0, last - 1)] - self._times_ns[max(0, first - 1)]) * 1e-9


def traced(folder: Path, port: int, seconds: float) -> tuple[Path, float]:
    """Run a session under strace and end it in good order; return the trace, and when the end was asked."""
    trace = folder.with_name("trace")
    command = [*STRACE, "-o", str(trace), sys.executable, "-c", LIVE, "live", "--demo", "--port", "0"]
    command += ["--record", str(folder / NAME), "--mqtt", f"mqtt://127.0.0.1:{port}"]
    environment = os.environ | {"XDG_DATA_HOME": str(folder / "data")}
    with (folder.with_name("log")).open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603
        while not (folder / f"{NAME}.part").exists() and process.poll() is None:
            time.sleep(0.1)
        time.sleep(seconds)
        live = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0]
        ended_s = time.time()
        os.kill(int(live), signal.SIGTERM)
        process.wait()
    return trace, ended_s


def left(folder: Path) -> list[Input]:
    """Return the inputs that the disk still has."""
    for place in (folder / NAME, folder / f"{NAME}.part"):
        if place.exists():
            try:
                return list(read_recording(place).inputs())
            except RecordingError:
                return []
    return []


async def went_on(folder: Path, port: int) -> tuple[bool, list[str]]:
    """Start on what is left and end in good order; return whether that went well, and the ids it sent."""
    async with listening(port, EVENTS) as heard, listening(port, STATUS) as status:
        with alive(folder, port) as process:
            await until(lambda: b"online" in status.on(STATUS) or not process.is_alive())
            await asyncio.sleep(1.0)
            process.terminate()
            await asyncio.to_thread(process.join)
            ended = process.exitcode == 0
        await asyncio.sleep(0.3)
    return ended and (folder / NAME).exists(), event_ids(heard)


def learn(disk: Disk, reference: Reference, moments: Sequence[float]) -> None:
    """Find out by how much inputs come later than their times, from what was on the disk when."""
    for at_s in moments:
        with tempfile.TemporaryDirectory() as name:
            disk.restore(at_s, Path(name), None)
            reference.had_come(len(left(Path(name))), disk.waited_s(f"{NAME}.part", at_s))


async def fail(
    disk: Disk, reference: Reference, at_s: float, port: int, chance: random.Random | None
) -> Failure:
    """Let the power fail at a moment, and start again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        disk.restore(at_s, folder, chance)
        there = left(folder)
        ended, after = await went_on(folder, port)
        decided = set(replayed(folder / NAME)) if ended else set()
    same = sum(1 for one, other in zip(there, reference.inputs, strict=False) if one == other)
    sent = reference.sent(at_s)
    before = reference.told(sent)
    return Failure(
        max(0.0, reference.between_s(len(there), sent)),
        len(there) - same,
        ended,
        len(before - reference.told(len(there))),
        len(decided - before - set(after)),
        len(set(after) - decided),
    )


async def main() -> None:
    """Print a line for each power failure and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--moments", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - nothing is to be kept secret
    with tempfile.TemporaryDirectory() as name, mosquitto(PROGRAM, Path(name)) as port:
        folder = Path(name) / "session"
        folder.mkdir()
        trace, ended_s = await asyncio.to_thread(traced, folder, port, options.seconds)
        disk, reference = Disk(trace, folder), Reference(folder / NAME)
        moments = [ended_s - chance.uniform(0.0, options.seconds) for _ in range(options.moments)]
        learn(disk, reference, moments)
        asked = Counter(file for file, _, _ in disk.syncs)
        print(
            f"{reference.between_s(0, len(reference.inputs)):.0f} s, waited for the disk:",
            dict(asked),
            flush=True,
        )
        found = []
        for at_s in moments:
            for more in (None, chance):
                found.append(await fail(disk, reference, at_s, port, more))
                print("more" if more else "worst", found[-1], flush=True)
    print(
        f"all: {len(found)} failures, lost at most {max(each.lost_s for each in found):.1f} s,",
        ", ".join(f"{sum(getattr(each, key) for each in found)} {key}" for key in KEYS),
    )


if __name__ == "__main__":
    asyncio.run(main())
