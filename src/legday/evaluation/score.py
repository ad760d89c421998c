"""Score one take: count, times and latencies of the streaming output against its truth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from legday.core.events import Cadence, Event, Retracted
from legday.evaluation.about import About
from legday.evaluation.baselines import BASELINES
from legday.evaluation.jumps import MarkedJump, marked_jumps
from legday.evaluation.material import Material
from legday.evaluation.run import run
from legday.evaluation.timed import TimedScore, inside, timed_scores
from legday.exercises import Exercise
from legday.recording.label import BY_USER, Truth


@dataclass(frozen=True, slots=True)
class TakeScore:
    """What one take gave.

    Parameters
    ----------
    about : About
        The take.
    exercise : str
        The exercise counted.
    true, plus_minus, found : int
        Count by the truth, how far that may be wrong, and count found.
    timed : tuple of TimedScore
        One for each kind of timed truth.
    latencies_s : tuple of (str, float)
        Type of event and time from when it happened to when it was decided, s; once more from its marked end
        or landing where there is one.
    jumps : tuple of MarkedJump
        Each marked jump of a jump exercise.
    cadence_error_per_min : float or None
        Median cadence found minus the true one, steps per minute.
    baselines : mapping
        What the simple counters count, where they were asked.
    """

    about: About
    exercise: str
    true: int
    plus_minus: int
    found: int
    timed: tuple[TimedScore, ...]
    latencies_s: tuple[tuple[str, float], ...]
    jumps: tuple[MarkedJump, ...]
    cadence_error_per_min: float | None
    baselines: Mapping[str, int] = field(default_factory=dict)

    @property
    def error(self) -> int:
        """Found minus true."""
        return self.found - self.true

    @property
    def held_error(self) -> int:
        """The error, or 0 where it lies within what the truth itself leaves open."""
        return held(self.error, self.plus_minus)


def held(error: int, plus_minus: int) -> int:
    """Return what of an error is held against the count: within the truth's own doubt nothing, else all."""
    return 0 if abs(error) <= plus_minus else error


def standing(events: Iterable[Event]) -> list[Event]:
    """Return the events without the retracted ones and their retractions."""
    events = list(events)
    withdrawn = {(event.device, event.retracts) for event in events if isinstance(event, Retracted)}
    return [
        event
        for event in events
        if (event.device, event.serial) not in withdrawn and not isinstance(event, Retracted)
    ]


def true_count(exercise: Exercise, truth: Truth | None) -> tuple[int, int] | None:
    """Return the count to reach and its own doubt; None where nobody knows it or nothing counts.

    It is 0 only where the person who trained took back all that had been counted.
    """
    if truth is None:
        return None
    if exercise.counts == "step":
        count, doubt = truth.steps, truth.steps_plus_minus
    else:
        count, doubt = truth.reps, truth.reps_plus_minus
    taken_back = count == 0 and truth.truth_kind == BY_USER
    return (count or 0, doubt) if count or taken_back else None


def score_take(material: Material, exercise: Exercise, truth: Truth, *, baselines: bool = False) -> TakeScore:
    """Count a take as the exercise, by the simple counters too where asked, and compare it with its truth.

    Raises
    ------
    ValueError
        When the truth has no count for this exercise.
    """
    wanted = true_count(exercise, truth)
    if wanted is None:
        raise ValueError(f"{material.path} has no count for {exercise.name}")
    events = standing(run(material, [exercise.name])[exercise.name])
    timed = tuple(timed_scores(events, exercise.counts, truth))
    marked = [(f"{part.kind} as marked", late_s) for part in timed for late_s in part.late_s]
    counted = [event for event in events if event.type == exercise.counts and inside(event, truth.walk_s)]
    true, plus_minus = wanted
    return TakeScore(
        about=material.about,
        exercise=exercise.name,
        true=true,
        plus_minus=plus_minus,
        found=len(counted),
        timed=timed,
        latencies_s=(*latencies(events), *marked),
        jumps=tuple(marked_jumps(events, truth)) if exercise.counts == "jump" else (),
        cadence_error_per_min=_cadence_error(events, truth),
        baselines=_by_baselines(material, exercise.counts) if baselines else {},
    )


LATE_TYPES = frozenset({"rep", "hold", "jump", "lift", "step", "turn"})


def latencies(events: Iterable[Event]) -> list[tuple[str, float]]:
    """Return how long each movement's event took from when it happened to when it was decided, s."""
    return [(event.type, event.decided_s - event.happened_s) for event in events if event.type in LATE_TYPES]


def _cadence_error(events: Iterable[Event], truth: Truth) -> float | None:
    found = sorted(event.steps_per_s * 60 for event in events if isinstance(event, Cadence))
    if truth.cadence_spm is None or not found:
        return None
    return found[len(found) // 2] - truth.cadence_spm


def _by_baselines(material: Material, kind: str) -> dict[str, int]:
    if material.read_signal is None:
        return {}
    signal = material.read_signal()
    able = {name: each for name, each in BASELINES.items() if kind in each.counts}
    return {name: round(each.count(signal, kind)) for name, each in able.items()}
