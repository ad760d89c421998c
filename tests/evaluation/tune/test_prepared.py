"""Counting from the cache gives the very events of the packets."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from legday.errors import TakeError
from legday.evaluation import made_by
from legday.evaluation.in_motion import read, write
from legday.evaluation.material import open_material
from legday.evaluation.prepared import prepare
from legday.evaluation.room import Room
from legday.evaluation.run import run
from legday.exercises import exercises
from legday.recording.take import read_take
from legday.recording.write_take import write_take

RECORDINGS = Path(__file__).parents[3] / "recordings"


def with_a_hole(folder: Path) -> Path:
    take = read_take(RECORDINGS / "squat.csv")
    kept = (take.t_s < 15.0) | (take.t_s > 15.3)
    kept &= (take.t_s < 25.0) | (take.t_s > 29.0)
    write_take(folder / "holes.csv", take.t_s[kept], take.acc[kept], take.gyr[kept], take.label)
    return folder / "holes.csv"


@pytest.mark.parametrize("name", ["squat", "leapfrog", "holes"])
def test_events_from_the_cache_are_those_of_the_packets(name: str, tmp_path: Path) -> None:
    path = with_a_hole(tmp_path) if name == "holes" else RECORDINGS / f"{name}.csv"
    material = open_material(path)
    exercise = material.label.exercise
    packets = run(material, [exercise])[exercise]
    for _ in range(2):
        assert prepare(material, tmp_path / "cache").count(exercise) == packets
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_take_that_changes_is_decoded_anew(tmp_path: Path) -> None:
    path = with_a_hole(tmp_path)
    before = prepare(open_material(path), tmp_path / "cache")
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:1000]) + "\n")
    after = prepare(open_material(path), tmp_path / "cache")
    assert sum(map(len, _samples(after))) < sum(map(len, _samples(before)))
    assert len(list((tmp_path / "cache").iterdir())) == 2


def _samples(prepared):
    return [np.asarray(piece.t_s) for piece in prepared.pieces if hasattr(piece, "t_s")]


def test_two_sensors_are_refused(tmp_path: Path) -> None:
    material = open_material(RECORDINGS / "squat.csv")
    two = material.setup.model_copy(update={"sensors": material.setup.sensors * 2})
    object.__setattr__(material, "setup", two)
    with pytest.raises(TakeError, match="one sensor"):
        prepare(material, tmp_path)


@pytest.mark.parametrize("name", sorted(exercises()))
def test_motion_from_its_file_gives_the_very_events(name: str, tmp_path: Path) -> None:
    found = prepare(open_material(with_a_hole(tmp_path)), tmp_path / "cache").in_motion
    write(tmp_path / "motion", found)
    again = read(tmp_path / "motion", found.sensor)
    assert again.grid_hz == found.grid_hz
    assert [type(piece) for piece in again.moved] == [type(piece) for piece in found.moved]
    assert again.bytes == found.bytes
    assert again.count(name) == found.count(name)


def test_room_is_made_by_what_was_longest_unused_and_never_by_what_is_in_use(tmp_path: Path) -> None:
    for days, name in enumerate(("new", "old", "older"), start=0):
        (tmp_path / f"{name}.x").write_bytes(b"x" * 100)
        used_s = time.time() - 86_400 * days
        os.utime(tmp_path / f"{name}.x", (used_s, used_s))
    (tmp_path / "card.json").write_bytes(b"x" * 1000)
    room = Room(tmp_path, ".x", 300)
    assert room.has(100)
    assert sorted(path.stem for path in tmp_path.glob("*.x")) == ["new", "old"]
    assert not Room(tmp_path, ".x", 150).has(100)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card.json", "new.x"]


def test_other_code_makes_other_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in made_by.PARTS:
        source = tmp_path / part if part.endswith(".py") else tmp_path / part / "inner" / "code.py"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("a = 1\n")
    monkeypatch.setattr(made_by, "files", lambda _package: tmp_path)
    known = {made_by.made_by.__wrapped__()}
    assert made_by.made_by.__wrapped__() in known
    for source in tmp_path.rglob("*.py"):
        source.write_text("a = 2\n")
        changed = made_by.made_by.__wrapped__()
        assert changed not in known
        known.add(changed)
