"""Processes of a search: one that dies costs nothing, and Ctrl-C reaches none of them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from legday.errors import TuneError
from legday.evaluation.executors import executor


@pytest.fixture(autouse=True)
def interrupts_are_heard() -> Iterator[None]:
    """What a shell starts in the background would ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def die_once(path: Path) -> str:
    """End this process the first time."""
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGTERM)
    return path.name


def die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def interrupt_whoever_waits(_: int) -> None:
    """Interrupt the process that waits for this one, and go on for ten minutes."""
    os.kill(os.getppid(), signal.SIGINT)
    time.sleep(600)


def hears_interrupts(_: int) -> bool:
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_what_a_process_that_dies_had_begun_is_begun_anew(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c", "d")]
    for path in paths[1:]:
        path.touch()
    with executor(workers=2) as compute:
        assert list(compute(die_once, paths)) == ["a", "b", "c", "d"]


def test_processes_that_always_die_are_given_up_with_a_word() -> None:
    with pytest.raises(TuneError, match="fewer --workers"), executor(workers=2) as compute:
        list(compute(die, [1]))


def test_a_search_that_is_broken_off_waits_for_no_process() -> None:
    with pytest.raises(KeyboardInterrupt), executor(workers=2) as compute:
        list(compute(interrupt_whoever_waits, [1]))
    assert not active_children()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal masks")
def test_only_the_terminals_own_process_hears_an_interrupt() -> None:
    with executor(workers=2) as compute:
        assert not any(compute(hears_interrupts, range(4)))
    assert hears_interrupts(0)


BROKEN_OFF = """
import os, signal, threading, time
from distributed import LocalCluster
from legday.evaluation.executors import executor

with LocalCluster(n_workers=1, processes=False, protocol="tcp://", dashboard_address=None) as cluster:
    try:
        with executor(scheduler=cluster.scheduler_address) as compute:
            threading.Timer(1.0, os.kill, [os.getpid(), signal.SIGINT]).start()
            list(compute(time.sleep, [3.0, 3.1]))
    except KeyboardInterrupt:
        print("broken off")
"""


def test_a_search_on_a_cluster_is_broken_off_without_a_traceback() -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", BROKEN_OFF], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "broken off\n"
    assert "Traceback" not in done.stderr
