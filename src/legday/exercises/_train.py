"""Tells jumps from strides: one flight by the velocity it loses, a series by its rhythm.

A single flight speaks for itself once it loses more velocity than any stride does. Smaller ones have to come
in a train, where three things hold together that never meet in a stride:

- the flights' *share* of the period: who bounces on both legs spends a quarter to a half of the time in the
  air, while a runner's swinging thigh is not in free fall;
- *similarity*: a hop is like the hop before, while strides alternate between the legs, so the waveform comes
  back only with every other step (and a sensor that sees every other step only has half the share);
- a velocity deficit that is not negligible.

Their means over the last few flights are compared with thresholds; a train that passes is counted
back to its first flight, and then flight by flight.
"""

from dataclasses import dataclass, field
from statistics import fmean, median

from legday.exercises._flight import Flight

MEDIAN_OF = 5
SHORTEST_PERIOD_S, LONGEST_PERIOD_S = 0.2, 1.0  # bounds of the period that a share is taken of


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Thresholds of `TrainJudge`; see `JumpParams`."""

    single_s: float
    deficit_s: float
    share: float
    similarity: float
    length: int
    gap_s: float
    follow: float
    pending: int
    refractory_s: float
    pushoff: float


@dataclass(slots=True)
class TrainState:
    """The flights of the running rhythm, and those of them that wait for the train to be confirmed."""

    running: bool = False
    chain: list[Flight] = field(default_factory=list)
    pending: list[Flight] = field(default_factory=list)
    counted_s: list[float] = field(default_factory=list)
    last_landing_s: float = -1e9


class TrainJudge:
    """Takes flights in order and returns those that are jumps, some of them in retrospect."""

    def __init__(self, rhythm: Rhythm) -> None:
        self.rhythm = rhythm

    def take(self, state: TrainState, flight: Flight) -> list[Flight]:
        """Return the jumps that ``flight`` decides, in the order of their landings."""
        rhythm = self.rhythm
        if flight.period_s > rhythm.gap_s:
            self.part(state)
        if flight.landing_s - state.last_landing_s < rhythm.refractory_s:
            return []
        if flight.pushoff_s < rhythm.pushoff * flight.deficit_s:
            return []
        state.chain = [*state.chain[-rhythm.length :], flight]
        state.pending = [*state.pending[1 - rhythm.pending :], flight]
        state.running = self._confirmed(state)
        if state.running:
            return self._count(state, [f for f in state.pending if self._follows(state, f)])
        if flight.deficit_s >= rhythm.single_s:
            state.pending.pop()
            return self._count(state, [flight], keep=True)
        return []

    def part(self, state: TrainState) -> None:
        """End the train: what comes next has another rhythm."""
        state.running = False
        state.chain, state.pending, state.counted_s = [], [], []

    def _confirmed(self, state: TrainState) -> bool:
        chain = state.chain[1:]
        evident = sum(f.deficit_s >= self.rhythm.single_s for f in state.chain) >= 2
        if state.running and (evident or len(chain) < self.rhythm.length):
            return True
        if len(chain) < self.rhythm.length:
            return evident
        return evident or (
            fmean(f.deficit_s for f in chain) >= self.rhythm.deficit_s
            and fmean(f.similarity for f in chain) >= self.rhythm.similarity
            and fmean(share(f) for f in chain) >= self.rhythm.share
        )

    def _follows(self, state: TrainState, flight: Flight) -> bool:
        usual = median([*state.counted_s, *(f.deficit_s for f in state.pending)])
        return flight.deficit_s >= self.rhythm.follow * usual

    def _count(self, state: TrainState, jumps: list[Flight], *, keep: bool = False) -> list[Flight]:
        if not keep:
            state.pending = []
        state.counted_s = [*state.counted_s, *(f.deficit_s for f in jumps)][-MEDIAN_OF:]
        if jumps:
            state.last_landing_s = max(state.last_landing_s, jumps[-1].landing_s)
        return jumps


def share(flight: Flight) -> float:
    """Share of the period that the flight takes, by its velocity deficit."""
    return flight.deficit_s / min(max(flight.period_s, SHORTEST_PERIOD_S), LONGEST_PERIOD_S)
