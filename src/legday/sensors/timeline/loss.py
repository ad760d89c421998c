"""Late or lost: what a row of notifications that all seem late has to say.

Where notifications carry no number, one that is lost leaves no trace but that all later ones seem late, by as
much as it held. One alone proves nothing: it may just be late. So the least lateness of a notification and
all behind it counts, once that has stood for 0.3 s: by then one would have come in time.
"""

from itertools import groupby

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
    levels = [_whole(level_s, packet_s, sample_s) for level_s in least]
    groups = [list(members) for _, members in groupby(range(len(levels)), key=levels.__getitem__)]
    reached = next(i for i, s in enumerate(late_s) if s <= least[-1] + 0.5 * packet_s)
    stable = [i for i in groups[-1] if i >= reached]
    falling = late_s[-1] < late_s[0] - 0.5 * packet_s
    if not _stands(stable, y_s) and (falling or y_s[-1] - y_s[0] < _PATIENCE_S):
        return None
    lost: list[float] = []
    for members in groups:
        stands = members is groups[-1] or _stands(members, y_s)
        lost += [levels[members[0]] if stands else (lost[-1] if lost else 0.0)] * len(members)
    return lost


def _whole(level_s: float, packet_s: float, sample_s: float) -> float:
    unit_s = packet_s if level_s <= _WHOLE_PACKETS_S else sample_s
    return round(level_s / unit_s) * unit_s


def _stands(members: list[int], y_s: list[float]) -> bool:
    return len(members) >= STANDS_PACKETS and y_s[members[-1]] - y_s[members[0]] >= STANDS_S
