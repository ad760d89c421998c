"""What the page about attitude says of a gyroscope's offset holds. Synthetic."""

import pytest

from legday.simulate.programme import performed
from tests.motion.attitude_errors import by_vqf, found, offset_errors


@pytest.mark.parametrize("name", ["squat", "hip_extension", "leapfrog"])
def test_an_offset_costs_the_angle_less_than_where_vqf_looks_for_it(name: str) -> None:
    athlete = performed(name)
    ours, without = (offset_errors(athlete, offset_deg_s, found) for offset_deg_s in (2.0, 0.0))
    assert ours < without + 0.2
    assert ours < 0.8 * offset_errors(athlete, 2.0, by_vqf)
