"""Late or lost: what a row of notifications that all seem late has to say.

Where notifications carry no number, one that is lost leaves no trace but that all later ones seem late, by as
much as it held. One alone proves nothing: it may just be late. So the least lateness of a notification and
all behind it counts, once that has stood for 0.3 s: by then one would have come in time.
"""

STANDS_S, STANDS_PACKETS = 0.3, 3
_PATIENCE_S = 1.0  # a link that loses something every few packets never lets any level stand
_WHOLE_PACKETS_S = 0.5  # behind a longer silence the sensor may go on anywhere, not a whole packet later


def lost_before(
    y_s: list[float], late_s: list[float], packet_s: float, sample_s: float
) -> list[float] | None:
    """Return what was lost before each notification, since the first, s; None while that is open.

    Parameters
    ----------
    y_s : list of float
        Arrivals.
    late_s : list of float
        How late each seems.
    packet_s, sample_s : float
        Length of a notification and of a sample.
    """
    least = late_s.copy()
    for i in range(len(least) - 2, -1, -1):
        least[i] = min(least[i], least[i + 1])
    levels = _levels(least, 0.5 * packet_s)
    reached = next(i for i, s in enumerate(late_s) if s <= least[-1] + 0.5 * packet_s)
    falling = late_s[-1] < late_s[0] - 0.5 * packet_s
    stands = _stands(range(max(levels[-1].start, reached), len(least)), y_s)
    if not stands and (falling or y_s[-1] - y_s[0] < _PATIENCE_S):
        return None
    lost: list[float] = []
    for level in levels:
        if level is levels[-1] or _stands(level, y_s):
            lost += [_whole(least[level.start], packet_s, sample_s)] * len(level)
        else:
            lost += lost[-1:] * len(level) or [0.0] * len(level)
    return lost


def _levels(least_s: list[float], step_s: float) -> list[range]:
    """Return the runs between steps of at least ``step_s``."""
    starts = [0]
    starts += [i for i in range(1, len(least_s)) if least_s[i] - least_s[i - 1] >= step_s]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(least_s)], strict=True)]


def _whole(level_s: float, packet_s: float, sample_s: float) -> float:
    unit_s = packet_s if level_s <= _WHOLE_PACKETS_S else sample_s
    return round(level_s / unit_s) * unit_s


def _stands(members: range, y_s: list[float]) -> bool:
    return len(members) >= STANDS_PACKETS and y_s[members[-1]] - y_s[members[0]] >= STANDS_S
