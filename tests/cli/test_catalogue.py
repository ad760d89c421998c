"""What this installation knows, and profiles of one's own."""

import shutil
from pathlib import Path

import pytest

from legday.exercises import description, exercises
from legday.recording.mcap_file import read_recording
from legday.sensors import registry
from legday.sensors.registry import firmware_profiles_folder, profiles

from .conftest import Run

SHIPPED = sorted(path.stem for path in firmware_profiles_folder().glob("*.toml"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of one's own with a profile under another id."""
    folder = tmp_path / "own"
    folder.mkdir()
    text = (firmware_profiles_folder() / "movella_dot.toml").read_text()
    (folder / "my_dot.toml").write_text(text.replace('id = "movella_dot"', 'id = "my_dot"'))
    return folder


def test_every_shipped_profile_is_listed(run: Run) -> None:
    done = run("profiles")
    assert (done.status, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == SHIPPED
    assert {"movella_dot", "witmotion_wt901ble", "polar_h10", "polar_verity_sense", "take"} <= set(SHIPPED)


@pytest.mark.parametrize("identifier", SHIPPED)
def test_each_profile_is_explained_with_its_file(run: Run, identifier: str) -> None:
    done = run("profiles", identifier)
    assert done.out.startswith(f"{identifier}: {profiles()[identifier].title}\n")
    assert str(firmware_profiles_folder() / f"{identifier}.toml") in done.out


def test_a_folder_of_ones_own_adds_and_overrides(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(firmware_profiles_folder() / "polar_h10.toml", own)
    listed = run("--profiles", own, "profiles").out
    assert [line.split()[0] for line in listed.splitlines()] == sorted([*SHIPPED, "my_dot"])
    assert str(own / "polar_h10.toml") in run("--profiles", own, "profiles", "polar_h10").out
    monkeypatch.setenv("LEGDAY_PROFILES", str(own))
    assert run("profiles").out == listed


def test_a_good_file_is_checked_and_explained(run: Run, own: Path) -> None:
    done = run("profiles", "check", own / "my_dot.toml")
    assert done.status == 0
    assert done.out.startswith("my_dot: ")
    assert f"{own / 'my_dot.toml'}: nothing is wrong with it" in done.out


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        (
            '"f4", at = 12',
            '"f4", at = 10',
            ["my_dot.toml, line ", "packet.0.samples", "gyr at 10"],
        ),
        ('id = "my_dot"', 'id = "other"', ["{line}", "id", "'my_dot'"]),
        ("format = 1", "format = 9", ["{line}", "format"]),
        ("format = 1", "format = 1\nnonsense = 2", ["nonsense", "unknown key"]),
        ("format = 1", "format = ", ["{line}", "TOML"]),
    ],
)
def test_a_faulty_file_is_refused_at_its_key(
    run: Run, own: Path, old: str, new: str, facts: list[str]
) -> None:
    path = own / "my_dot.toml"
    text = path.read_text()
    assert old in text
    line = 1 + text[: text.index(old)].count("\n")
    path.write_text(text.replace(old, new))
    for call in (
        ["profiles", "check", path],
        ["--profiles", own, "profiles", "my_dot"],
        ["--profiles", own, "profiles"],
    ):
        said = run(*call).refusal()
        assert "my_dot.toml" in said
        for fact in facts:
            assert fact.format(line=f"line {line}") in said


@pytest.mark.parametrize(
    "call",
    [
        ["profiles", "absent"],
        ["profiles", "check", "absent.toml"],
        ["--profiles", "absent", "live", "--demo"],
    ],
)
def test_what_is_not_there_is_refused(run: Run, call: list[str]) -> None:
    assert "absent" in run(*call).refusal()


@pytest.mark.parametrize("call", [["profiles", "check"], ["profiles", "movella_dot", "my_dot.toml"]])
def test_what_to_check_is_asked_for(run: Run, call: list[str]) -> None:
    assert "want ID, or check FILE.toml" in run(*call).refusal()


def test_a_sensor_of_ones_own_is_recorded_and_replayed(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGDAY_PROFILES", str(own))
    monkeypatch.setenv("LEGDAY_VIRTUAL_PROFILE", "my_dot")
    assert run("record", "--demo", "monday.mcap", "--seconds", "5").status == 0
    assert "my_dot" in read_recording(Path("monday.mcap")).profiles
    installed = run("replay", "monday.mcap", "--format", "jsonl")
    assert (installed.status, installed.err) == (0, "")
    monkeypatch.delenv("LEGDAY_PROFILES")
    monkeypatch.setattr(registry, "_own_folders", [])
    assert run("replay", "monday.mcap", "--format", "jsonl") == installed
    assert run("replay", "monday.mcap", "--format", "jsonl", "--speed", "10000") == installed
    Path("monday.toml").write_text('exercise = "leapfrog"\n[truth]\nreps = 1')
    assert run("evaluate", "monday.mcap").status == 0


def test_exercises_are_listed_and_explained(run: Run) -> None:
    listed = [line.split()[0] for line in run("exercises").out.splitlines()]
    assert listed == sorted(exercises())
    for name in listed:
        text = run("exercises", name).out
        assert text.startswith(
            f"{name}: {exercises()[name].title}, counts each {exercises()[name].counts}\n\n"
        )
        assert description(name) in text
        rows = [line.split()[0] for line in text.rpartition("\n\n")[2].splitlines()]
        assert rows == list(exercises()[name].params.model_fields), "what can be tuned"
    assert "squat" in run("exercises", "knitting").refusal()
