"""What a label says of a part of its take: times outside go, those inside move, a count needs its times."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from legday.errors import TakeError
from legday.whole_file import whole_file

WHOLE_INTERVALS = ("rep_intervals_s", "step_intervals_s", "turns_s")
"""Of no use when they are cut."""

CUT_INTERVALS = ("set_intervals_s", "walk_s")
MOMENTS = ("rep_times_s", "step_times_s", "contact_s", "impact_s")
JUMPS = ("takeoff_s", "landing_s", "flight_s")
COUNTS = {
    "reps": (("rep_intervals_s", "rep_times_s"), ("landing_s",)),
    "steps": (("step_times_s",), ("step_intervals_s",)),
}
"""By what a count is known to be of all that is marked: of the first lists together, else of the next."""

Times = Sequence[Any]
Span = tuple[float, float]


def truth_within(truth: Mapping[str, Any], start_s: float, end_s: float) -> tuple[dict[str, Any], list[str]]:
    """Return what a ``[truth]`` says of [start_s, end_s], timed from there, and what it can no longer say.

    Parameters
    ----------
    truth : mapping
        As in the TOML.
    start_s, end_s : float
        In times of the whole.
    """

    def inside(times: Times) -> bool:
        return all(start_s <= each <= end_s for each in times)

    def moved(times: Times) -> list[float]:
        return [round(each - start_s, 4) for each in times]

    kept = dict(truth)
    for name in WHOLE_INTERVALS:
        if name in truth:
            kept[name] = [moved(each) for each in truth[name] if inside(each)]
    for name in CUT_INTERVALS:
        if name in truth:
            cut = [(max(start_s, first), min(end_s, last)) for first, last in truth[name]]
            kept[name] = [moved(each) for each in cut if each[0] < each[1]]
    for name in MOMENTS:
        if name in truth:
            kept[name] = moved([each for each in truth[name] if inside((each,))])
    kept |= _jumps({name: truth[name] for name in JUMPS if name in truth}, start_s, end_s)
    return _counted(truth, kept)


def _jumps(lists: Mapping[str, Times], start_s: float, end_s: float) -> dict[str, Any]:
    """Keep the jumps that are inside as a whole, where the lists go together; else each list by itself."""
    moments = {name: times for name, times in lists.items() if name != "flight_s"}
    together = len({len(times) for times in lists.values()}) == 1 and bool(moments)
    kept: dict[str, Any] = {}
    for name, times in lists.items():
        judged = moments if together else {name: times}
        if not together and name == "flight_s":
            kept[name] = []
            continue
        which = [n for n in range(len(times)) if all(start_s <= each[n] <= end_s for each in judged.values())]
        less_s = 0.0 if name == "flight_s" else start_s
        kept[name] = [round(times[n] - less_s, 4) for n in which]
    return kept


def _counted(truth: Mapping[str, Any], kept: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Count what is left where all had been marked; of another count nobody knows how much is in here."""
    lost = []
    for name, ways in COUNTS.items():
        marks = next((way for way in ways if any(truth.get(each) for each in way)), ())
        if not truth.get(name):
            continue
        if sum(len(truth.get(each, ())) for each in marks) == truth[name]:
            kept[name] = sum(len(kept.get(each, ())) for each in marks)
            continue
        lost.append(f"{name} = {kept.pop(name)}")
        kept.pop(f"{name}_plus_minus", None)
    if "cadence_spm" in kept:
        lost.append(f"cadence_spm = {kept.pop('cadence_spm')}")
    return {name: value for name, value in kept.items() if value != []}, lost


def trim_label(path: Path, target: Path, span_s: Span, span_ms: Span) -> list[str]:
    """Write what a label says of a part of its take beside that; return what it can no longer say.

    Parameters
    ----------
    path, target : Path
        The label of the whole, and of the part.
    span_s, span_ms : (float, float)
        Where the part lies, in times of the take and of the host since 1970; sets are kept whole or not.

    Raises
    ------
    TakeError
        For a label that cannot be written.
    """
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
        values = document.unwrap()
        truth, lost = truth_within(values.get("truth", {}), *span_s)
        sets = [each for each in values.get("sets", ()) if _within(each, span_ms)]
        for name, left in (("truth", truth), ("sets", sets)):
            if name in document:
                document[name] = left
                if not left:
                    del document[name]
        with whole_file(target, lasting=True) as beside:
            beside.write_text(tomlkit.dumps(document), encoding="utf-8")
    except TOMLKitError as error:
        raise TakeError(path, f"want TOML: {error}") from error
    except OSError as error:
        raise TakeError(target, f"cannot be written: {error.strerror}") from error
    return lost


def _within(done: Mapping[str, Any], span_ms: Span) -> bool:
    return bool(span_ms[0] <= done["start_ms"] and done["end_ms"] <= span_ms[1])
