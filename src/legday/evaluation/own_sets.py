"""Sets of a recorded session as takes of their own, where somebody corrected the count while training.

Each is scored against what the person made of it. The detector starts anew in the rest before the set and
hears no correction, so that its own count stands against the person's.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from legday.core.inputs import Input, time_ns
from legday.evaluation.material import Material
from legday.exercises import exercise
from legday.recording.label import SetTruth, Truth

BEFORE_MS = 20_000.0
"""At most so much of the rest before a set is heard: enough to find the attitude of the strap."""

BEHIND_MS = 4_000.0
"""A repetition may be decided so long after it happened."""


def split(material: Material) -> list[Material]:
    """Return a take for each set that its label tells of; the take itself where it tells of none."""
    sets = material.label.sets
    if not sets:
        return [material]
    starts = [float("-inf"), *(done.end_ms for done in sets)]
    ends = [*(later.start_ms for _, later in pairwise(sets)), float("inf")]
    spans = [
        (max(start, done.start_ms - BEFORE_MS), min(end, done.end_ms + BEHIND_MS))
        for start, done, end in zip(starts, sets, ends, strict=False)
    ]
    return [_part(material, n, done, span) for n, (done, span) in enumerate(zip(sets, spans, strict=True), 1)]


def _part(material: Material, n: int, done: SetTruth, span_ms: tuple[float, float]) -> Material:
    counted = "steps" if exercise(done.exercise).counts == "step" else "reps"
    truth = Truth(**{counted: done.reps}, truth_kind=done.truth_kind)

    def inputs() -> Iterator[Input]:
        return (item for item in material.open_inputs() if span_ms[0] <= time_ns(item) * 1e-6 < span_ms[1])

    return replace(
        material,
        path=material.path.with_name(f"{material.path.stem}-set{n}.mcap"),
        label=material.label.model_copy(update={"exercise": done.exercise, "truth": truth, "sets": ()}),
        duration_s=(done.end_ms - done.start_ms) * 1e-3,
        open_inputs=inputs,
    )
