"""What is scored: takes and labelled recordings, behind one face."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from legday.core.inputs import Command, Input, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.errors import TakeError
from legday.evaluation.about import About
from legday.evaluation.in_motion import InMotion
from legday.evaluation.signal import Signal, resample
from legday.recording.label import Label, read_label
from legday.recording.mcap_file import read_recording
from legday.recording.take import read_take
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile

SUFFIXES = (".csv", ".mcap")


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What need not be found again in a take: its motion, and what the bare rule counts."""

    motion: InMotion
    bare_rule: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """One take, or one recording with a label beside it.

    Parameters
    ----------
    path : Path
        The file.
    label : Label
        What its TOML says.
    setup : SessionSetup
        Its sensors; the exercise is put in by whoever scores.
    duration_s : float
        Length, s.
    open_inputs : callable
        Returns the packets, from the first on.
    find : callable
        Returns the profile of an id.
    read_signal : callable or None
        Returns the samples as baselines see them; None for a recording.
    warnings : tuple of str
        What reading found doubtful.
    known : Known or None
        What a cache knows of it.
    """

    path: Path
    label: Label
    setup: SessionSetup
    duration_s: float
    open_inputs: Callable[[], Iterator[Input]]
    find: Callable[[str], Profile] = find_profile
    read_signal: Callable[[], Signal] | None = None
    warnings: tuple[str, ...] = ()
    known: Known | None = None

    @property
    def about(self) -> About:
        """What is known of it without its samples."""
        return About(self.path, self.label, self.duration_s, self.setup.synthetic)


def only_sensor(material: Material) -> SensorSetup | None:
    """Return the sensor of a take that has one, and one that measures motion."""
    sensors = material.setup.sensors
    alone = len(sensors) == 1 and material.find(sensors[0].profile).measures_motion
    return sensors[0] if alone else None


def find_takes(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and every take below the folders named, sorted.

    Raises
    ------
    TakeError
        For a path that is not there, or a folder without a take.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(file for suffix in SUFFIXES for file in path.rglob(f"*{suffix}"))
            if not inside:
                raise TakeError(path, "want a folder with takes (*.csv or *.mcap), found none")
            found |= dict.fromkeys(inside)
        elif path.exists():
            found[path] = None
        else:
            raise TakeError(path, "no such file or folder")
    return list(found)


def open_material(path: Path) -> Material:
    """Read a take, or a recording and the TOML beside it.

    Raises
    ------
    TakeError
        Naming the place at fault.
    """
    return _recording(path) if path.suffix == ".mcap" else _take(path)


def _take(path: Path) -> Material:
    take = read_take(path)
    return Material(
        path=path,
        label=take.label,
        setup=take.setup(),
        duration_s=take.duration_s,
        open_inputs=take.inputs,
        read_signal=lambda: resample(take.t_s, take.acc),
        warnings=take.warnings,
    )


def _recording(path: Path) -> Material:
    recording = read_recording(path)
    label, warnings = read_label(path.with_suffix(".toml"))

    def inputs() -> Iterator[Input]:
        """Leave out what people asked for meanwhile: the label says what was done."""
        return (item for item in recording.inputs() if not isinstance(item, Command))

    times = [time_ns(item) for item in inputs()]
    synthetic = recording.setup.synthetic or label.synthetic
    return Material(
        path=path,
        label=label,
        setup=recording.setup.model_copy(update={"synthetic": synthetic}),
        duration_s=(max(times) - min(times)) / 1e9 if times else 0.0,
        open_inputs=inputs,
        find=recording.profile,
        warnings=(*recording.warnings, *warnings),
    )
