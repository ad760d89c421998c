"""The first repetition is shown at once, and withdrawn when nothing follows it.

One bend of the knee is no training: a repetition stands when a second one of about its size follows in time,
when it follows one that stands, or when it resembles those that the person has done before. It follows in
time when it begins in time: the rest between them counts, not how long they take. Of a large and a small one
the third decides. Brisk ones (`_brisk`) have to be four in a row: single strides pass for one, four of them
never did. Who rests longer still is told by the third of a kind, each by itself (`_lone`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from legday.exercises._cycle_params import CycleParams
from legday.exercises._lone import Latest, Lone
from legday.exercises._own_range import OwnRange

ALIKE = 2.0  # a repetition that comes late is at most this much larger than the person's own
TRAIN = 4  # so many brisk repetitions in a row stand
BRISK_WITHIN_S = 3.0  # and each follows the one before so soon
CLEAN_WAITS = 1.25  # times as long where a repetition could stand alone; rests between sets are longer
LONGEST_S = 12.0  # a repetition takes no longer
KNOWN_AFTER = 3  # repetitions from which the own range is known
ALONE = "no second repetition followed"
LEAST_BESIDE = 0.5  # of the size of another that waits: less does not stand beside it


class Withdrawal(NamedTuple):
    """An event that does not stand: its serial, when that was clear, and why."""

    serial: int
    t_s: float
    reason: str


@dataclass(slots=True)
class Provisional:
    """The repetitions that nothing confirms yet, mostly one, and the range of those that stand.

    ``brisk`` says that the last one that stands was as free of impacts as no stride. Another one has to begin
    until ``until_s``, and to be over until ``over_s``.
    """

    waiting: list[Latest] = field(default_factory=list)
    brisk: bool = False
    until_s: float = 0.0
    over_s: float = 0.0
    lone: Lone = field(default_factory=Lone)
    calms: OwnRange = field(default_factory=OwnRange)
    standing: OwnRange = field(default_factory=lambda: OwnRange(last_s=float("-inf")))

    def expire(self, t_s: float, *, moving: bool = False) -> Iterator[Withdrawal]:
        """Withdraw the repetition that has waited too long at ``t_s``, unless another one is on its way."""
        if not self.waiting or t_s <= self.over_s:
            return
        if moving and self.over_s == self.until_s:
            self.over_s += LONGEST_S
        else:
            yield from self._leave(self.over_s)

    def begin(self, start_s: float, t_s: float) -> Iterator[Withdrawal]:
        """Withdraw the repetition for which another one, known at ``t_s``, began too late."""
        if self.waiting and start_s > self.until_s:
            yield from self._leave(t_s)

    def recall(self, size: float, start_s: float) -> list[Latest]:
        """Return those that stand after all, as one more by itself and of this size began at ``start_s``."""
        recalled = [] if self.waiting else self.lone.recall(size, start_s)
        if recalled:
            self._stand(recalled)
            self.standing.last_s = start_s
        return recalled

    def interrupt(self, size: float, t_s: float, share: float) -> Iterator[Withdrawal]:
        """Withdraw the repetition when what follows is a stride of about its size."""
        if self.waiting and size >= share * self.waiting[-1].size:
            yield from self._withdraw(t_s, "strides followed")

    def end(self, t_s: float) -> Iterator[Withdrawal]:
        """Withdraw the repetition that nothing follows any more, unless it could stand alone."""
        largest = max((each.size for each in self.waiting), default=0.0)
        yield from self._part(
            lambda each: each.size >= LEAST_BESIDE * largest,
            t_s,
            "alone, and much smaller than the one before",
        )
        if not all(each.clean for each in self.waiting):
            yield from self._withdraw(t_s, ALONE)
        self.waiting = []

    def take(self, latest: Latest, params: CycleParams) -> Iterator[Withdrawal]:
        """Take in the next repetition: it confirms, stands, is withdrawn, or waits for a second one."""
        t_s, share = latest.t_s, params.confirm_share
        if not self.waiting:
            if self._follows(latest, params):
                self._stand([latest])
            else:
                self._wait(latest, params)
            return
        alike = [each for each in self.waiting if share * each.size <= latest.size <= each.size / share]
        before = alike[-1] if alike else self.waiting[-1]
        if max(latest.calm, before.calm) < params.firm:
            if not (alike and latest.brisk and before.brisk):
                yield from self._withdraw(t_s, "the body shook, as in walking")
            self._wait(latest, params)
            if len(self.waiting) >= (2 if all(each.calm >= 1.0 for each in self.waiting) else TRAIN):
                self._stand(self.waiting)
        elif alike:
            yield from self._part(alike.__contains__, t_s, "unlike the two that are alike")
            self._stand([*self.waiting, latest])
        elif latest.size < before.size and latest.clean:
            self._wait(latest, params)
        elif latest.size < before.size:
            yield Withdrawal(latest.serial, t_s, "much smaller than the one before")
        else:
            yield from self._withdraw(t_s, "much smaller than the one behind")
            self._wait(latest, params)

    def waiting_of(self, serial: int) -> Latest | None:
        """Return the repetition of this serial while it may still be withdrawn."""
        return next((each for each in self.waiting if each.serial == serial), None)

    def correct(self, latest: Latest) -> None:
        """Note that a repetition that waits turned out to be like this."""
        self.waiting = [latest if each.serial == latest.serial else each for each in self.waiting]

    def forget(self, serial: int) -> None:
        """Note that this repetition was withdrawn for another reason."""
        self.waiting = [each for each in self.waiting if each.serial != serial]

    def _leave(self, t_s: float) -> Iterator[Withdrawal]:
        """Withdraw what nothing followed, and keep in mind what could have stood alone."""
        if len(self.waiting) == 1 and self.waiting[0].clean:
            self.lone.add(self.waiting[0])
        yield from self._withdraw(t_s, ALONE)

    def _withdraw(self, t_s: float, reason: str) -> Iterator[Withdrawal]:
        waiting, self.waiting = self.waiting, []
        for each in waiting:
            yield Withdrawal(each.serial, t_s, reason)

    def _part(self, stays: Callable[[Latest], bool], t_s: float, reason: str) -> Iterator[Withdrawal]:
        """Withdraw those that do not stay."""
        waiting, self.waiting = self.waiting, [each for each in self.waiting if stays(each)]
        for each in waiting:
            if not stays(each):
                yield Withdrawal(each.serial, t_s, reason)

    def _wait(self, latest: Latest, params: CycleParams) -> None:
        self.waiting = [*self.waiting, latest]
        within_s = (
            _patience_s(latest, params) if latest.calm >= 1.0 else min(BRISK_WITHIN_S, params.confirm_s)
        )
        self.until_s = self.over_s = latest.t_s + within_s

    def _stand(self, confirmed: list[Latest]) -> None:
        for each in confirmed:
            self.standing.add(each.size, each.t_s)
            self.calms.add(each.calm, each.t_s)
            self.brisk = each.brisk
        self.waiting, self.lone = [], Lone()

    def _follows(self, latest: Latest, params: CycleParams) -> bool:
        """Return whether a repetition is of the kind that the person has done before."""
        usual = self.standing.usual
        if latest.calm < params.calm_share * self.calms.usual or latest.size < params.confirm_share * usual:
            return False
        if latest.calm < 1.0:
            return self.brisk and latest.t_s - self.standing.last_s <= BRISK_WITHIN_S
        known = len(self.standing.sizes) >= KNOWN_AFTER and latest.size <= usual * ALIKE
        return known or latest.start_s - self.standing.last_s <= _patience_s(latest, params)


def _patience_s(latest: Latest, params: CycleParams) -> float:
    """Return how long another repetition is waited for beside this one."""
    return params.confirm_s * (CLEAN_WAITS if latest.clean else 1.0)
