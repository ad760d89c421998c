"""A Dask cluster on this machine, and what its workers take of a core for themselves.

    python -m benchmarks.dask_cluster

A worker samples what its task is at, measures its own event loop and looks at its memory many times a
second, whether it counts or waits. For a search all of that may be done seldom, if the cluster's owner likes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SELDOM = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "1s",
}
"""As the environment of scheduler and workers, or the same in Dask's own ``distributed.yaml``."""

PROGRAM = (sys.executable, "-m")
WATCHED_S = 20.0


@dataclass(frozen=True)
class Cluster:
    """A scheduler's address, and its workers."""

    address: str
    workers: list["subprocess.Popen[bytes]"]


@contextmanager
def cluster(workers: int, folder: Path, settings: Mapping[str, str] = SELDOM) -> Iterator[Cluster]:
    """Run a Dask scheduler and so many workers on loopback."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    common = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    started = [_start("distributed.cli.dask_scheduler", [*common, "--port", "0"], settings)]
    try:
        while not (file.exists() and file.stat().st_size):
            time.sleep(0.1)
        one = [*common, "--nthreads", "1", "--no-nanny"]
        started += [_start("distributed.cli.dask_worker", one, settings) for _ in range(workers)]
        yield Cluster(json.loads(file.read_text())["address"], started[1:])
    finally:
        for each in started:
            each.kill()
            each.wait()


def _start(program: str, arguments: list[str], settings: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603
        [*PROGRAM, program, *arguments],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def idle_share(settings: Mapping[str, str], folder: Path) -> float:
    """Return the share of a core that a worker takes which has nothing to do."""
    from distributed import Client
    from psutil import Process

    with cluster(1, folder, settings) as found, Client(found.address) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(1)
        worker = Process(found.workers[0].pid)
        before, began_s = worker.cpu_times(), time.perf_counter()
        time.sleep(WATCHED_S)
        after, passed_s = worker.cpu_times(), time.perf_counter() - began_s
    return float(after.user + after.system - before.user - before.system) / passed_s


def main() -> None:
    """Print the share with Dask's own settings, and with those for a search."""
    with tempfile.TemporaryDirectory() as made:
        for name, settings in (("Dask's own settings", {}), ("settings for a search", SELDOM)):
            share = idle_share(settings, Path(made))
            print(f"{name}: an idle worker takes {100 * share:.1f} % of a core")


if __name__ == "__main__":
    main()
