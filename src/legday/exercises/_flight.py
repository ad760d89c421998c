"""Finds flights: a lull of the specific force, the velocity lost in it, and the landing that ends it.

In free fall the specific force vanishes, so a jump shows as a lull between push-off and landing. The thigh
turns and its strap swings, hence the vector is low-passed before its norm is taken (`_free_fall`), and the
lull is measured by its *velocity deficit*: the integral of (1 - m) over the lull, m in units of gravity,
which is the speed that gravity took in flight, divided by g. For a rigid body it is the flight time; it
grows with the jump, and a clipped landing does not touch it. Walking, stairs and running make lulls too,
but lose less in them.

The landing is the end of the lull, less the filter's delay and the time a foot's touch takes to reach the
thigh. The take-off is where the raw norm was last one gravity before the lull, and the weaker of the two
times: the leg unloads before the feet leave, muscle and strap still swing when they have left.

Sources: Picerno et al. 2011 and White's `jumpEventDetection` (peak to lull) for the lull. Low-pass and
deficit follow from recordings at the thigh, where a fixed threshold of 0.3 g sees next to nothing.
"""

from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FloatArray
from legday.exercises._free_fall import FreeFallState
from legday.exercises._lull import LullState
from legday.exercises._recent import Recent


@dataclass(frozen=True, slots=True)
class Measures:
    """How flights are measured.

    Parameters
    ----------
    cutoff_hz : float
        Low-pass of the vector.
    lever_m : float
        From the sensor up the thigh to its ballistic point, m.
    least_deficit_s : float
        A lull of less velocity deficit over g is not worth a look.
    peak_s : float
        So long after the landing its peak is looked for, which is the latency.
    alone_s : float
        A flight of so much velocity deficit over g is told of again where nobody moved before and behind it.
    """

    cutoff_hz: float
    lever_m: float
    least_deficit_s: float
    peak_s: float
    alone_s: float


@dataclass(slots=True, eq=False)
class Flight:
    """A lull that ended in a landing; whether it is a jump is decided elsewhere.

    Parameters
    ----------
    flank_i, landing_i, decided_i : int
        First sample of the lull's flank, of the landing, and the one at which everything here is known.
    takeoff_s, landing_s, decided_s : float
    deficit_s, pushoff_s : float
        Velocity lost over the lull and gained before it, over g.
    period_s, similarity : float
        Time since the landing before, and correlation with its waveform; infinite and NaN without one. The
        correlation is NaN, too, where samples are missing since then.
    holed : bool
        Samples are missing since the landing before.
    hides : bool
        Samples are missing where another jump may have been, halfway since the landing before.
    shape : (39,) float
        Waveform of the vector over the half second up to the landing, without mean and of norm one.
    peak_m_s2 : float
        Largest force of the landing.
    flags : int
        Of every sample from before the take-off to the decision, joined.
    alone : bool
        It is told of again: nobody moved before and behind it.
    assumed : bool
        It fell into a hole and was not seen; nothing but the landing is known, and that roughly.
    """

    flank_i: int
    landing_i: int
    decided_i: int
    takeoff_s: float
    landing_s: float
    deficit_s: float
    pushoff_s: float
    period_s: float
    similarity: float
    holed: bool
    hides: bool
    shape: FloatArray
    decided_s: float = 0.0
    peak_m_s2: float = 0.0
    flags: int = 0
    alone: bool = False
    assumed: bool = False


@dataclass(slots=True)
class FlightState:
    """Filters, the last seconds, the open lull, the last landing, and flights of which more is to come.

    ``waiting`` wait for their landing's peak, ``settling`` for whoever landed to stand still.
    """

    free_fall: FreeFallState = field(default_factory=FreeFallState)
    lull: LullState = field(default_factory=LullState)
    recent: Recent = field(default_factory=Recent)
    last_shape: FloatArray | None = None
    last_s: float = -np.inf
    last_i: int = 0
    waiting: list[Flight] = field(default_factory=list)
    settling: list[Flight] = field(default_factory=list)
