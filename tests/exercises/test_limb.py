"""What raises of a limb have in common: when their quality is low."""

import pytest

from legday.core.block import MISSING
from legday.core.detector import Setting
from legday.exercises._cycle_state import CycleState
from legday.exercises._limb import LimbDetector, LimbParams
from legday.exercises._outline import Outline

SETTING = Setting(100.0)


def seen(rom_rad: float, tilt_rad: float, flags: int = 0) -> Outline:
    """Return a raise of this range by the angle, and by the acceleration."""
    start = (0.0, 0.0, 1.0)
    return Outline(0.0, 1.0, 2.0, 0.0, rom_rad, 0.0, rom_rad, tilt_rad, start, astray=0.0, flags=flags)


@pytest.mark.parametrize(
    ("rom_rad", "tilt_rad", "flags", "quality"),
    [
        (0.5, 0.6, 0, "good"),
        (0.1, 0.2, 0, "good"),  # a few degrees apart
        (0.5, 1.2, 0, "low"),
        (1.2, 0.5, 0, "low"),
        (0.5, 0.6, MISSING, "low"),
    ],
)
def test_quality_is_low_where_the_sensors_contradict_each_other_or_samples_are_missing(
    rom_rad: float, tilt_rad: float, flags: int, quality: str
) -> None:
    detector: LimbDetector[LimbParams, CycleState] = LimbDetector(LimbParams(), SETTING)
    assert detector.quality_of(seen(rom_rad, tilt_rad, flags)) == quality
