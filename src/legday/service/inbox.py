"""Inputs on their way to the session: they wait here, within bounds, and are taken together when many do."""

import asyncio
import logging
from collections import deque

from legday.core.inputs import Command, Input
from legday.publishers import Answer

log = logging.getLogger(__name__)

WAITING_INPUTS = 1024
"""Inputs of each sensor that may wait for the session, ten seconds of a fast one; more are lost, counted."""

WAITING_COMMANDS = 64
"""Commands that may wait among them, so that a flood of commands cannot push out a sensor's packets."""

MOST_AT_ONCE = 64
"""Inputs that are taken together when many are waiting."""

BREATH_S = 0.005
"""What comes this soon behind others waits so long, and is recorded, kept and sent together with what comes
meanwhile: each of these costs about as much for one event as for ten."""


class Inbox:
    """The queue in front of the session, and who waits for an answer to which command.

    Parameters
    ----------
    sensors : int
        How many there are.

    Attributes
    ----------
    lost : int
        Inputs that found no room.
    """

    def __init__(self, sensors: int) -> None:
        self.lost = 0
        self._queue: asyncio.Queue[Input | None] = asyncio.Queue(WAITING_INPUTS * max(1, sensors))
        self._asked: deque[tuple[Command, Answer]] = deque()
        self._rests_until_s = 0.0

    @property
    def commands(self) -> int:
        """How many commands wait."""
        return len(self._asked)

    def ask(self, command: Command, answer: Answer) -> bool:
        """Take a command and who wants to know what became of it; False when too many are waiting."""
        if len(self._asked) >= WAITING_COMMANDS or self._queue.full():
            return False
        self._asked.append((command, answer))
        self._queue.put_nowait(command)
        return True

    def offer(self, item: Input) -> None:
        """Take an input of a source that does not wait; without room it is lost."""
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            self.lost += 1
            if self.lost == 1:
                log.warning("the session cannot keep up: inputs are lost")

    async def put(self, item: Input | None) -> None:
        """Take an input when there is room; None says that it is the last."""
        await self._queue.put(item)

    async def batch(self) -> list[Input | None]:
        """Return all inputs that are waiting, at least one; None is the last."""
        batch = [await self._queue.get()]
        left_s = self._rests_until_s - asyncio.get_running_loop().time()
        if left_s > 0.0:
            await asyncio.sleep(left_s)
        while batch[-1] is not None and len(batch) < MOST_AT_ONCE and not self._queue.empty():
            batch.append(self._queue.get_nowait())
        return batch

    async def breathe(self, taken: int, *, waits: bool) -> None:
        """Let others run before the next batch: brokers' acknowledgements are heard in any case.

        A source that waits need not be waited for, and behind a full batch there is one already. Whatever
        comes later than a breath finds it over: where inputs are rare, no timer is set.
        """
        if waits or taken >= MOST_AT_ONCE:
            await asyncio.sleep(0.0)
        else:
            self._rests_until_s = asyncio.get_running_loop().time() + BREATH_S

    def answer_to(self, item: Input) -> Answer | None:
        """Return who waits for the answer to an input whose turn has come; None where nobody does."""
        if not self._asked or self._asked[0][0] is not item:
            return None
        return self._asked.popleft()[1]
