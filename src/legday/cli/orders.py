"""What the edge does with a command before the session gets it: plans by name, and takes to be kept."""

import time
from dataclasses import replace
from pathlib import Path

from legday.cli.folders import plans_folder, recordings_folder
from legday.cli.said import say
from legday.core.inputs import Command
from legday.errors import LegdayError, SettingsError
from legday.plans import find_plan
from legday.printable import escaped
from legday.publishers import Answer, Obey, unanswered
from legday.recording.recent import LONGEST_S, RecentInputs


def plan_text(asked: str, level: str | None = None) -> str:
    """Return a plan as it is recorded: whole, so that a replay needs no file.

    Parameters
    ----------
    asked : str
        A name, a file, or the text itself.
    level : str or None
        Which half; None is the plan's own.

    Raises
    ------
    PlanError
        For a plan that is not there, or cannot be used.
    """
    text = (
        Path(asked).read_text(encoding="utf-8") if asked.endswith(".toml") and Path(asked).exists() else asked
    )
    return find_plan(text, [plans_folder()], level).model_dump_json(exclude_defaults=True)


class Orders:
    """Takes commands in front of the session.

    Parameters
    ----------
    obey : Obey
        Hands a command to the session.
    recent : RecentInputs
        What can be kept.
    """

    def __init__(self, obey: Obey, recent: RecentInputs) -> None:
        self._obey = obey
        self._recent = recent

    def __call__(self, command: Command, answer: Answer = unanswered) -> bool:
        """Carry out what is the edge's own, and hand on the rest."""
        if command.name == "keep":
            answer(self._keep(command))
            return True
        if command.name == "plan" and command.value:
            try:
                command = replace(command, value=plan_text(command.value))
            except LegdayError as error:
                say(f"Refused: {escaped(error)}")  # the session refuses it too, for those that are not here
        return self._obey(command, answer)

    def _keep(self, command: Command) -> str:
        """Keep the last seconds; return why that could not be done, in words."""
        stamp = time.strftime("%Y%m%dT%H%M%S", time.localtime(command.at_ns * 1e-9))
        path = recordings_folder() / f"kept-{stamp}.mcap"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._recent.keep(_seconds(command.value), path)
        except (LegdayError, OSError) as error:
            say(f"Not kept: {escaped(error)}")
            return str(error)
        say(f"Kept: {path}")
        return ""


def _seconds(value: str) -> float:
    try:
        seconds = float(value or "60")
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds <= LONGEST_S:
        raise SettingsError(f"keep {value}: want seconds, at most {LONGEST_S:g}")
    return seconds
