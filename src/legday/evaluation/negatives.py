"""False events: what an exercise counts in takes where nothing was to be counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legday.evaluation.about import About
from legday.evaluation.baselines import BARE_RULE, BASELINES
from legday.evaluation.material import Material
from legday.evaluation.pooling import grouped
from legday.evaluation.rows import NegativeRow
from legday.evaluation.run import run
from legday.evaluation.score import standing, true_count
from legday.exercises import Exercise, exercises
from legday.recording.label import Label

COUNTERS = ("squat", "leapfrog", "countermovement_jump", "repeated_jump", "burpee", "high_knees")
HOME = "thigh, pocket, back"
"""The sites where the counters are at home, pooled; takes from elsewhere are shown apart."""

SITES = frozenset({"thigh", "pocket", "lower_back"})
GAIT = "walk, run, stairs"
EVERYDAY = frozenset(
    {"none", "walk", "walk_turn_walk", "run", "stairs", "stairs_up", "stairs_down", "sit", "stand", "lie"}
)
POOLED = {"stairs_up": "stairs", "stairs_down": "stairs", "walk_turn_walk": "walk"}


@dataclass(frozen=True, slots=True)
class FalseEvents:
    """What the counters found in one take, and what the bare rule of fall and impact finds there."""

    about: About
    events: dict[str, int]
    bare_rule: int | None


def is_negative(label: Label) -> bool:
    """Return whether nothing is to be counted in a take.

    Its truth says ``reps = 0``, or says nothing of repetitions and the label is an everyday activity. Who
    took back what was counted in a set says that it was none of its exercise; something else it may be.
    """
    if _taken_back(label):
        return False
    if label.truth is not None and label.truth.reps is not None:
        return label.truth.reps == 0
    return label.exercise in EVERYDAY


def _taken_back(label: Label) -> bool:
    if label.exercise not in exercises():
        return False
    count = true_count(exercises()[label.exercise], label.truth)
    return count is not None and count[0] == 0


def counters() -> list[Exercise]:
    """Return the exercises that are tried on everyday movement, those of them that there are."""
    return [exercises()[name] for name in COUNTERS if name in exercises()]


def false_events(material: Material, tried: Sequence[Exercise]) -> FalseEvents:
    """Count each exercise in a take that has none of it."""
    counted = run(material, [each.name for each in tried])
    found = {
        each.name: sum(1 for event in standing(counted[each.name]) if event.type == each.counts)
        for each in tried
    }
    bare = bare_rule(material) if material.known is None else material.known.bare_rule
    return FalseEvents(material.about, found, bare)


def bare_rule(material: Material) -> int | None:
    """Return what the bare rule of fall and impact counts in a take; None where it has no plain signal."""
    if material.read_signal is None:
        return None
    return int(BASELINES[BARE_RULE].count(material.read_signal(), "jump"))


def negative_rows(found: Sequence[FalseEvents]) -> Iterator[NegativeRow]:
    """Yield a line for each activity, one for walking, running and stairs together, and one over all."""
    for (synthetic, away, site), pool in grouped(found, _where).items():
        by_activity = grouped(pool, _activity)
        for activity, part in by_activity.items():
            yield _row(site, activity, part, synthetic=synthetic)
        gait = [each for activity in GAIT.split(", ") for each in by_activity.get(activity, [])]
        if gait and not away:
            yield _row(site, GAIT, gait, synthetic=synthetic)
        yield _row(site, "all", pool, synthetic=synthetic)


def _where(each: FalseEvents) -> tuple[bool, bool, str]:
    away = each.about.site not in SITES
    return each.about.synthetic, away, each.about.site if away else HOME


def _activity(each: FalseEvents) -> str:
    label = each.about.label.exercise or "none"
    return POOLED.get(label, label)


def _row(site: str, activity: str, part: Sequence[FalseEvents], *, synthetic: bool) -> NegativeRow:
    bare = [each.bare_rule for each in part if each.bare_rule is not None]
    return NegativeRow(
        site=site,
        activity=activity,
        synthetic=synthetic,
        takes=len(part),
        hours=sum(each.about.duration_s for each in part) / 3600,
        events={name: sum(each.events[name] for each in part) for name in part[0].events},
        bare_rule=sum(bare) if len(bare) == len(part) else None,
    )
