"""The wheel works on its own: built from the source distribution, installed in an empty environment."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from legday.sensors.registry import profiles

CHECKOUT = Path(__file__).resolve().parents[2]
CONTRACT = ("contract/asyncapi.json", "contract/schemas/state.json", "contract/schemas/event_rep.json")
FOLDER = "import legday.sensors.registry as registry; print(registry.firmware_profiles_folder())"

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(300)]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Standard output of a program that sees nothing of this checkout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(  # noqa: S603
        command, cwd=cwd, env=clean | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, CHECKOUT)
    run(*command, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the programs of an empty environment with the wheel; dependencies are those of this one."""
    environment = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(environment, with_pip=False)
    paths = {"base": str(environment), "platbase": str(environment)}
    programs = Path(sysconfig.get_path("scripts", "venv", paths))
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    wheel = next(built.glob("*.whl"))
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "install", "--quiet")
    run(*pip, "--no-deps", "--no-index", wheel, cwd=environment)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def test_the_wheel_holds_the_package_and_nothing_else(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert {name.split("/")[0].split("-")[0] for name in names} == {"legday"}
    for wanted in ("py.typed", "web/static/index.html", "web/static/live/main.js", *CONTRACT):
        assert f"legday/{wanted}" in names
    in_wheel = {Path(name).stem for name in names if name.startswith("legday/firmware_profiles/")}
    assert in_wheel == set(profiles())
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_what_the_image_is_built_of_makes_the_same_wheel(built: Path, tmp_path: Path) -> None:
    rules = [line for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line[:1] != "#"]
    assert rules[0] == "*"
    sent = tmp_path / "source"
    for kept in (sent / rule[1:] for rule in rules if rule.startswith("!")):
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = CHECKOUT / kept.relative_to(sent)
        shutil.copytree(beside, kept) if beside.is_dir() else shutil.copy(beside, kept)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, sent, cwd=tmp_path)
    made, usual = (next(folder.glob("*.whl")) for folder in (tmp_path, built))
    with zipfile.ZipFile(made) as ours, zipfile.ZipFile(usual) as theirs:
        assert set(ours.namelist()) == set(theirs.namelist())


def test_the_source_distribution_holds_what_its_tests_need(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as source:
        names = {name.split("/", 1)[1] for name in source.getnames() if "/" in name}
    folders = ("src/legday", "tests", "docs", "recordings", "firmware_profiles")
    assert {name for name in folders if not any(each.startswith(f"{name}/") for each in names)} == set()
    assert {"README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"} <= names


def test_an_installed_wheel_finds_its_profiles_in_the_package(installed: Path, tmp_path: Path) -> None:
    listed = run(installed / "legday", "profiles", cwd=tmp_path)
    assert [line.split()[0] for line in listed.splitlines()] == sorted(profiles())
    folder = Path(run(installed / "python", "-c", FOLDER, cwd=tmp_path).strip())
    assert folder.parts[-2:] == ("legday", "firmware_profiles")
    assert installed.parent in folder.parents


def test_an_installed_wheel_counts(installed: Path, tmp_path: Path) -> None:
    run(installed / "legday", "simulate", "squat", "first.csv", cwd=tmp_path)
    assert '"type": "rep"' in run(
        installed / "legday", "replay", "first.csv", "--format", "jsonl", cwd=tmp_path
    )


def test_a_checkout_finds_its_profiles_beside_the_source(tmp_path: Path) -> None:
    source = str(CHECKOUT / "src")
    folder = run(sys.executable, "-c", FOLDER, cwd=tmp_path, PYTHONPATH=source).strip()
    assert Path(folder) == CHECKOUT / "firmware_profiles"
