"""One sensor's samples and holes to its motion and holes: the front end, with what a hole does to it."""

from collections.abc import Iterable, Iterator

from legday.core.block import Hole, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.motion.frontend import Frontend

Moved = MotionBlock | Hole


class Movement:
    """Finds the motion of one sensor. It is the same whatever is counted in it.

    Parameters
    ----------
    site : str
        Where the sensor sits.
    """

    def __init__(self, site: str) -> None:
        self._site = site
        self._frontend: Frontend | None = None

    def follow(self, pieces: Iterable[SampleBlock | Hole], grid_hz: float | None) -> Iterator[Moved]:
        """Yield the motion of each block of samples that has any, at this rate, Hz, and each hole."""
        for piece in pieces:
            if isinstance(piece, Hole):
                if piece.breaks and self._frontend is not None:
                    self._frontend.after_gap()
                yield piece
            elif len(piece):
                if self._frontend is None:
                    setting = Setting(grid_hz or 1.0, self._site, piece.gyr is not None)
                    self._frontend = Frontend(setting)
                yield self._frontend.update(piece)

    def calibrate(self) -> None:
        """Take the coming second as standing still."""
        if self._frontend is not None:
            self._frontend.calibrate()
