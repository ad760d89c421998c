"""Regular samples: one by one, together and by the way that holds for all give the same, to the last bit."""

import numpy as np
import pytest

from legday.sensors.timeline.pace import one_by_one, paced, together
from legday.sensors.timeline.segment import Segment

RATE_HZ = 100.0
ORIGINS_S = [0.0, 3.7, -12.345, 1.7e9]
JITTERS = [0.0, 1e-12, 1e-6, 1e-3, 0.2, 0.6]  # of a period


def sampled(seed: int, jitter: float, origin_s: float, count: int = 200) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.sort(origin_s + (np.arange(count + 1) + jitter * rng.uniform(-1.0, 1.0, count + 1)) / RATE_HZ)


def cut(t_s: np.ndarray, size: int) -> list[tuple[np.ndarray, float, int]]:
    """Runs of so many samples, the time before each, and the line that its first sample should pass."""
    return [(t_s[i : i + size], float(t_s[i - 1]), i) for i in range(1, len(t_s) - size, size)]


@pytest.mark.parametrize("origin_s", ORIGINS_S)
@pytest.mark.parametrize("jitter", JITTERS)
def test_one_by_one_and_together_are_the_same(jitter: float, origin_s: float) -> None:
    for size in (1, 2, 10):
        for t_s, before_s, line in cut(sampled(size, jitter, origin_s), size):
            single = one_by_one(t_s, before_s, origin_s, RATE_HZ, line)
            whole = together(t_s, before_s, origin_s, RATE_HZ, line)
            assert (single is None) == (whole is None)
            if single is not None and whole is not None:
                assert [part.tobytes() for part in single] == [part.tobytes() for part in whole]


@pytest.mark.parametrize("origin_s", ORIGINS_S)
@pytest.mark.parametrize("jitter", JITTERS)
@pytest.mark.parametrize("size", [1, 10, 100])
def test_following_is_extending(jitter: float, origin_s: float, size: int) -> None:
    t_s = sampled(7, jitter, origin_s)
    values = np.random.default_rng(8).standard_normal((2, len(t_s), 3))
    quick, plain = (
        Segment.begin(float(t_s[0]), values[:, :1], RATE_HZ, 0, averaged=False) for _ in ("quick", "plain")
    )
    for first in range(0, len(t_s), size):
        rows = slice(first, first + size)
        wanted = plain.extend(t_s[rows], values[:, rows])
        block = quick.follow(t_s[rows], values[:, rows])
        if block is None:
            block = quick.extend(t_s[rows], values[:, rows])
        assert block.start == wanted.start
        assert block.t_s.tobytes() == wanted.t_s.tobytes()
        assert block.acc.tobytes() == wanted.acc.tobytes()
        assert block.gyr.tobytes() == wanted.gyr.tobytes()
        assert (quick.line, quick.t_s) == (plain.line, plain.t_s)


def test_most_samples_of_a_steady_sensor_are_paced() -> None:
    t_s = sampled(1, 1e-3, 0.0)
    found = [paced(run, before_s, 0.0, RATE_HZ, line) for run, before_s, line in cut(t_s + 0.005, 10)]
    assert None not in found


def test_a_hole_or_a_line_too_many_is_left_to_others() -> None:
    t_s = np.array([0.01, 0.02, 0.0351])
    for way in (one_by_one, together):
        assert way(t_s, 0.0, 0.0, RATE_HZ, 1) is None
        assert way(t_s[:2], 0.0, 0.0, RATE_HZ, 2) is None
        assert way(t_s[:2], 0.0, 0.0, RATE_HZ, 1) is not None
