"""The total of both legs, where each repetition is one leg's, and how far to trust it.

Two sensors see both legs, and the total is measured. One sensor sees its own leg, and of the other one only
what moves its own: a lunge with the other leg in front. Where that was not seen either, the other leg's
repetitions are unknown; only a plan that has the legs take turns allows to assume as many of them.
"""

from typing import Any

from legday.core.workout_events import TotalKind

CONFIDENCE: dict[TotalKind, float] = {
    "measured": 1.0,
    "inferred": 0.5,
    "assumed_alternating": 0.3,
    "one_leg_seen": 0.0,
}


def total_fields(kind: TotalKind | None, count: int) -> dict[str, Any]:
    """Return the fields of a `SetSummary` that tell the total, from what was counted."""
    known = kind not in {None, "one_leg_seen"}
    assumed = "good" if kind == "measured" else "assumed"
    return {
        "both_legs": (2 * count if kind == "assumed_alternating" else count) if known else None,
        "both_legs_quality": assumed if known else None,
        "both_legs_kind": kind,
        "both_legs_confidence": None if kind is None else CONFIDENCE[kind],
    }
