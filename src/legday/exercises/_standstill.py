"""Who stands still before a flight and behind it has jumped: a stride has another one next to it.

The first and the last strides of a run lose as much velocity as a low jump, but on one side of them somebody
runs. Over 0.6 s the low-passed force of who walks, climbs or runs changed by more than 1.2 g in all strides
of the recordings that lose a tenth of a second times g; it changes by less than that in a crouch.
"""

from dataclasses import replace

from legday.core.block import MISSING
from legday.exercises._flight import Flight, FlightState
from legday.exercises._recent import NORM, T_S, Recent

NEAR_S, FAR_S = 0.6, 1.2
"""Where it is looked: beside the crouch before the take-off, and the one of the landing."""
LEAST_S = 0.3
"""So much of it has to be there, where the stream begins."""
MOVING = 0.9
"""Change of the low-passed force from which somebody moves, g."""


class Standstill:
    """Finds the flights around which nobody moves."""

    def __init__(self, rate_hz: float) -> None:
        self._near, self._far = round(NEAR_S * rate_hz), round(FAR_S * rate_hz)
        self._least = round(LEAST_S * rate_hz)

    def before(self, recent: Recent, flight: Flight) -> bool:
        """Return whether nobody moved before the take-off."""
        return self._still(recent, flight.flank_i - self._far, flight.flank_i - self._near)

    def settled(self, state: FlightState, last_i: int) -> list[Flight]:
        """Return, once more, the flights behind which nobody has moved up to the sample ``last_i``."""
        due = [flight for flight in state.settling if flight.landing_i + self._far <= last_i]
        state.settling = state.settling[len(due) :]
        return [self._alone(state.recent, flight) for flight in due if self._behind(state.recent, flight)]

    def _behind(self, recent: Recent, flight: Flight) -> bool:
        return self._still(recent, flight.landing_i + self._near, flight.landing_i + self._far)

    def _alone(self, recent: Recent, flight: Flight) -> Flight:
        decided_i = flight.landing_i + self._far
        decided_s = float(recent.rows[T_S, decided_i - recent.start])
        return replace(flight, alone=True, decided_i=decided_i, decided_s=decided_s)

    def _still(self, recent: Recent, first: int, end: int) -> bool:
        norm = recent.rows[NORM, max(0, first - recent.start) : max(0, end - recent.start)]
        if len(norm) < self._least or recent.flags(first, end - 1) & MISSING:
            return False
        return float(norm.max() - norm.min()) < MOVING
