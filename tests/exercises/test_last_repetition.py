"""Away from the leg the last repetition counts where a recording ends with the person back. Synthetic."""

import numpy as np
from tests.exercises.repeating import standing, standing_reps
from tests.motion.planar import part

from legday.core.block import SampleBlock
from legday.core.detector import Setting
from legday.core.events import Rep
from legday.exercises.squat import EXERCISE
from legday.motion.frontend import Frontend
from legday.simulate.sensor import Strapped, sense

SETTING = Setting(25.0, "wrist")
SQUATS = sense(standing("squat", 5, 0.6, seconds=1.6).kinematics(), Strapped(25.0))


def reps_of(block: SampleBlock) -> list[Rep]:
    detector = EXERCISE.build(SETTING)
    motion = Frontend(SETTING).update(block)
    return standing_reps([*detector.update(motion), *detector.finish()])


def test_the_last_squat_counts_as_soon_as_the_person_is_back_and_not_before() -> None:
    last = reps_of(SQUATS)[-1]
    assert last.n == 5
    for behind_s, count in ((-0.6, 4), (-0.3, 4), (0.04, 5), (0.3, 5)):
        stop = int(np.searchsorted(SQUATS.t_s, last.end_s + behind_s))
        assert len(reps_of(part(SQUATS, 0, stop))) == count
