"""Whether two sensors saw the same thing."""

from legday.core.events import Event, Hold, Jump, Rep, Shuttle, Turn
from legday.workout.pairing.joint import Entry
from legday.workout.pairing.params import PairingParams

NEWEST = 32
"""Entries that are looked through; a series of hops may be found six at once."""


def partner(entries: list[Entry], event: Event, params: PairingParams, least: float) -> Entry | None:
    """Return the entry that another sensor made of the same event, by `likeness` of at least ``least``."""
    best, most = None, least
    for entry in reversed(entries[-NEWEST:]):
        if event.device not in entry.seen:
            shared = likeness(entry.first, event, params)
            if shared >= most and (best is None or shared > most):
                best, most = entry, shared
    return best


def likeness(one: Event, two: Event, params: PairingParams) -> float:
    """Return how far two events are one: what spans share of the shorter; 1 or 0 for landings."""
    if isinstance(one, Jump) and isinstance(two, Jump):
        return 1.0 if abs(one.landing_s - two.landing_s) <= params.landing_s else 0.0
    spans = (Rep, Hold, Turn, Shuttle)
    if not (isinstance(one, spans) and isinstance(two, spans) and one.type == two.type):
        return 0.0
    shared_s = min(one.end_s, two.end_s) - max(one.start_s, two.start_s)
    shorter_s = min(one.end_s - one.start_s, two.end_s - two.start_s)
    return max(0.0, shared_s) / shorter_s if shorter_s > 0.0 else 0.0
