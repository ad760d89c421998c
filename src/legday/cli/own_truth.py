"""Keep what a person corrected as the truth of the recorded session."""

from pathlib import Path
from typing import Any, Self

from legday.cli.said import say
from legday.core.inputs import Command, time_ns
from legday.core.setup import SessionSetup
from legday.publishers import Message
from legday.recording.label import BY_USER, Label, SetTruth
from legday.recording.mcap_file import read_recording
from legday.recording.write_take import label_text
from legday.service.announcer import Announcer, Losses
from legday.session import Session
from legday.whole_file import whole_file

SETS = frozenset({"set_ended", "set_corrected"})
BY_HAND = "undone"
CORRECTIONS = frozenset({"adjust", "undo"})


class OwnTruth:
    """Writes a label beside a recording whose counts somebody corrected.

    It follows the session like a publisher and writes when everything is over. All sets are written, not only
    the corrected ones: who corrects one has looked at the others too, and errors alone would look worse than
    the count is. A session that nobody corrected gets no label.

    Parameters
    ----------
    recording : Path
        The recording; a label that is there already is left alone.
    setup : SessionSetup
        The session.
    """

    def __init__(self, recording: Path, setup: SessionSetup) -> None:
        self._label = recording.with_suffix(".toml")
        self._setup = setup
        self._sets: dict[tuple[int, int], SetTruth] = {}
        self._corrected = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        self.write()

    def write(self) -> None:
        """Write the label, where there is something to keep and nothing to write over."""
        if not self._corrected or not self._sets or self._label.exists():
            return
        sensor = self._setup.sensors[0]
        label = Label(
            subject=sensor.person,
            site=sensor.site,
            synthetic=self._setup.synthetic,
            sets=tuple(self._sets.values()),
        )
        try:
            with whole_file(self._label, lasting=True) as beside:
                beside.write_text(label_text(label), encoding="utf-8")
        except OSError as failure:
            say(f"Not written: {self._label}: {failure.strerror}")
        else:
            say(f"Your corrections are kept: {self._label}")

    async def publish(self, message: Message) -> None:
        """Follow an event."""
        self.follow(message)

    def follow(self, message: Message) -> None:
        """Note a correction, and the count of each set."""
        body = message.body
        if message.kind != "event":
            return
        if body["type"] == "correction" or (body["type"] == "retracted" and body["reason"] == BY_HAND):
            self._corrected = True
        if body["type"] in SETS and message.t_ms is not None:
            self._sets[(body["session"], body["n"])] = _truth(body, message.t_ms)


def keep_own_truth(path: Path) -> None:
    """Write the label of a recording whose session did not live to write it.

    Corrections are commands and recorded as such: the replay tells what the person left.

    Raises
    ------
    LegdayError
        For a recording, or a profile in it, that cannot be read.
    """
    recording = read_recording(path)
    if not any(isinstance(item, Command) and item.name in CORRECTIONS for item in recording.inputs()):
        return
    newest_ns, nothing = 0, Losses(0, 0, "disk")
    session = Session(recording.setup, recording.profile, signals=True)
    announcer = Announcer(session, lambda: newest_ns, lambda: nothing)
    truth = OwnTruth(path, recording.setup)
    for item in recording.inputs():
        newest_ns = max(newest_ns, time_ns(item))
        for message in announcer.follow(item, session.push([item])):
            truth.follow(message)
    for message in announcer.tell(session.finish()):
        truth.follow(message)
    truth.write()


def _truth(body: Any, end_ms: float) -> SetTruth:
    return SetTruth(
        exercise=body["exercise"],
        start_ms=end_ms - 1000.0 * (body["end_s"] - body["start_s"]),
        end_ms=end_ms,
        reps=body["count"],
        truth_kind=BY_USER,
    )
