"""Resident memory of ``legday live`` with one sensor: after the start, and as simulated time goes by.

The demo's sensor lives as many times faster as asked for. The bare imports are an interpreter that has
imported the same modules of legday, and with them everything that they need, and does nothing:

    python -m benchmarks.memory [--minutes 60] [--speed 100]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import psutil

LIVE = "import sys; sys.argv = ['legday', 'live', '--demo', '--port', '0', '--format', 'jsonl']; "
LIVE += "from legday.cli import main; main()"
BARE = """
import legday.cli.perform, legday.config, legday.sources.virtual, legday.exercises, legday.publishers
legday.exercises.exercises(), legday.publishers.publishers()
import os, psutil
print(psutil.Process(os.getpid()).memory_info().rss)
"""
MEBIBYTE = 2**20
EVERY_S = 600.0


def bare_bytes() -> int:
    """Return the resident memory of an interpreter with the imports alone."""
    answer = subprocess.run([sys.executable, "-c", BARE], capture_output=True, check=True)  # noqa: S603
    return int(answer.stdout)


def live_bytes(minutes: float, speed: float) -> Iterator[tuple[float, int, int]]:
    """Yield simulated time, s, and the resident memory of legday and of its broker's process."""
    environment = {**os.environ, "LEGDAY_VIRTUAL_SPEED": str(speed)}
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", LIVE], stdout=subprocess.PIPE, env=environment, cwd=folder
        ) as process,
    ):
        assert process.stdout is not None
        watched = psutil.Process(process.pid)
        due_s = 0.0
        for line in process.stdout:
            now_s = json.loads(line)["decided_s"]
            if now_s >= due_s:
                children = sum(child.memory_info().rss for child in watched.children())
                yield now_s, watched.memory_info().rss, children
                due_s = 60.0 if now_s < 60.0 else (now_s // EVERY_S + 1.0) * EVERY_S
            if now_s >= 60.0 * minutes:
                process.terminate()
                break
        process.stdout.read()


def main() -> None:
    """Print a line for the imports, and one for each ten simulated minutes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--speed", type=float, default=100.0)
    options = parser.parse_args()
    bare = bare_bytes()
    print(f"bare imports     {bare / MEBIBYTE:6.1f} MiB")
    for now_s, live, broker in live_bytes(options.minutes, options.speed):
        above = f"{(live - bare) / MEBIBYTE:+5.1f} above the imports"
        print(
            f"after {now_s / 60:5.1f} min  {live / MEBIBYTE:6.1f} MiB  {above}"
            f"  broker's process {broker / MEBIBYTE:5.1f} MiB",
            flush=True,
        )


if __name__ == "__main__":
    main()
