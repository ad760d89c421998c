"""Recorded hours that ``legday evaluate`` scores in an hour of computing on one core.

First the command as it is, which reads every CSV and counts a take without anything to count by several
exercises; the same from a cache of decoded takes; then the counting alone of the six-axis takes at 80 Hz and
more, read before, one exercise each:

    python -m benchmarks.throughput FOLDER
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from legday.cli.seldom import collected_seldom
from legday.errors import UnknownExerciseError
from legday.evaluation.material import Material, find_takes, open_material
from legday.evaluation.run import run
from legday.exercises import exercise
from legday.recording.take import read_take

EVALUATE = "import sys; from legday.cli import main; main()"
FAST_HZ = 80.0


def core_s(folder: Path, *options: str) -> float:
    """Return the seconds of a core that ``legday evaluate`` takes."""
    before = os.times()
    command = [sys.executable, "-c", EVALUATE, "evaluate", str(folder), *options]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def hours(takes: Sequence[Material]) -> float:
    """Return the length of all of them, h."""
    return sum(take.duration_s for take in takes) / 3600.0


def is_whole(take: Material) -> bool:
    """Return whether a take has six axes, a rate worth the name, and an exercise of ours."""
    try:
        exercise(take.label.exercise or "")
    except UnknownExerciseError:
        return False
    samples = read_take(take.path)
    return samples.gyr is not None and len(samples) >= FAST_HZ * samples.duration_s


def counting_s(takes: Sequence[Material]) -> float:
    """Return the seconds of a core that counting takes, reading left out."""
    began_s = time.process_time()
    for take in takes:
        run(take, [take.label.exercise or ""])
    return time.process_time() - began_s


def cached_s(folder: Path) -> float:
    """Return the seconds of a core that ``legday evaluate --cache`` takes the second time."""
    with tempfile.TemporaryDirectory() as cache:
        core_s(folder, "--cache", cache)
        return core_s(folder, "--cache", cache)


def main() -> None:
    """Print the hours there are and how many of them go into an hour of computing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    takes = [open_material(path) for path in find_takes([folder]) if path.suffix == ".csv"]
    whole = [take for take in takes if is_whole(take)]
    counting_s(whole[:1])
    with collected_seldom():  # as the command does
        alone_s = counting_s(whole)
    for what, some, used_s in (
        ("legday evaluate", takes, core_s(folder)),
        ("legday evaluate --cache", takes, cached_s(folder)),
        ("counting alone", whole, alone_s),
    ):
        ratio = 3600.0 * hours(some) / used_s
        print(f"{what}: {len(some)} takes, {hours(some):.2f} h, in {used_s:.1f} s of a core: {ratio:.0f} h/h")


if __name__ == "__main__":
    main()
