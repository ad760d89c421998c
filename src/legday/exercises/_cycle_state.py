"""What a counter of cycles remembers."""

from dataclasses import dataclass, field

from legday.core.detector import DetectorState
from legday.exercises._cycle_signal import SignalState
from legday.exercises._elsewhere import Elsewhere
from legday.exercises._own_range import OwnRange
from legday.exercises._provisional import Provisional
from legday.exercises._repetition import Swing
from legday.exercises._slip import Slip
from legday.exercises._track import Track
from legday.exercises._zigzag import Zigzag


@dataclass(slots=True)
class CycleState(DetectorState):
    """What a counter of cycles remembers.

    Parameters
    ----------
    row : int
        Number of the next row of the coarse grid.
    own, roms : OwnRange
        The person's own swings, g, and ranges of motion, rad.
    cycle_s, remark_s : float
        When the last swing of any kind and the last remark were.
    waiting : Swing or None
        A swing that counts, while the person is not back yet.
    foreseen_row : int
        Where the way out began that was taken up before its way back was certain; -1 once it is.
    last_serial, last_out_row : int
        The repetition reported last, and where its way out began.
    """

    track: Track = field(default_factory=lambda: Track.of(3))
    signal: SignalState = field(default_factory=SignalState)
    zigzag: Zigzag = field(default_factory=Zigzag)
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    slip: Slip | None = None
    own: OwnRange = field(default_factory=OwnRange)
    roms: OwnRange = field(default_factory=OwnRange)
    row: int = 0
    count: int = 0
    cycle_s: float = float("-inf")
    remark_s: float = float("-inf")
    waiting: Swing | None = None
    foreseen_row: int = -1
    last_serial: int = -1
    last_out_row: int = -1
    provisional: Provisional = field(default_factory=Provisional)
