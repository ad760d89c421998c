"""Labelled takes of three simulated people, small enough to count them a thousand times."""

from pathlib import Path

import pytest

from legday.recording.label import Label, Truth
from legday.recording.write_take import write_take
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped, sense

RATE_HZ = 50.0
REPS = 4


def take(folder: Path, name: str, athlete: Athlete, person: str, exercise: str, reps: int) -> None:
    block = sense(athlete.kinematics(), Strapped(RATE_HZ), len(person))
    label = Label(
        subject=person,
        site="left_thigh",
        rate_hz=RATE_HZ,
        exercise=exercise,
        synthetic=True,
        truth=Truth(reps=reps, truth_kind="simulated"),
    )
    write_take(folder / f"{name}.csv", block.t_s, block.acc, block.gyr, label)


@pytest.fixture(scope="session")
def takes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    for number in range(3):
        athlete = Athlete(number)
        athlete.stay(1.5)
        for _ in range(REPS):
            athlete.squat(70.0 + 10.0 * number, 2.0, 0.1)
            athlete.stay(0.3)
        athlete.stay(1.5)
        take(folder, f"squat_{number}", athlete, f"p{number}", "squat", REPS)
    walker = Athlete(9)
    walker.stay(1.0)
    walker.walk(8.0)
    walker.stay(1.0)
    take(folder, "walk", walker, "p0", "walk", 0)
    return folder
