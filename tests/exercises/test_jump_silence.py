"""What is no jump: a simulated athlete walks, runs, sprints, climbs, squats and lifts the knees."""

from collections.abc import Callable

import pytest
from scipy.spatial.transform import Rotation
from tests.exercises.jumping import events_of

from legday.core.block import MotionBlock
from legday.core.detector import Setting
from legday.motion.frontend import Frontend
from legday.simulate.athlete import Athlete
from legday.simulate.sensor import Strapped, sense

JUMPS = ("countermovement_jump", "drop_jump", "leapfrog", "repeated_jump", "single_jump")
MOVES: dict[str, Callable[[Athlete], None]] = {
    "walk": lambda athlete: athlete.walk(40.0),
    "fast walk": lambda athlete: athlete.walk(40.0, steps_per_min=135.0),
    "jog": lambda athlete: athlete.run(40.0, steps_per_min=150.0),
    "run": lambda athlete: athlete.run(40.0, steps_per_min=178.0),
    "sprint": lambda athlete: athlete.sprint(20.0),
    "high knees": lambda athlete: athlete.high_knees(30),
    "squats": lambda athlete: [athlete.squat() for _ in range(8)] and None,
    "sitting down": lambda athlete: athlete.sit_down(),
}


def motion(perform: Callable[[Athlete], None], *, gyroscope: bool) -> MotionBlock:
    athlete = Athlete(seed=3)
    athlete.stay(2.0)
    perform(athlete)
    athlete.stay(2.0)
    mounting = Rotation.from_euler("xyz", [20.0, -35.0, 110.0], degrees=True)
    block = sense(athlete.kinematics(), Strapped(mounting=mounting, gyroscope=gyroscope))
    return Frontend(Setting(100.0, "thigh", gyroscope)).update(block)


@pytest.mark.parametrize("gyroscope", [True, False])
@pytest.mark.parametrize("move", sorted(MOVES))
def test_everyday_movement_is_no_jump(move: str, gyroscope: bool) -> None:
    block = motion(MOVES[move], gyroscope=gyroscope)
    for name in JUMPS:
        assert [event for event in events_of(name, block) if event.type == "jump"] == []


def test_walking_between_jumps_adds_none() -> None:
    athlete = Athlete(seed=5)
    athlete.stay(2.0)
    for _ in range(3):
        athlete.walk(15.0)
        for _ in range(4):
            athlete.jump()
            athlete.stay(0.8)
    block = Frontend(Setting(100.0, "thigh", gyroscope=True)).update(sense(athlete.kinematics(), Strapped()))
    found = [event.landing_s for event in events_of("single_jump", block) if event.type == "jump"]
    assert found == pytest.approx([jump.landing_s for jump in athlete.truth.jumps], abs=0.03)
