"""Figures of recordings and of simulated takes, motion by motion."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from legday.core.site import site_of
from legday.errors import TakeError
from legday.evaluation.likeness.figures import Figures, figures
from legday.evaluation.likeness.motions import MOTIONS, SEEDS, Motion
from legday.recording.take import Take, read_take
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped, sense

SIMULATED = "simulated (synthetic)"
PLACES = {"thigh": "people, thigh", "pocket": "people, pocket"}


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of the takes of one kind: of people at a site, or simulated."""

    name: str
    takes: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A motion, and what is known of it."""

    motion: Motion
    groups: tuple[Group, ...]


def compare(folder: Path) -> Iterator[Comparison]:
    """Yield the comparison of every motion with the recordings of people in a folder."""
    takes = list(_takes(folder))
    for motion in MOTIONS:
        groups = [Group(name, tuple(_of_people(motion, takes, site))) for site, name in PLACES.items()]
        groups.append(Group(SIMULATED, tuple(_simulated(motion))))
        yield Comparison(motion, tuple(group for group in groups if group.takes))


def _takes(folder: Path) -> Iterator[Take]:
    for path in sorted(folder.rglob("*.csv")):
        try:
            take = read_take(path)
        except TakeError:
            continue
        if not take.synthetic:
            yield take


def _of_people(motion: Motion, takes: Iterable[Take], site: str) -> Iterator[Figures]:
    for take in takes:
        if take.exercise in motion.labels and site_of(take.site) == site:
            found = figures(take.t_s, take.acc, take.gyr, motion.cycles_s)
            if found is not None:
                yield found


def _simulated(motion: Motion) -> Iterator[Figures]:
    for seed in SEEDS:
        athlete = Athlete(seed)
        motion.prepare(athlete)
        start_s = athlete.now_s
        motion.perform(athlete)
        block = sense(athlete.kinematics(), Strapped(100.0), seed)
        rows = block.t_s >= start_s
        gyr = None if block.gyr is None else block.gyr[rows]
        found = figures(block.t_s[rows], block.acc[rows], gyr, motion.cycles_s)
        if found is not None:
            yield found
