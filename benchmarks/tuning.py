"""What a search costs: trials a minute, loading, and counting from the cache beside another library.

    python -m benchmarks.tuning [--hours 1 100] [--workers 1 2] [--dask 1 4] [--takes FOLDER]

The takes are synthetic, half a minute of squats of ten people each, repeated under other names until they
last the hours asked for, each a file with a content of its own; they are decoded once before the clock
starts. A batch of trials is timed, as a search asks for them: eight, of a large archive four. With
`--takes FOLDER` those real takes are counted instead.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.dask_cluster import cluster
from benchmarks.throughput import is_whole
from legday.cli.seldom import collected_seldom
from legday.core.setup import SensorSetup, SessionSetup
from legday.evaluation.executors import Executor, executor
from legday.evaluation.material import Material as Take
from legday.evaluation.material import find_takes, open_material
from legday.evaluation.prepared import Prepared, prepare
from legday.evaluation.takes import Takes
from legday.evaluation.tune.cost import Weights
from legday.evaluation.tune.search import BATCH
from legday.evaluation.tune.trials import Material, costs
from legday.recording.label import Label, Truth
from legday.recording.write_take import write_take
from legday.recording.writer import RecordingWriter
from legday.sensors.registry import profile as find_profile
from legday.sensors.registry import profile_files
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

PEOPLE = 10
STARTED_BY = 64
LARGE_H = 10.0
RATE_HZ = 100.0


def squats(person: int) -> Athlete:
    """Return half a minute of squats."""
    athlete = Athlete(person)
    athlete.stay(2.0)
    for _ in range(9):
        athlete.squat(85.0, 2.4, 0.2)
        athlete.stay(0.3)
    athlete.stay(2.0)
    return athlete


def archive(folder: Path, hours: float) -> list[Path]:
    """Write takes of ten people, under as many names as the hours want."""
    folder.mkdir()
    written: list[Path] = []
    length_s = 0.0
    for person in range(PEOPLE):
        block = sense(squats(person).kinematics(), Strapped(RATE_HZ), person)
        label = Label(
            subject=f"p{person}", site="left_thigh", rate_hz=RATE_HZ, exercise="squat", synthetic=True,
            truth=Truth(reps=9, truth_kind="simulated"),
        )  # fmt: skip
        write_take(folder / f"p{person}_0.csv", block.t_s, block.acc, block.gyr, label)
        length_s += float(block.t_s[-1])
        written.append(folder / f"p{person}_0.csv")
    copies = max(1, round(3600.0 * hours / length_s))
    for number in range(1, copies):
        for first in written[:PEOPLE]:
            copy = first.with_name(f"{first.stem}{number}.csv")
            copy.write_bytes(first.read_bytes() + number * b"\n")  # so that nothing of it is cached already
            os.link(first.with_suffix(".toml"), copy.with_suffix(".toml"))
            written.append(copy)
    return written


@dataclass(frozen=True)
class Speed:
    """Trials that somebody computed in so many seconds."""

    hours: float
    who: str
    trials: int
    seconds: float

    @property
    def per_minute(self) -> float:
        """Trials a minute."""
        return 60.0 * self.trials / self.seconds


def timed(hours: float, who: str, material: Material, trials: int, compute: Executor) -> Speed:
    """Time a batch of trials; the workers have been started, and have imported all, by some takes."""
    settings = [{"floor_m_s2": 2.5 + 0.1 * number} for number in range(trials)]
    costs(settings[:1], replace(material, takes=material.takes[:STARTED_BY]), compute)
    say(f"{hours:g} h, {who}: {trials} trial(s) ...")
    began_s = time.perf_counter()
    costs(settings, material, compute)
    return Speed(hours, who, trials, time.perf_counter() - began_s)


def speeds(hours: float, options: argparse.Namespace, folder: Path) -> Iterator[Speed]:
    """Yield how fast each number of processes and of Dask workers searches an archive."""
    say(f"{hours:g} h: writing and decoding takes ...")
    takes = archive(folder / f"takes_{hours:g}", hours)
    material = Material("squat", takes, folder / "cache", Weights(), {})
    with executor(max(options.workers)) as compute:
        costs([{}], material, compute)
    trials = BATCH if hours < LARGE_H else BATCH // 2
    for workers in options.workers:
        with executor(workers) as compute:
            yield timed(hours, f"{workers} process(es)", material, trials, compute)
    for workers in options.dask:
        with cluster(workers, folder) as found, executor(scheduler=found.address) as compute:
            yield timed(hours, f"{workers} Dask worker(s)", material, trials, compute)


def table(found: list[Speed]) -> Iterator[str]:
    """Yield the speeds as a Markdown table; speed-up is over the first line of the same archive."""
    yield "| archive | computed by | trials | seconds | trials a minute | speed-up |"
    yield "|---|---|---|---|---|---|"
    first: dict[float, Speed] = {}
    for each in found:
        gain = each.per_minute / first.setdefault(each.hours, each).per_minute
        cells = (f"{each.hours:g} h", each.who, each.trials, f"{each.seconds:.1f}")
        yield f"| {' | '.join(map(str, cells))} | {each.per_minute:.2f} | {gain:.2f} |"


def say(text: str) -> None:
    """Tell what is going on, beside the figures."""
    print(text, file=sys.stderr, flush=True)


def loading(folder: Path) -> tuple[float, float]:
    """Return the seconds that an hour at 52 Hz takes from MCAP, decoding included, and from the cache."""
    profile = find_profile("movesense_imu6")
    athlete = Athlete(1)
    athlete.stay(3600.0)
    block = sense(athlete.kinematics(), Strapped(52.0), 1)
    sensor = SensorSetup(device="thigh", profile=profile.id, site="left_thigh")
    path = folder / "hour.mcap"
    texts = {profile.id: profile_files()[profile.id].read_text(encoding="utf-8")}
    with RecordingWriter(path, SessionSetup(recording="hour", sensors=(sensor,)), texts) as writer:
        for packet in transmit(block, profile, Radio()):
            writer.write(packet)
    material = open_material(path)
    cache = folder / "columns"
    began_s = time.perf_counter()
    prepare(material, cache)
    decoded_s = time.perf_counter() - began_s
    began_s = time.perf_counter()
    prepare(material, cache)
    return decoded_s, time.perf_counter() - began_s


def counting_s(prepared: list[tuple[Prepared, str]]) -> float:
    """Return the processor time that counting takes."""
    began_s = time.process_time()
    for each, exercise in prepared:
        each.count(exercise)
    return time.process_time() - began_s


def opening_s(whole: list[Take], cache: Path) -> float:
    """Return the processor time of opening takes as a search does, none of them in memory, and counting."""
    takes = Takes(most_bytes=0)
    for take in whole:
        takes.open(take.path, cache)
    began_s = time.process_time()
    for take in whole:
        takes.open(take.path, cache)[1].count(take.label.exercise or "")
    return time.process_time() - began_s


def throughput(folder: Path, cache: Path) -> Iterator[str]:
    """Yield hours an hour of counting real takes from the cache, and of another library's nearest job."""
    takes = [open_material(path) for path in find_takes([folder]) if path.suffix == ".csv"]
    whole = [take for take in takes if is_whole(take)]
    prepared = [(prepare(take, cache), take.label.exercise or "") for take in whole]
    hours = sum(take.duration_s for take in whole) / 3600.0
    # A copy knows no motion yet: it is found anew, as when a take is counted once.
    anew_s = min(counting_s([(replace(each), exercise) for each, exercise in prepared]) for _ in range(5))
    again_s = min(counting_s(prepared) for _ in range(5))
    opened_s = min(opening_s(whole, cache) for _ in range(5))
    about = f"{len(whole)} takes, {hours:.2f} h"
    yield f"from the cache, motion and count: {about}: {hours * 3600.0 / anew_s:.0f} h/h"
    yield f"opened from the cache, motion too, and counted: {about}: {hours * 3600.0 / opened_s:.0f} h/h"
    yield f"the count alone, as in a search: {about}: {hours * 3600.0 / again_s:.0f} h/h"
    try:
        from skdh.sit2stand import Sit2Stand
    except ImportError:
        return
    samples = [next(piece for piece in each.pieces if hasattr(piece, "acc")) for each, _ in prepared]
    longest = [block for block in samples if len(block) > 1500]
    hours = sum(len(block) / each.grid_hz for (each, _), block in zip(prepared, samples, strict=True)
                if len(block) > 1500) / 3600.0  # fmt: skip
    began_s = time.process_time()
    for block in longest:
        rate_hz = 1.0 / float(np.median(np.diff(block.t_s)))
        Sit2Stand().predict(time=block.t_s + 1.7e9, accel=block.acc / 9.80665, fs=rate_hz)
    ratio = hours * 3600.0 / (time.process_time() - began_s)
    yield f"skdh.sit2stand on the same samples: {len(longest)} takes, {hours:.2f} h: {ratio:.0f} h/h"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hours", type=float, nargs="*", default=[1.0, 100.0])
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--dask", type=int, nargs="*", default=[1, 4])
    parser.add_argument("--takes", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if options.takes is not None:
            with collected_seldom():  # as the commands do
                for line in throughput(options.takes, folder / "cache"):
                    print(line)
            return
        for line in table([each for hours in options.hours for each in speeds(hours, options, folder)]):
            print(line)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"memory of this process while it searched, at most: {peak_mb:.0f} MB")
        say("an hour of MCAP ...")
        decoded_s, cached_s = loading(folder)
        print(f"an hour at 52 Hz: {decoded_s:.2f} s from MCAP, {1000 * cached_s:.1f} ms from the cache")


if __name__ == "__main__":
    main()
