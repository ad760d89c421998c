"""Drop jumps: step off a box, land, and jump up at once.

The sensor sits on the thigh, best of the leg that leaves the box last: the leading thigh swings off it and
feels no free fall. The drop is a flight that no push-off went before; it is not counted, but its landing
begins the ground contact of the jump that follows. That jump counts at its own landing, however low, since a
drop goes before it, and carries both figures that go by the name of reactive strength: ``rsi_m_s``, jump
height by contact time (Young 1995), and ``flight_to_contact``, flight time by contact time.

What fools it: a step down without a drop; the errors of take-off, which count twice in both figures.
Method and sources: `_flight`, `_train`; accuracy of a body-worn sensor for contact and flight: 3.4 ± 3.0 ms
and 4.9 ± 3.9 ms (doi 10.1080/19346182.2015.1117476), of which a thigh's take-off is far.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from legday.core.events import Event
from legday.exercises._exercise import Exercise
from legday.exercises._flight import Flight
from legday.exercises._jump import JumpDetector, JumpState
from legday.exercises._jump_params import AWAY_FROM_THE_THIGH, JumpParams


class DropJumpParams(JumpParams):
    """Parameters of the drop jump."""

    drop_s: float = Field(0.09, ge=0.05, le=0.3, description="Least velocity deficit over g of a drop, s.")
    rebound_s: float = Field(
        0.14, ge=0.05, le=0.3, description="Least deficit over g of the jump after it, s."
    )


@dataclass(slots=True)
class DropJumpState(JumpState):
    """As of every jump, and when the last drop landed."""

    drop_s: float = float("-inf")


class DropJumpDetector(JumpDetector):
    """Counts the jump behind a drop, and jumps that speak for themselves."""

    params: DropJumpParams
    state: DropJumpState

    def initial_state(self) -> DropJumpState:
        """Return the state before the first sample."""
        return DropJumpState()

    def _decide(self, flight: Flight) -> Iterator[Event]:
        state, params = self.state, self.params
        if self._judge.is_drop(flight):
            self._judge.part(state.train)
            if flight.deficit_s >= params.drop_s:
                state.drop_s = state.touch_s = flight.landing_s
            return
        if (
            0 < flight.takeoff_s - state.drop_s < params.contact_max_s
            and flight.deficit_s >= params.rebound_s
        ):
            state.drop_s = float("-inf")
            yield self._event(flight, flight.decided_s)
            return
        yield from super()._decide(flight)


EXERCISE = Exercise(
    "drop_jump", "Drop jump", "jump", DropJumpParams, DropJumpDetector, sites=AWAY_FROM_THE_THIGH
)
