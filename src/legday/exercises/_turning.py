"""Gaits with turns in them: steps as in `_stride`, turns as in `_turn`."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import Field

from legday.core.block import MotionBlock
from legday.core.detector import Setting
from legday.core.events import Event, Turn
from legday.exercises._gait import StrideParams
from legday.exercises._hops import Hops
from legday.exercises._stride import STEPS_PER_STRIDE, Strides
from legday.exercises._stride_state import StrideState
from legday.exercises._turn import TurnFinder
from legday.exercises._turn_seen import TurnLimits, TurnSeen, TurnSignal


class TurningParams(StrideParams):
    """Parameters of `TurningDetector`."""

    stride_turn_rad: float = Field(
        math.radians(35.0), gt=0.2, lt=1.5, description="Least change of heading within a stride, rad."
    )
    turn_rad: float = Field(
        math.radians(120.0), gt=0.8, lt=3.0, description="Least change of heading of a turn, rad."
    )
    sure_turn_rad: float = Field(
        math.radians(150.0), gt=0.8, lt=3.2, description="Turn that waits for no further piece, rad."
    )
    longest_turn_s: float = Field(6.0, gt=0.5, lt=15.0, description="Longest turn, s.")
    join_turns_s: float = Field(0.5, ge=0.0, lt=2.0, description="Pieces closer than this are one turn, s.")
    turns_apart_s: float = Field(1.5, ge=0.0, lt=10.0, description="Least time between two turns, s.")

    def limits(self) -> TurnLimits:
        """Return what makes a turn."""
        return TurnLimits(
            stride_rad=self.stride_turn_rad,
            least_rad=self.turn_rad,
            sure_rad=self.sure_turn_rad,
            longest_s=self.longest_turn_s,
            join_s=self.join_turns_s,
            apart_s=self.turns_apart_s,
        )


@dataclass(slots=True)
class TurningState(StrideState):
    """State of `Turning`."""

    turn: TurnSignal = field(kw_only=True)


P = TypeVar("P", bound=TurningParams)
S = TypeVar("S", bound=TurningState)


class Turning(Strides[P, S]):
    """Counts steps and finds turns; without a gyroscope there is no heading and no turn."""

    def __init__(self, params: P, setting: Setting) -> None:
        stride_s = STEPS_PER_STRIDE * params.usual_s
        self._turns = TurnFinder(setting.rate_hz, stride_s, params.limits())
        super().__init__(params, setting)

    def finish(self) -> list[Event]:
        """Return what still waits for more."""
        events = super().finish()
        for turn in self._turns.finish(self.state.now_s, self.state.turn):
            events += self._turned(turn)
        return events

    def forget_signal(self) -> list[Event]:
        """Start the filters anew; the count stays."""
        events = super().forget_signal()
        self.state.turn = self._turns.initial()
        return events

    def _find_turns(self, block: MotionBlock, hops: Hops) -> list[TurnSeen]:
        rows = zip(hops.i, hops.period_s, hops.stride_match, strict=True)
        known = [
            (i, STEPS_PER_STRIDE * period_s)
            for i, period_s, match in rows
            if match >= self.params.stride_match_off
        ]
        return list(self._turns.find(block, known, self.state.turn))

    def _turned(self, turn: TurnSeen) -> Iterator[Event]:
        yield Turn(
            serial=self.state.take_serial(),
            decided_s=turn.decided_s,
            start_s=turn.start_s,
            end_s=turn.end_s,
            angle_rad=turn.angle_rad,
        )
