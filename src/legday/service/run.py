"""source -> (recorder) -> session -> publishers, in one task group, until the end or until stopped."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, aclosing
from dataclasses import replace

from legday.core.events import CommandRefused, Event
from legday.core.inputs import Command, Input, LinkChange, Tick, time_ns
from legday.core.setup import SessionSetup
from legday.errors import LegdayError
from legday.publishers import Answer, Health, Message, Outbox, Publisher, Waving, unanswered
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.service.announcer import Announcer, Losses
from legday.service.inbox import MOST_AT_ONCE, Inbox
from legday.service.recorder import Recorder
from legday.service.watchdog import ALIVE, READY, STOPPING, notify
from legday.session import Session
from legday.sources import Lossy, Source, host_now_ns

TICK_S = 1.0


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
        earlier: Iterable[Input] = (),
    ) -> None:
        self.session = Session(setup, find, signals=True)
        self._source = source
        self._record = record
        self._now_ns = now_ns
        self._outbox = outbox
        self._earlier = earlier
        self._recorder: Recorder | None = None
        self._announcer = Announcer(self.session, now_ns, self._losses)
        self._inbox = Inbox(len(setup.sensors))
        self.taken = 0
        self._due: list[tuple[Answer, str]] = []
        self._newest_ns = 0
        self._stopping = asyncio.Event()
        self._failure: LegdayError | None = None
        self._publishers: Sequence[Publisher] = ()

    def now_ns(self) -> int:
        """Return the time of this session: the host's, or that of the newest input of a source that waits."""
        return self._newest_ns if self._source.waits and self._newest_ns else self._now_ns()

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
        self._stopping.set()

    async def run(self, publishers: Sequence[Publisher] = ()) -> None:
        """Run until the source ends or `stop` is called."""
        async with AsyncExitStack() as stack:
            self._publishers = [await stack.enter_async_context(each) for each in publishers]
            self._announcer.waves = any(isinstance(each, Waving) and each.wave for each in publishers)
            with contextlib.nullcontext() if self._record is None else self._record() as self._recorder:
                await self._catch_up()
                await self._publish(self._announcer.opening())
                notify(READY)
                try:
                    async with asyncio.TaskGroup() as group:
                        feeding = group.create_task(self._feed())
                        ticking = group.create_task(self._tick())
                        await self._process()
                        feeding.cancel()
                        ticking.cancel()
                except BaseExceptionGroup as errors:
                    raise _first(errors) from None
            await self._publish(self._announcer.tell(self.session.finish()))
            await self._publish(self._announcer.closing_states())
        if self._failure is not None:
            raise self._failure

    async def _feed(self) -> None:
        """Bring the source's inputs until it ends or the service is to stop."""
        taking = asyncio.create_task(self._take_all())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({taking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            taking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await taking
        await self._inbox.put(None)

    async def _take_all(self) -> None:
        try:
            async with aclosing(self._source.inputs()) as inputs:
                async for item in inputs:
                    if self._source.waits:
                        await self._inbox.put(item)
                    else:
                        self._inbox.offer(item)
        except LegdayError as error:
            self._failure = error

    async def _tick(self) -> None:
        while not self._source.waits:
            await asyncio.sleep(TICK_S)
            self._inbox.offer(Tick(self._now_ns()))

    async def _process(self) -> None:
        while (batch := await self._inbox.batch())[-1] is not None:
            await self._take(batch)
            await self._inbox.breathe(len(batch), waits=self._source.waits)
        await self._take(batch[:-1])

    async def _take(self, batch: Sequence[Input | None]) -> None:
        """Record inputs, let the session take them, and publish what that decides.

        An event is published when the inputs that decided it outlive this process: so a replay of the
        recording always decides it again, under the same id. The service manager hears that we are alive from
        here, each second: a session that hangs is started anew.
        """
        messages: list[Message] = []
        for item in batch:
            if item is not None:
                messages += self._messages(item)
        if self._recorder is not None and any(message.kind == "event" for message in messages):
            self._recorder.flush()
        await self._publish(messages)
        if any(isinstance(item, Tick) for item in batch):
            notify(ALIVE)
        due, self._due = self._due, []
        for answer, refusal in due:
            answer(refusal)

    def _messages(self, item: Input) -> Iterator[Message]:
        self._newest_ns = max(self._newest_ns, time_ns(item))
        if self._recorder is not None:
            self._recorder.write(item)
        self.taken += 1
        events: list[Event] = self.session.push([item])
        if (answer := self._inbox.answer_to(item)) is not None:
            self._due.append((answer, _refusal(events)))
        return self._announcer.follow(item, events)

    async def _catch_up(self) -> None:
        """Come to where the recording ends; its events are published again, of its states the newest.

        The sensors were left by the process that ended.
        """
        newest: dict[str, Message] = {}
        for number, item in enumerate(self._earlier):
            self._newest_ns = max(self._newest_ns, time_ns(item))
            for message in self._announcer.follow(item, self.session.push([item])):
                if message.kind == "event":
                    await self._publish([replace(message, again=True)])
                elif message.kind == "state":
                    newest[message.device] = message
            if number % MOST_AT_ONCE == 0:
                await asyncio.sleep(0)
        await self._publish(newest.values())
        await self._take([LinkChange(self.now_ns(), "disconnected", each) for each in self._announcer.online])

    def _losses(self) -> Losses:
        full = self._recorder is not None and self._recorder.full
        if self._outbox is None:
            return Losses(self.lost, 0, "full" if full else "memory")
        return Losses(self.lost, self._outbox.dropped, "full" if full else self._outbox.storage)

    async def _publish(self, messages: Iterable[Message]) -> None:
        for message in messages:
            for publisher in self._publishers:
                await publisher.publish(message)


def _refusal(events: list[Event]) -> str:
    """Return why a command was refused, given the events it led to; empty when it was not."""
    return next((event.reason for event in events if isinstance(event, CommandRefused)), "")


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the error that ended a task group."""
    first = errors.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
