"""The figures that simulated takes and those of people are compared by: signals of known answers."""

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from legday.core.block import STANDARD_GRAVITY
from legday.evaluation.likeness.compare import SIMULATED, Comparison, Group, compare
from legday.evaluation.likeness.draw import draw, lines
from legday.evaluation.likeness.figures import BANDS_HZ, Figures, figures
from legday.evaluation.likeness.motions import MOTIONS

RATE_HZ = 100.0
CYCLES_S = (1.0, 4.0)


def pendulum(cycle_s: float = 2.0, swing_deg: float = 60.0, seconds: float = 40.0) -> tuple[np.ndarray, ...]:
    """A segment that swings about its y axis, slowly enough for gravity to be all that is felt."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    angle = np.radians(swing_deg) / 2 * np.sin(2 * np.pi * t_s / cycle_s)
    acc = STANDARD_GRAVITY * np.stack([np.sin(angle), 0 * angle, np.cos(angle)], axis=1)
    gyr = np.stack([0 * angle, np.gradient(angle, t_s), 0 * angle], axis=1)
    return t_s, acc, gyr


def found(*take: np.ndarray) -> Figures:
    figure = figures(*take, CYCLES_S)
    assert figure is not None
    return figure


def test_cycle_and_swing_of_a_pendulum() -> None:
    figure = found(*pendulum(cycle_s=2.0, swing_deg=60.0))
    assert figure.cycle_s == pytest.approx(2.0, abs=0.02)
    assert figure.swing_deg == pytest.approx(60.0, abs=1.0)
    assert figure.turning_deg_s == pytest.approx(30.0 * np.pi, rel=0.02)
    assert figure.peak_g == pytest.approx(0.0, abs=1e-6)


def test_a_turned_sensor_gives_the_same_figures() -> None:
    t_s, acc, gyr = pendulum()
    turn = Rotation.random(random_state=2)
    straight, turned = found(t_s, acc, gyr), found(t_s, turn.apply(acc), turn.apply(gyr))
    assert turned.swing_deg == pytest.approx(straight.swing_deg)
    np.testing.assert_allclose(turned.bands_m_s2, straight.bands_m_s2, rtol=1e-6, atol=1e-9)


def test_the_rms_of_a_tone_is_in_its_band() -> None:
    t_s, acc, _ = pendulum(swing_deg=0.0)
    tone_hz = BANDS_HZ[int(np.argmin(np.abs(BANDS_HZ - 10.0)))]
    acc[:, 0] += 3.0 * np.sin(2 * np.pi * tone_hz * t_s)
    bands = found(t_s, acc, None).bands_m_s2
    loudest = int(np.nanargmax(bands))
    assert BANDS_HZ[loudest] == tone_hz
    assert bands[loudest] == pytest.approx(3.0 / np.sqrt(2.0), rel=0.1)


def test_peaks_are_told_from_the_median_of_the_norm() -> None:
    t_s, acc, _ = pendulum(swing_deg=0.0)
    acc[::200, 2] += 2.0 * STANDARD_GRAVITY
    figure = found(t_s, acc, None)
    assert figure.peak_g == pytest.approx(2.0, abs=0.01)
    assert np.isnan(figure.swing_deg)


def test_too_short_a_take_has_no_figures() -> None:
    t_s, acc, gyr = pendulum(seconds=0.5)
    assert figures(t_s, acc, gyr, CYCLES_S) is None


def test_the_picture_and_the_table_hold_every_group(tmp_path: Path) -> None:
    groups = (Group("people, thigh", (found(*pendulum()),)), Group(SIMULATED, (found(*pendulum(2.5)),)))
    comparison = Comparison(MOTIONS[0], groups)
    draw([comparison], tmp_path / "likeness.png")
    assert (tmp_path / "likeness.png").read_bytes().startswith(b"\x89PNG")
    text = "\n".join(lines([comparison]))
    assert "people, thigh" in text
    assert "synthetic" in text


@pytest.mark.real_data
def test_the_simulator_lies_among_people(real_data_folder: Path) -> None:
    """Cycle, swing and peaks of simulated squats, walks and jumps lie within what people do."""
    for comparison in compare(real_data_folder):
        people = [take for group in comparison.groups if group.name != SIMULATED for take in group.takes]
        simulated = next(group for group in comparison.groups if group.name == SIMULATED).takes
        if comparison.motion.title not in {"squat", "walk", "run", "repeated jump"}:
            continue
        for key in ("cycle_s", "peak_g", "trough_g"):
            values = [getattr(take, key) for take in people]
            middle = float(np.median([getattr(take, key) for take in simulated]))
            assert min(values) <= middle <= max(values), (comparison.motion.title, key)
