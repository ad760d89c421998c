"""How latencies are spread: bins of a tenth of a second, and bars for a terminal."""

from collections.abc import Sequence

import numpy as np

BIN_S = 0.1
BINS = 20
EDGES_S = tuple(round(BIN_S * edge, 1) for edge in range(BINS + 1))
"""Edges of the bins, s; what is earlier than the first or later than the last has a bin of its own."""

BARS = "▁▂▃▄▅▆▇█"
NONE = "·"


def histogram(latencies_s: Sequence[float]) -> tuple[int, ...]:
    """Return how many latencies fall in each bin.

    Parameters
    ----------
    latencies_s : sequence of float
        From when it happened to when it was decided, s; negative where it was decided before its marked end.

    Returns
    -------
    tuple of int
        `BINS` + 2 numbers: below 0, then each tenth of a second with its lower edge, then the rest.
    """
    # A latency of three tenths is stored as a hair less; half a microsecond puts it where it belongs.
    edges = np.array(EDGES_S) - 0.5e-6
    places = np.searchsorted(edges, np.asarray(latencies_s, dtype=np.float64), side="right")
    return tuple(np.bincount(places, minlength=BINS + 2).tolist())


def bars(counts: Sequence[int]) -> str:
    """Return a character for each bin, as high as it is full beside the fullest; a point for an empty one."""
    most = max(counts, default=0)
    return "".join(BARS[(count * len(BARS) - 1) // most] if count else NONE for count in counts)


def bin_name(place: int) -> str:
    """Return what a bin holds, in words."""
    if place == 0:
        return "before 0 s"
    if place == BINS + 1:
        return f"{EDGES_S[-1]:.1f} s and later"
    return f"{EDGES_S[place - 1]:.1f} to {EDGES_S[place]:.1f} s"
