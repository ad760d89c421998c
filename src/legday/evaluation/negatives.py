"""False events: what an exercise counts in takes where nothing was to be counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legday.evaluation.baselines import BARE_RULE, BASELINES
from legday.evaluation.material import Material
from legday.evaluation.rows import NegativeRow
from legday.evaluation.score import run, standing
from legday.evaluation.summary import grouped
from legday.exercises import Exercise, exercises

COUNTERS = ("squat", "leapfrog", "countermovement_jump", "repeated_jump", "burpee", "high_knees")
SITES = frozenset({"thigh", "pocket", "lower_back"})
EVERYDAY = frozenset(
    {"none", "walk", "walk_turn_walk", "run", "stairs", "stairs_up", "stairs_down", "sit", "stand", "lie"}
)
POOLED = {"stairs_up": "stairs", "stairs_down": "stairs", "walk_turn_walk": "walk"}


@dataclass(frozen=True, slots=True)
class FalseEvents:
    """What the counters found in one take, and what the bare rule of fall and impact finds there."""

    material: Material
    events: dict[str, int]
    bare_rule: int | None


def is_negative(material: Material) -> bool:
    """Return whether nothing is to be counted in a take, at a site where the counters are at home.

    Its truth says ``reps = 0``, or says nothing of repetitions and the label is an everyday activity.
    """
    if material.site not in SITES:
        return False
    truth = material.label.truth
    if truth is not None and truth.reps is not None:
        return truth.reps == 0
    return material.label.exercise in EVERYDAY


def counters() -> list[Exercise]:
    """Return the exercises that are tried on everyday movement, those of them that there are."""
    return [exercises()[name] for name in COUNTERS if name in exercises()]


def false_events(material: Material, tried: Sequence[Exercise]) -> FalseEvents:
    """Count each exercise in a take that has none of it."""
    found = {
        each.name: sum(1 for event in standing(run(material, each.name)) if event.type == each.counts)
        for each in tried
    }
    signal = material.signal
    bare = None if signal is None else int(BASELINES[BARE_RULE].count(signal, "jump"))
    return FalseEvents(material, found, bare)


def negative_rows(found: Sequence[FalseEvents]) -> Iterator[NegativeRow]:
    """Yield a line for each activity, and one over all."""
    for synthetic, pool in grouped(found, lambda each: each.material.synthetic).items():
        for activity, part in grouped(pool, _activity).items():
            yield _row(activity, part, synthetic=synthetic)
        yield _row("all", pool, synthetic=synthetic)


def _activity(each: FalseEvents) -> str:
    label = each.material.label.exercise or "none"
    return POOLED.get(label, label)


def _row(activity: str, part: Sequence[FalseEvents], *, synthetic: bool) -> NegativeRow:
    bare = [each.bare_rule for each in part if each.bare_rule is not None]
    return NegativeRow(
        activity=activity,
        synthetic=synthetic,
        takes=len(part),
        hours=sum(each.material.duration_s for each in part) / 3600,
        events={name: sum(each.events[name] for each in part) for name in part[0].events},
        bare_rule=sum(bare) if len(bare) == len(part) else None,
    )
