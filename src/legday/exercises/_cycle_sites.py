"""Parameters by site for exercises of which the trunk or the arm shows less than the thigh.

Away from the leg the vector turns little and its own acceleration speaks as loud as its inclination: it
swings twice a repetition. The low-pass is slower, so that one swing is left, and the floor follows the size
of the motion there.
"""

from collections.abc import Mapping
from typing import Any

SLOW: Mapping[str, Any] = {
    "cutoff_hz": 0.45,
    "turn": 0.6,
    "turn_reach": 0.45,
    "back": 0.3,
    "calm": 1.5,
    "confirm_share": 0.4,
    "calm_coarse": 1.5,
    "calm_share": 0.0,
    "astray": 100.0,
    "shortest_coarse_s": 1.0,
}

AWAY_FROM_THE_LEG: Mapping[str, Mapping[str, Any]] = {
    "arm": {**SLOW, "floor_m_s2": 3.4},
    "belly": {**SLOW, "floor_m_s2": 1.2},
    "wrist": {**SLOW, "floor_m_s2": 0.8},
}
