"""Tells jumps from strides: one flight by the velocity it loses, a series by its rhythm.

A single flight speaks for itself once it loses more velocity than any stride does, a little less where no
other flight was near. A lower one counts when it is the image of a jump beyond doubt, before or after it,
or when nobody moved before and behind it (`_standstill`).
Smaller ones have to come in a train (`_train_rules`), which is counted back to its first flight, and then
flight by flight.
"""

from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np

from legday.core.block import FloatArray
from legday.exercises._flight import Flight
from legday.exercises._train_rules import Rhythm, bar_s, fits, is_train, speaks
from legday.exercises._waveform import likeness

NEARLY = 0.8  # a single flight that is left out from here on is told of
TWO_PERIODS = (1.6, 2.4)  # a period with one landing missing, over the usual one
TWIN_WITHIN_S = 20.0  # a rest between single jumps
WAITS_S = 5.0  # in a running train a flight below its bar may still count so long, should the bar fall
REBOUND_S = 0.6  # behind a jump: whoever is off the ground again so soon has not stood still
LONE_S = 1.5  # longer than a stride: nothing that lost velocity went before


@dataclass(slots=True)
class TrainState:
    """The flights of the running rhythm, those of them that wait, and the last jump beyond doubt.

    ``doubtful`` are low flights without a train, which may yet turn out to be the image of such a jump.
    """

    running: bool = False
    chain: list[Flight] = field(default_factory=list)
    pending: list[Flight] = field(default_factory=list)
    last_landing_s: float = -np.inf
    model: FloatArray | None = None
    doubtful: list[Flight] = field(default_factory=list)
    dropped: list[Flight] = field(default_factory=list)


class TrainJudge:
    """Takes flights in order and returns those that are jumps, some of them in retrospect."""

    def __init__(self, rhythm: Rhythm) -> None:
        self.rhythm = rhythm

    def take(self, state: TrainState, flight: Flight) -> list[Flight]:
        """Return the jumps that ``flight`` decides, in the order of their landings."""
        swallowed = self._swallowed(state, flight)
        if swallowed is None:
            return self._take(state, flight)
        return [swallowed, *self._take(state, replace(flight, period_s=flight.period_s / 2))]

    def part(self, state: TrainState) -> None:
        """End the train: what comes next has another rhythm."""
        doubtful = [flight for flight in state.pending if flight.deficit_s >= self.rhythm.twin_s]
        state.doubtful += doubtful
        self._drop(state, [flight for flight in state.pending if flight.deficit_s < self.rhythm.twin_s])
        state.running = False
        state.chain, state.pending = [], []

    def give_up(self, state: TrainState, before_s: float = np.inf) -> None:
        """Leave out the doubtful flights whose landing was before ``before_s``."""
        self._drop(state, [flight for flight in state.doubtful if flight.landing_s < before_s])
        state.doubtful = [flight for flight in state.doubtful if flight.landing_s >= before_s]

    def settle(self, state: TrainState, alone: Flight) -> list[Flight]:
        """Return the low jump that waits, now that nobody moved before and behind it, if it is no rebound."""
        rebound = 0.0 <= alone.takeoff_s - state.last_landing_s < REBOUND_S
        if rebound or self.is_drop(alone) or not speaks(self.rhythm, alone, 0.0):
            return []
        found = [f for f in (*state.doubtful, *state.pending) if f.landing_s == alone.landing_s]
        state.doubtful = [flight for flight in state.doubtful if flight not in found]
        state.pending = [flight for flight in state.pending if flight not in found]
        return found

    def is_drop(self, flight: Flight) -> bool:
        """Return whether nobody pushed off: a step off a box, or a fallen sensor; not told behind a hole."""
        return not flight.holed and flight.pushoff_s < self.rhythm.pushoff * flight.deficit_s

    def _take(self, state: TrainState, flight: Flight) -> list[Flight]:
        rhythm = self.rhythm
        self.give_up(state, flight.landing_s - TWIN_WITHIN_S)
        if flight.period_s > rhythm.gap_s:
            self.part(state)
        if flight.landing_s - state.last_landing_s < rhythm.refractory_s:
            return []
        if self.is_drop(flight):
            state.dropped += [flight] if flight.deficit_s >= rhythm.single_s else []
            return []
        state.chain = [*state.chain[-rhythm.length :], flight]
        state.pending = [*state.pending[1 - rhythm.pending :], flight]
        state.running = is_train(rhythm, state.chain, running=state.running)
        jumps = self._jumps(state, flight)
        if not jumps:
            return []
        self._note(state, jumps)
        return [*self._twins(state), *jumps]

    def _twins(self, state: TrainState) -> list[Flight]:
        """Return the doubtful flights that are images of the last jump beyond doubt."""
        twins = [f for f in state.doubtful if likeness(f.shape, state.model) >= self.rhythm.twin]
        state.doubtful = [flight for flight in state.doubtful if flight not in twins]
        return twins

    def _drop(self, state: TrainState, flights: list[Flight]) -> None:
        """Leave flights out; those that were nearly jumps are told of."""
        state.dropped += [f for f in flights if f.deficit_s >= NEARLY * self.rhythm.single_s]

    def _swallowed(self, state: TrainState, flight: Flight) -> Flight | None:
        """Return the jump whose landing fell into a hole, where a running train went on in step behind it."""
        if not (state.running and flight.hides):
            return None
        usual_s = median([f.period_s for f in state.chain[1:]])
        if not TWO_PERIODS[0] * usual_s <= flight.period_s <= TWO_PERIODS[1] * usual_s:
            return None
        return replace(flight, landing_s=flight.landing_s - flight.period_s / 2, assumed=True)

    def _jumps(self, state: TrainState, flight: Flight) -> list[Flight]:
        """Return what counts now, and keep the rest for as long as a train may still come."""
        if state.running:
            least_s = bar_s(self.rhythm, state.chain)
            fitting = [f for f in state.pending if fits(self.rhythm, f)]
            recent_s = flight.landing_s - WAITS_S
            state.pending = [f for f in fitting if f.deficit_s < least_s and f.landing_s >= recent_s]
            return [f for f in fitting if f.deficit_s >= least_s]
        alone = speaks(self.rhythm, flight, self._single_s(flight))
        if alone or self._is_twin(state, flight):
            state.pending.pop()
            return [flight]
        return []

    def _single_s(self, flight: Flight) -> float:
        """Return the deficit of a jump by itself; a lone one, as strides never are, needs less."""
        return self.rhythm.lone_s if flight.period_s > LONE_S else self.rhythm.single_s

    def _note(self, state: TrainState, jumps: list[Flight]) -> None:
        state.last_landing_s = max(state.last_landing_s, jumps[-1].landing_s)
        for jump in jumps:
            if jump.deficit_s >= self.rhythm.single_s and not jump.holed:
                state.model = jump.shape

    def _is_twin(self, state: TrainState, flight: Flight) -> bool:
        """Return whether a low flight is the image of a jump beyond doubt that was not long ago."""
        rhythm = self.rhythm
        return (
            state.model is not None
            and flight.deficit_s >= rhythm.twin_s
            and flight.landing_s - state.last_landing_s <= TWIN_WITHIN_S
            and likeness(flight.shape, state.model) >= rhythm.twin
        )
