"""source -> (recorder) -> session -> publishers, in one task group, until the end or until stopped."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, AsyncExitStack

from legday.core.inputs import Command, Input
from legday.core.setup import SessionSetup
from legday.publishers import Answer, Health, Outbox, Publisher, Waving, unanswered
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.service.announcer import Announcer, Losses
from legday.service.feed import Feed
from legday.service.inbox import Inbox
from legday.service.keeping import keep_on_disk
from legday.service.recorder import Recorder
from legday.service.taking import Taking
from legday.service.watchdog import READY, STOPPING, notify
from legday.session import Session
from legday.sources import Lossy, Source, host_now_ns


class Service:
    """One running session.

    Parameters
    ----------
    setup : SessionSetup
        The session.
    source : Source
        Where its inputs come from.
    record : callable or None
        Opens the recorder; called when the publishers are up, so that a missing broker leaves no file behind,
        and closed before they say goodbye.
    now_ns : callable
        Host time, ns since 1970.
    find : callable
        Returns the profile of an id.
    outbox : Outbox or None
        Where events wait; the state tells of it.
    sync_s : float
        The disk is waited for so often.
    earlier : iterable of Input
        What the recording holds that is gone on with: the session takes it first.

    Raises
    ------
    LegdayError
        From `run`: what a publisher, the recorder or the source could not go on with.
    """

    def __init__(
        self,
        setup: SessionSetup,
        source: Source,
        *,
        record: Callable[[], AbstractContextManager[Recorder]] | None = None,
        now_ns: Callable[[], int] = host_now_ns,
        find: Callable[[str], Profile] = find_profile,
        outbox: Outbox | None = None,
        sync_s: float = 1.0,
        earlier: Iterable[Input] = (),
    ) -> None:
        self.session = Session(setup, find, signals=True)
        self._source = source
        self._record = record
        self._now_ns = now_ns
        self._outbox = outbox
        self._sync_s = sync_s
        self._earlier = earlier
        self._announcer = Announcer(self.session, now_ns, self._losses)
        self._inbox = Inbox(len(setup.sensors))
        self._feed = Feed(source, self._inbox, now_ns)
        self._taking = Taking(self.session, self._announcer, self._inbox)

    def now_ns(self) -> int:
        """Return the time of this session: the host's, or that of the newest input of a source that waits."""
        return (self._source.waits and self._taking.newest_ns) or self._now_ns()

    @property
    def taken(self) -> int:
        """Inputs that the session took."""
        return self._taking.taken

    @property
    def lost(self) -> int:
        """Inputs that came faster than they could be taken, here or in the source."""
        return self._inbox.lost + (self._source.lost if isinstance(self._source, Lossy) else 0)

    def health(self) -> Health:
        """Return how the session is doing."""
        losses = self._losses()
        return Health(self.taken, losses.inputs, losses.events, losses.storage)

    def obey(self, command: Command, answer: Answer = unanswered) -> bool:
        """Take a command from outside, and answer it in its turn; False when too many are waiting."""
        return self._inbox.ask(command, answer)

    def stop(self) -> None:
        """End in good order: what has arrived is processed, recorded and published."""
        notify(STOPPING)
        self._feed.stop()

    async def run(self, publishers: Sequence[Publisher] = ()) -> None:
        """Run until the source ends or `stop` is called."""
        taking = self._taking
        async with AsyncExitStack() as stack:
            taking.publishers = [await stack.enter_async_context(each) for each in publishers]
            self._announcer.waves = any(isinstance(each, Waving) and each.wave for each in publishers)
            with contextlib.nullcontext() if self._record is None else self._record() as taking.recorder:
                await taking.catch_up(self._earlier, self.now_ns)
                await taking.publish(self._announcer.opening())
                notify(READY)
                await self._take_all()
            await taking.publish(self._announcer.tell(self.session.finish()))
            await taking.publish(self._announcer.closing_states())
        if self._feed.failure is not None:
            raise self._feed.failure

    async def _take_all(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                besides = [self._feed.bring(), self._feed.tick()]
                if self._taking.recorder is not None:
                    besides.append(keep_on_disk(self._taking.recorder, self._sync_s))
                running = [group.create_task(each) for each in besides]
                await self._process()
                for each in running:
                    each.cancel()
        except BaseExceptionGroup as errors:
            raise _first(errors) from None

    async def _process(self) -> None:
        while (batch := await self._inbox.batch())[-1] is not None:
            await self._taking.take(batch)
            await self._inbox.breathe(len(batch), waits=self._source.waits)
        await self._taking.take(batch[:-1])

    def _losses(self) -> Losses:
        full = self._taking.recorder is not None and self._taking.recorder.full
        if self._outbox is None:
            return Losses(self.lost, 0, "full" if full else "memory")
        return Losses(self.lost, self._outbox.dropped, "full" if full else self._outbox.storage)


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the error that ended a task group."""
    first = errors.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
