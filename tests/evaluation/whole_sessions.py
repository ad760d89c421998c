"""Takes of one person joined to a session of one exercise, whose sets are found by themselves.

    python -m tests.evaluation.whole_sessions ../shared/data

prints how many sets and repetitions are found in sessions of the data sets that evaluation knows.
"""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from legday.core.events import Event, SetEnded
from legday.recording.label import Truth
from legday.recording.take import Take, read_take
from legday.session import Session

REST_S = 20.0
"""Standing still between the takes, longer than what ends a set."""

SESSIONS = {
    "mobifall sub10": ("mobifall_pocket", "sub10_{}_1", ("WAL", "JUM", "WAL", "JUM", "JOG")),
    "mobifall sub2": ("mobifall_pocket", "sub2_{}_1", ("WAL", "JUM", "CSI", "JUM", "WAL")),
    "mobifall sub5": ("mobifall_pocket", "sub5_{}_1", ("JOG", "JUM", "SCH", "JUM", "SCH")),
    "mobifall sub9": ("mobifall_pocket", "sub9_{}_1", ("SCH", "JUM", "JOG", "JUM", "SCH")),
    "mobifall sub11": ("mobifall_pocket", "sub11_{}_1", ("STU", "JUM", "STN", "JUM", "JOG")),
    "umafall s14": ("umafall_pocket", "s14_{}_1", ("goupstairs", "hopping", "godownstairs", "hopping")),
    "umafall s05": ("umafall_pocket", "s05_{}_1", ("sitting", "hopping", "jogging", "hopping", "sitting")),
}


def joined(takes: list[Take]) -> Take:
    """Return the takes one after another, each ending in standing still, upright as it was on the average."""
    times, forces, rates, now_s = [], [], [], 0.0
    for take in takes:
        period_s = 1.0 / float(take.label.rate_hz or 1.0 / np.median(np.diff(take.t_s)))
        still = np.arange(1, round(REST_S / period_s)) * period_s
        t_s = np.concatenate((take.t_s - take.t_s[0], take.t_s[-1] - take.t_s[0] + still))
        level = np.median(take.acc, axis=0)
        level *= 9.81 / np.linalg.norm(level)
        times.append(now_s + t_s)
        forces.append(np.concatenate((take.acc, np.tile(level, (len(still), 1)))))
        if take.gyr is not None:
            rates.append(np.concatenate((take.gyr, np.zeros((len(still), 3)))))
        now_s = float(times[-1][-1]) + period_s
    gyr = np.concatenate(rates) if rates else None
    return replace(takes[0], t_s=np.concatenate(times), acc=np.concatenate(forces), gyr=gyr)


def sets_in(takes: list[Take], exercise: str) -> list[int]:
    """Return the count of each set that is found in takes of one person joined to a session."""
    whole = joined(takes)
    session = Session(whole.setup(exercise))
    events: list[Event] = [*session.push(whole.inputs()), *session.finish()]
    return [event.count for event in events if isinstance(event, SetEnded)]


def takes_of(folder: Path, pattern: str) -> list[Take]:
    return [read_take(path) for path in sorted(folder.glob(pattern))]


def truth(take: Take) -> Truth:
    assert take.truth is not None
    return take.truth


WALKERS = ("samsung_carmelo", "samsung_dario", "pixel_jamie")


@dataclass(frozen=True, slots=True)
class Row:
    """Sessions of one kind: people, the true count of each take, the count of each set found."""

    session: str
    people: int
    true: list[int]
    found: list[int]

    def __str__(self) -> str:
        """Return a line of the table; sets are compared one by one where as many are found as there are."""
        differ = "-"
        if len(self.true) == len(self.found):
            differ = str(sum(found != true for found, true in zip(self.found, self.true, strict=True)))
        cells = (
            self.session,
            self.people,
            len(self.true),
            len(self.found),
            sum(self.true),
            sum(self.found),
            differ,
        )
        return f"| {' | '.join(map(str, cells))} |"


def jumps(folder: Path) -> Row:
    """Everyday movement with twice the same hopping in it."""
    sets, truths = [], []
    for name, stem, parts in SESSIONS.values():
        takes = [read_take(folder / name / f"{stem.format(part)}.csv") for part in parts]
        sets += sets_in(takes, "repeated_jump")
        truths += [truth(take).reps for take in takes if take.exercise == "repeated_jump"]
    return Row("jumps between everyday movement", len(SESSIONS), truths, sets)


def squats(folder: Path) -> Row:
    """Eleven sets each."""
    people = [takes_of(folder / "squat3imu", f"subject{person}_*.csv") for person in (1, 2, 3)]
    truths = [truth(take).reps for takes in people for take in takes]
    return Row("eleven sets of squats", 3, truths, [n for takes in people for n in sets_in(takes, "squat")])


def leg_raises(folder: Path, others: str = "") -> Row:
    """A short and a long recording each, whose rests end sets; with what else lies in the folder, too."""
    sets, truths = [], []
    for person in ("s1", "s2", "s3"):
        takes = takes_of(folder / "uci_physical_therapy", f"{person}_e{others or 3}_*.csv")
        sets += sets_in(takes, "straight_leg_raise")
        truths += [truth(take).reps for take in takes if take.exercise == "straight_leg_raise"]
    return Row("leg raises with other exercises" if others else "leg raises", 3, truths, sets)


def walks(folder: Path, pocket: str) -> Row:
    """Two walks each."""
    pattern = "{}_" + pocket + "_pocket_*.csv"
    people = [takes_of(folder / "oxford_step_counter", pattern.format(person)) for person in WALKERS]
    truths = [truth(take).steps for takes in people for take in takes]
    found = [n for takes in people for n in sets_in(takes, "walk")]
    return Row(f"two walks, {pocket} pocket", 3, truths, found)


def main() -> None:
    """Print a line for each kind of session."""
    folder = Path(sys.argv[1])
    print("| session | people | takes with a count | sets found | true | found | sets that differ |")
    print("|---|---|---|---|---|---|---|")
    fronts = (walks(folder, "front"), walks(folder, "back"))
    for row in (jumps(folder), squats(folder), leg_raises(folder), leg_raises(folder, "*"), *fronts):
        print(row)


if __name__ == "__main__":
    main()
