"""The first repetition is shown at once, and withdrawn when nothing follows it.

One bend of the knee is no training: a repetition stands when a second one of about its size follows in time,
when it follows one that stands, or when it resembles those that the person has done before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from legday.exercises._cycle_params import CycleParams
from legday.exercises._zigzag import OwnRange

FIRM = 1.6  # one of the first two has to be so much calmer than need be
ALIKE = 2.0  # a repetition that comes late is at most this much larger than the person's own
KNOWN_AFTER = 3  # repetitions from which the own range is known


class Withdrawal(NamedTuple):
    """An event that does not stand: its serial, when that was clear, and why."""

    serial: int
    t_s: float
    reason: str


class Latest(NamedTuple):
    """The repetition just reported: its serial, size in g, and time.

    ``calm`` is how much calmer the body was than need be (1: just so), ``clean`` says whether it could stand
    alone.
    """

    serial: int
    size: float
    t_s: float
    calm: float
    clean: bool


@dataclass(slots=True)
class Provisional:
    """The repetition that nothing confirms yet, and the range of those that stand.

    ``serial`` is None while there is none; the other fields are those of `Latest`.
    """

    serial: int | None = None
    size: float = 0.0
    calm: float = 0.0
    clean: bool = False
    until_s: float = 0.0
    calms: OwnRange = field(default_factory=OwnRange)
    standing: OwnRange = field(default_factory=lambda: OwnRange(last_s=float("-inf")))

    def expire(self, t_s: float) -> Iterator[Withdrawal]:
        """Withdraw the repetition that has waited too long at ``t_s``."""
        if self.serial is not None and t_s > self.until_s:
            yield Withdrawal(self.serial, self.until_s, "no second repetition followed")
            self.serial = None

    def interrupt(self, size: float, t_s: float, share: float) -> Iterator[Withdrawal]:
        """Withdraw the repetition when what follows is a stride of about its size."""
        if self.serial is not None and size >= share * self.size:
            yield Withdrawal(self.serial, t_s, "strides followed")
            self.serial = None

    def end(self, t_s: float) -> Iterator[Withdrawal]:
        """Withdraw the repetition that nothing follows any more, unless it could stand alone."""
        if self.serial is not None and not self.clean:
            yield Withdrawal(self.serial, t_s, "no second repetition followed")
        self.serial = None

    def take(self, latest: Latest, params: CycleParams) -> Iterator[Withdrawal]:
        """Take in the next repetition: it confirms, stands, is withdrawn, or waits for a second one."""
        size, t_s, within_s, share = latest.size, latest.t_s, params.confirm_s, params.confirm_share
        if self.serial is None:
            if self._follows(latest, params):
                self._stand(size, latest.calm, t_s)
            else:
                self._wait(latest, within_s)
        elif max(latest.calm, self.calm) < FIRM:
            yield Withdrawal(self.serial, t_s, "the body shook, as in walking")
            self._wait(latest, within_s)
        elif share * self.size <= size <= self.size / share:
            self._stand(self.size, self.calm, t_s)
            self._stand(size, latest.calm, t_s)
            self.serial = None
        elif size < self.size:
            yield Withdrawal(latest.serial, t_s, "much smaller than the one before")
        else:
            yield Withdrawal(self.serial, t_s, "much smaller than the one behind")
            self._wait(latest, within_s)

    def forget(self, serial: int) -> None:
        """Note that this repetition was withdrawn for another reason."""
        if self.serial == serial:
            self.serial = None

    def _wait(self, latest: Latest, within_s: float) -> None:
        self.serial, self.size = latest.serial, latest.size
        self.calm, self.clean = latest.calm, latest.clean
        self.until_s = latest.t_s + within_s

    def _stand(self, size: float, calm: float, t_s: float) -> None:
        self.standing.add(size, t_s)
        self.calms.add(calm, t_s)

    def _follows(self, latest: Latest, params: CycleParams) -> bool:
        """Return whether a repetition is of the kind that the person has done before."""
        usual = self.standing.usual
        if latest.calm < params.calm_share * self.calms.usual or latest.size < params.confirm_share * usual:
            return False
        known = len(self.standing.sizes) >= KNOWN_AFTER and latest.size <= usual * ALIKE
        return known or latest.t_s - self.standing.last_s <= params.confirm_s
