"""Ctrl-C in the middle of writing: what was there stays as it was, and nothing half-written beside it."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from legday.core.inputs import Packet
from legday.core.setup import SessionSetup
from legday.evaluation import in_motion
from legday.evaluation.html import page
from legday.evaluation.material import open_material
from legday.evaluation.plot import html, png
from legday.evaluation.prepared import prepare
from legday.evaluation.rows import Report
from legday.evaluation.tune.provenance import write_params
from legday.evaluation.tune.tuned import Judged, Tuned
from legday.history import SetDone
from legday.history.fit import write_fit
from legday.recording.exporters import Export, exporters
from legday.recording.label import Label
from legday.recording.repair import repair
from legday.recording.save_label import save_truth
from legday.recording.write_take import write_take
from legday.recording.writer import RecordingWriter
from tests.cli.conftest import Run, Write

SQUATS = Path(__file__).parents[2] / "recordings" / "squat.csv"

Struck = Callable[[Any, str], None]

write_take_module = importlib.import_module("legday.recording.write_take")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def struck(monkeypatch: pytest.MonkeyPatch) -> Struck:
    """Let a function write what it writes, and press Ctrl-C before it returns."""

    def at(where: Any, name: str) -> None:
        real = getattr(where, name)

        def then_struck(*arguments: Any, **options: Any) -> NoReturn:
            real(*arguments, **options)
            raise KeyboardInterrupt

        monkeypatch.setattr(where, name, then_struck)

    return at


def test_a_take(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def one_and_struck(_: object) -> Iterator[str]:
        yield "0.0000,1.0000,1.0000,1.0000\n"
        raise KeyboardInterrupt

    monkeypatch.setattr(write_take_module, "_rows", one_and_struck)
    with pytest.raises(KeyboardInterrupt):
        write_take(tmp_path / "take.csv", np.arange(3.0), np.ones((3, 3)), None, Label())
    assert contents(tmp_path) == {}


def test_a_label(struck: Struck, write: Write, tmp_path: Path) -> None:
    path = write()
    before = contents(tmp_path)
    struck(Path, "write_text")
    with pytest.raises(KeyboardInterrupt):
        save_truth(path.with_suffix(".toml"), {"reps": 3})
    assert contents(tmp_path) == before


def test_the_motion_of_a_take(struck: Struck, write: Write, tmp_path: Path) -> None:
    found = prepare(open_material(write()), tmp_path / "cache").in_motion
    before = contents(tmp_path)
    struck(np, "ascontiguousarray")
    with pytest.raises(KeyboardInterrupt):
        in_motion.write(tmp_path / "motion", found)
    assert contents(tmp_path) == before


def test_the_cache_of_decoded_takes(struck: Struck, write: Write, tmp_path: Path) -> None:
    material = open_material(write())
    struck(np, "savez")
    with pytest.raises(KeyboardInterrupt):
        prepare(material, tmp_path / "decoded")
    assert contents(tmp_path / "decoded") == {}


@pytest.mark.parametrize("form", sorted(exporters()))
def test_an_export(monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path, form: str) -> None:
    exporter = exporters()[form]

    def then_struck(export: Export, stem: Path) -> NoReturn:
        assert exporter.write(export, stem)
        raise KeyboardInterrupt

    monkeypatch.setitem(exporters(), form, replace(exporter, write=then_struck))
    assert run("export", SQUATS, "--to", form, "--began", "2026-11-28T18:30:00").status != 0
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(("form", "module"), [("html", html), ("png", png)])
def test_a_picture(struck: Struck, run: Run, write: Write, tmp_path: Path, form: str, module: Any) -> None:
    path = write()
    before = contents(tmp_path)
    name = f"write_{form}"
    struck(module, name)
    assert run("plot", path, "--out", tmp_path / f"take.{form}").status != 0
    assert contents(tmp_path) == before


def test_a_report(struck: Struck, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("the last one")
    struck(Path, "write_text")
    with pytest.raises(KeyboardInterrupt):
        page.write_html(Report(version="1"), path)
    assert contents(tmp_path) == {"report.html": b"the last one"}


def test_a_tuned_setting(struck: Struck, tmp_path: Path) -> None:
    judged = Judged(1.0, None, None, 0.0, 0.1)
    tuned = Tuned("squat", "thigh", 2, 2, judged, judged, {"floor_m_s2": 3.0}, (), 8)
    struck(Path, "write_text")
    with pytest.raises(KeyboardInterrupt):
        write_params(tmp_path / "squat.toml", tuned, 0, "")
    assert contents(tmp_path) == {}


def test_a_fit_file(struck: Struck, tmp_path: Path) -> None:
    done = SetDone("a.1.1", "a.1", "p1", "squat", 1.7e12, 1.7e12 + 4e4, 1, 10, {})
    struck(Path, "write_bytes")
    with pytest.raises(KeyboardInterrupt):
        write_fit(tmp_path / "out.fit", [done])
    assert contents(tmp_path) == {}


def test_a_repair(struck: Struck, tmp_path: Path) -> None:
    writer = RecordingWriter(tmp_path / "cut.mcap", SessionSetup(), {})
    writer.write(Packet(0, "c", b"1"))
    writer.flush()
    whole = writer.part.read_bytes()
    writer.close()
    writer.path.unlink()
    writer.part.write_bytes(whole)
    before = contents(tmp_path)
    struck(repair.__globals__["os"], "fsync")
    with pytest.raises(KeyboardInterrupt):
        repair(writer.part)
    assert contents(tmp_path) == before
