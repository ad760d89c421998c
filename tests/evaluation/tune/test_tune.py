"""A search splits by person, goes on where it was broken off, and does not depend on who computes it."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from legday.errors import TuneError
from legday.evaluation.executors import Executor, executor, serial
from legday.evaluation.tune.cost import Weights
from legday.evaluation.tune.folds import folds
from legday.evaluation.tune.provenance import read_params
from legday.evaluation.tune.search import BATCH, Best, open_storage, search
from legday.evaluation.tune.space import space
from legday.evaluation.tune.trials import Material
from legday.evaluation.tune.tuned import Judged
from legday.evaluation.tune.tuning import material_of, tune
from legday.exercises import exercise, exercises
from tests.cli.conftest import Run, run  # noqa: F401

SQUAT = exercise("squat")
SEARCHED = ("floor_m_s2", "calm")


def material(takes: Path, cache: Path) -> Material:
    paths = sorted(takes.glob("*.csv"))
    return Material("squat", paths, cache, Weights(), {})


def found(takes: Path, folder: Path, trials: int, compute: Executor = serial) -> Best:
    return search(
        space(SQUAT, "thigh", SEARCHED),
        material(takes, folder / "decoded"),
        name="squat",
        storage=open_storage(folder / "journal"),
        trials=trials,
        seed=3,
        compute=compute,
    )


@pytest.mark.parametrize("name", sorted(exercises()))
def test_every_detector_has_something_to_search(name: str) -> None:
    for each in space(exercises()[name], "thigh"):
        assert each.low < each.high
        assert each.low <= each.default <= each.high
        assert each.at(each.share(each.default)) == pytest.approx(each.default)


def test_a_person_is_tested_once_and_never_tuned_on_then() -> None:
    takes_of = {f"p{person}": [f"p{person}/{take}" for take in range(person + 1)] for person in range(7)}
    tested: list[str] = []
    for train, test in folds(takes_of):
        assert not {take.split("/")[0] for take in train} & {take.split("/")[0] for take in test}
        assert sorted(train + test) == sorted(take for takes in takes_of.values() for take in takes)
        tested += test
    assert sorted(tested) == sorted(take for takes in takes_of.values() for take in takes)


def test_a_bad_start_is_left_behind(takes: Path, tmp_path: Path) -> None:
    best = found(takes, tmp_path, 3 * BATCH)
    costs = [cost for _, cost in best.trials]
    assert best.cost == min(costs)
    assert max(costs) > best.cost + 10.0, "the search never left the plateau of the defaults"


def test_a_search_goes_on_where_it_was_broken_off(takes: Path, tmp_path: Path) -> None:
    whole = found(takes, tmp_path / "whole", 3 * BATCH)

    calls = 0

    def breaks(function, items):
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return serial(function, items)

    with pytest.raises(KeyboardInterrupt):
        found(takes, tmp_path / "broken", 3 * BATCH, breaks)
    assert found(takes, tmp_path / "broken", 3 * BATCH).trials == whole.trials


def test_processes_find_what_one_process_finds(takes: Path, tmp_path: Path) -> None:
    alone = found(takes, tmp_path / "alone", 2 * BATCH)
    with executor(workers=2) as compute:
        assert found(takes, tmp_path / "both", 2 * BATCH, compute).trials == alone.trials


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler with three worker processes of its own, on loopback."""
    file = tmp_path / "scheduler.json"
    common = ["--scheduler-file", str(file)]
    program = [sys.executable, "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = subprocess.Popen(  # noqa: S603
        [
            *program,
            "distributed.cli.dask_scheduler",
            *common,
            *("--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
        ],
        **quiet,
    )  # fmt: skip
    started = [scheduler]
    try:
        for _ in range(300):
            if file.exists() and file.stat().st_size:
                break
            time.sleep(0.1)
        worker = [*program, "distributed.cli.dask_worker", *common, "--nthreads", "1", "--no-dashboard",
                  "--no-nanny", "--host", "127.0.0.1"]  # fmt: skip
        started += [subprocess.Popen(worker, **quiet) for _ in range(3)]  # noqa: S603
        yield json.loads(file.read_text())["address"], started[1:]
    finally:
        for each in started:
            each.kill()
            each.wait()


def test_a_cluster_that_loses_a_worker_loses_nothing(
    takes: Path, tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    alone = found(takes, tmp_path / "alone", 2 * BATCH)
    with executor(scheduler=address) as compute:

        def kills(function, items):
            for number, result in enumerate(compute(function, items)):
                if number == 1:  # in the middle of a batch
                    workers[0].kill()
                yield result

        assert found(takes, tmp_path / "cluster", 2 * BATCH, kills).trials == alone.trials


def test_what_is_tuned_is_tested_on_others(takes: Path, tmp_path: Path) -> None:
    tuned = tune(
        SQUAT,
        material_of(SQUAT, [takes], "thigh", lambda done, of, name: None),
        site="thigh",
        base=material(takes, tmp_path / "decoded"),
        only=SEARCHED,
        study=tmp_path / "journal",
        trials=BATCH,
        seed=0,
        compute=serial,
        progress=lambda name: None,
    )
    assert (tuned.takes, tuned.people) == (4, 3)
    assert tuned.default.miscount_pct == 0.0
    assert {each.name for each in tuned.slices} == set(SEARCHED)
    assert set(tuned.params) == set(SEARCHED)


def test_the_command_writes_what_live_takes(takes: Path, tmp_path: Path, run: Run) -> None:  # noqa: F811
    shutil.copytree(takes, tmp_path / "mine")
    done = run("tune", "mine", "--exercise", "squat", "--param", "floor_m_s2", "--trials", 8)
    assert done.status == 0, done.err
    assert "of people not tuned on" in done.out
    assert "keep the defaults" in done.out  # they make no error here
    params = read_params(tmp_path / "tuning" / "squat.toml")
    assert set(params) == {"squat"}
    assert set(params["squat"]) == {"floor_m_s2"}
    text = (tmp_path / "tuning" / "squat.toml").read_text()
    assert "data_sha256" in text
    assert "people = 3" in text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[params.squat]\nfloor_m_s2 = -1", "params.squat.floor_m_s2"),
        ("[params.skating]\nx = 1", "skating"),
        ("floor = 1", r"\[params.EXERCISE\]"),
        ("params = 1", r"\[params.EXERCISE\]"),
        ("[params]\nsquat = 1", r"\[params.EXERCISE\]"),
    ],
)
def test_bad_params_are_one_clear_line(tmp_path: Path, text: str, wanted: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(TuneError, match=wanted):
        read_params(tmp_path / "bad.toml")


def test_what_cannot_be_tuned_is_said(takes: Path, tmp_path: Path, run: Run) -> None:  # noqa: F811
    assert "no parameter depth" in run("tune", takes, "--exercise", "squat", "--param", "depth").refusal()
    assert "found none" in run("tune", takes, "--exercise", "lunge").refusal()
    only = tmp_path / "one"
    only.mkdir()
    for suffix in ("csv", "toml"):
        shutil.copy(takes / f"squat_1.{suffix}", only)
    assert "two people" in run("tune", only, "--exercise", "squat").refusal()


@pytest.mark.parametrize(
    ("high", "low", "better"), [(4.9, 5.0, True), (5.1, 5.0, False), (None, 5.0, False), (4.9, None, False)]
)
def test_only_intervals_that_are_apart_make_a_setting_better(
    high: float | None, low: float | None, *, better: bool
) -> None:
    default, tuned = Judged(6.0, low, 7.0, 0.0, 0.1), Judged(4.0, 3.0, high, 0.0, 0.1)
    assert tuned.is_better_than(default) is better
