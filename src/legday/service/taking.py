"""How the session takes inputs: each is recorded, then decided on, then told."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from legday.core.events import CommandRefused, Event
from legday.core.inputs import Input, LinkChange, Tick, time_ns
from legday.publishers import Answer, Message, Publisher
from legday.service.announcer import Announcer
from legday.service.inbox import MOST_AT_ONCE, Inbox
from legday.service.recorder import Recorder
from legday.service.watchdog import ALIVE, notify
from legday.session import Session


class Taking:
    """Takes inputs in their order.

    Parameters
    ----------
    session : Session
        Decides.
    announcer : Announcer
        Says what is to be published.
    inbox : Inbox
        Knows who waits for an answer to which command.

    Attributes
    ----------
    recorder : Recorder or None
        Where inputs are kept.
    publishers : sequence of Publisher
        The ways out.
    taken : int
        Inputs so far.
    newest_ns : int
        The newest of their times, ns; 0 before the first.
    """

    def __init__(self, session: Session, announcer: Announcer, inbox: Inbox) -> None:
        self._session = session
        self._announcer = announcer
        self._inbox = inbox
        self.recorder: Recorder | None = None
        self.publishers: Sequence[Publisher] = ()
        self.taken = 0
        self.newest_ns = 0
        self._due: list[tuple[Answer, str]] = []

    async def take(self, batch: Sequence[Input | None]) -> None:
        """Record inputs, let the session take them, and publish what that decides.

        An event is published when the inputs that decided it outlive this process: so a replay of the
        recording always decides it again, under the same id. The service manager hears that we are alive from
        here, each second: a session that hangs is started anew.
        """
        messages: list[Message] = []
        for item in batch:
            if item is not None:
                messages += self._messages(item)
        if self.recorder is not None and any(message.kind == "event" for message in messages):
            self.recorder.flush()
        await self.publish(messages)
        if any(isinstance(item, Tick) for item in batch):
            notify(ALIVE)
        due, self._due = self._due, []
        for answer, refusal in due:
            answer(refusal)

    def _messages(self, item: Input) -> Iterator[Message]:
        self.newest_ns = max(self.newest_ns, time_ns(item))
        if self.recorder is not None:
            self.recorder.write(item)
        self.taken += 1
        events: list[Event] = self._session.push([item])
        if (answer := self._inbox.answer_to(item)) is not None:
            self._due.append((answer, _refusal(events)))
        return self._announcer.follow(item, events)

    async def catch_up(self, earlier: Iterable[Input], now_ns: Callable[[], int]) -> None:
        """Come to where a recording ends; its events are published again, of its states the newest.

        The sensors were left by the process that ended.
        """
        newest: dict[str, Message] = {}
        for number, item in enumerate(earlier):
            self.newest_ns = max(self.newest_ns, time_ns(item))
            for message in self._announcer.follow(item, self._session.push([item])):
                if message.kind == "event":
                    await self.publish([replace(message, again=True)])
                elif message.kind == "state":
                    newest[message.device] = message
            if number % MOST_AT_ONCE == 0:
                await asyncio.sleep(0)
        await self.publish(newest.values())
        await self.take([LinkChange(now_ns(), "disconnected", each) for each in self._announcer.online])

    async def publish(self, messages: Iterable[Message]) -> None:
        """Give messages to every way out."""
        for message in messages:
            for publisher in self.publishers:
                await publisher.publish(message)


def _refusal(events: list[Event]) -> str:
    """Return why a command was refused, given the events it led to; empty when it was not."""
    return next((event.reason for event in events if isinstance(event, CommandRefused)), "")
