"""Where a run goes: terminal, history, truth, and the folder of its recording."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from legday.cli.folders import recordings_folder
from legday.cli.hearing import Hearing, rewritable
from legday.cli.own_truth import OwnTruth, keep_own_truth
from legday.cli.page import history_kept
from legday.cli.recorders import tidy
from legday.cli.said import say
from legday.config import Settings
from legday.errors import LegdayError
from legday.publishers import Context, Publisher, publishers
from legday.publishers.console import ConsolePublisher, ConsoleSettings
from legday.publishers.mqtt import MqttPublisher
from legday.recording.mcap_file import Recording
from legday.recording.repair import repair_all


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a run goes besides the terminal.

    Parameters
    ----------
    page : bool
        Serve the page, with the embedded broker behind it.
    record : Path or None
        Recording to write.
    take : str
        Name of the take in every JSON line; empty is the session's.
    plan : str or None
        Plan to follow from the start, whole, as it is recorded.
    remember : bool
        Keep sets and sessions in the history.
    keys : bool
        Let keys of the terminal correct the count.
    hearing : bool
        Show in the terminal how well each sensor is heard.
    resumed : Recording or None
        What was recorded before the session was cut short; ``record`` goes on with it.
    """

    page: bool = True
    record: Path | None = None
    take: str = ""
    plan: str | None = None
    remember: bool = False
    keys: bool = False
    hearing: bool = False
    resumed: Recording | None = None


def connected(ways: Sequence[Publisher]) -> dict[str, bool]:
    """Return whether each broker is there, by its address."""
    return {each.address: each.connected for each in ways if isinstance(each, MqttPublisher)}


def terminal(settings: Settings, outputs: Outputs, context: Context) -> list[Publisher]:
    """Return what the person at the terminal sees."""
    console = ConsolePublisher(cast("ConsoleSettings", settings.section("console")), context)
    if not outputs.hearing:
        return [console]
    return [Hearing(rewritable(console.terminal, lines=console.for_people)), console]


def memory(settings: Settings, outputs: Outputs, context: Context) -> list[Publisher]:
    """Return what remembers a live session: the history, and the truth that a person makes of it."""
    ways: list[Publisher] = []
    if outputs.remember:
        kept = settings.section("history")
        kept = kept.model_copy(update={"path": history_kept(settings)})
        ways.append(publishers()["history"].build(kept, context))
    if outputs.record is not None:
        ways.append(OwnTruth(outputs.record, context.setup))
    return ways


def care_for_the_folder(settings: Settings, outputs: Outputs) -> None:
    """Mend what a crash left and keep to the limit, before anything new is written there."""
    if outputs.record is None:
        return
    _mend_what_a_crash_left(outputs.record.parent, outputs)
    if outputs.record.parent == recordings_folder():
        tidy(recordings_folder(), settings.takes)


def _mend_what_a_crash_left(folder: Path, outputs: Outputs) -> None:
    resumed = None if outputs.resumed is None else outputs.resumed.path
    repaired, failed = repair_all(folder, resumed)
    for path in repaired:
        say(f"Repaired {path}, which a crash had left unfinished")
        try:
            keep_own_truth(path)
        except LegdayError as failure:
            say(f"Corrections not kept: {failure}")
    for error in failed:
        say(f"Not repaired: {error}")
