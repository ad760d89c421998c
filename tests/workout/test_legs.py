"""How the legs share each exercise, which two sensors need to know."""

import pytest

from legday.exercises import exercise


@pytest.mark.parametrize(
    ("legs", "names"),
    [
        ("both", ["squat", "wall_sit", "leapfrog", "countermovement_jump", "burpee", "sit_to_stand"]),
        ("alternating", ["high_knees", "lunge", "sprint", "run", "walk", "walk_turn_walk", "step_up"]),
        ("one", ["straight_leg_raise", "hip_abduction", "hip_extension", "seated_knee_extension"]),
    ],
)
def test_legs(legs: str, names: list[str]) -> None:
    assert {exercise(name).legs for name in names} == {legs}


def test_a_leg_raise_wants_a_straight_knee() -> None:
    assert exercise("straight_leg_raise").straight_knee
