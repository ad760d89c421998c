"""The moving line, and the sensor's own axes, in columns."""

import math
from collections.abc import Sequence
from typing import Any

from legday.core.block import STANDARD_GRAVITY
from legday.motion.signal_point import SignalPoint


def line(seq: int, points: Sequence[SignalPoint]) -> dict[str, Any]:
    """Return the body of a live message."""
    return {
        "seq": seq,
        "t_s": [round(point.t_s, 3) for point in points],
        "angle_deg": [_rounded(math.degrees(point.angle_rad), 1) for point in points],
        "force_g": [_rounded(point.force_m_s2 / STANDARD_GRAVITY, 3) for point in points],
    }


def wave(seq: int, points: Sequence[SignalPoint]) -> dict[str, Any]:
    """Return the body of a wave message."""
    turning = [[_rounded(math.degrees(each), 1) for each in point.gyr] for point in points if point.gyr]
    return {
        "seq": seq,
        "t_s": [round(point.t_s, 3) for point in points],
        "acc_g": [[_rounded(each / STANDARD_GRAVITY, 3) for each in point.acc] for point in points],
        "gyr_deg_s": turning if len(turning) == len(points) else None,
    }


def _rounded(value: float, decimals: int) -> float | None:
    return round(value, decimals) if math.isfinite(value) else None
