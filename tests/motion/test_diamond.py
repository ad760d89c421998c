"""What stands for an angle grows with it and gives it back."""

import math

import numpy as np
import pytest

from legday.motion.diamond import angle_of, diamond, diamond_of

ANGLES = np.linspace(-math.pi, math.pi, 2001)[1:]


@pytest.mark.parametrize("length", [1e-3, 1.0, 9.81])
def test_it_grows_with_the_angle_and_gives_it_back(length: float) -> None:
    stands = diamond(length * np.sin(ANGLES), length * np.cos(ANGLES))
    assert np.all(np.diff(stands) > 0)
    assert [angle_of(stand) for stand in stands.tolist()] == pytest.approx(ANGLES.tolist(), abs=1e-12)


def test_one_angle_is_held_against_many() -> None:
    stands = diamond(np.sin(ANGLES), np.cos(ANGLES))
    assert [diamond_of(angle) for angle in ANGLES.tolist()] == pytest.approx(stands.tolist(), abs=1e-12)


def test_no_direction_is_no_angle() -> None:
    assert diamond(np.zeros(1), np.zeros(1)) == [0.0]
