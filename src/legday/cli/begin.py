"""How a live session begins: anew, or where one was cut short, with the sensors that were asked for."""

import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from legday.cli.asked import name_of_run
from legday.cli.folders import certificates_folder, recordings_folder, state_file
from legday.cli.outputs import Outputs
from legday.cli.perform import Found
from legday.cli.resume import finished_name, resumable, suits, unused
from legday.cli.said import say
from legday.cli.together import sensors_of
from legday.config import Settings
from legday.recording.mcap_file import Recording
from legday.sources import Pace
from legday.sources.virtual import VirtualSource

HOW_TO_CHOOSE = (
    "Nothing is counted yet: choose an exercise on the page, or start with --exercise NAME "
    "(legday exercises lists them)."
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What was asked of a live session.

    Parameters
    ----------
    sensors : tuple of str
        As ``--sensor`` takes them; none is the one in range.
    profile : str or None
        Reads the sensors, whatever they advertise.
    demo : bool
        A virtual sensor instead.
    exercise : str or None
        Counted from the start.
    params : dict
        Detector parameters by exercise.
    settings : Settings
        Everything else.
    plan, plan_name : str or None
        The plan to follow, whole, and as a person named it.
    record : Path or None
        The recording; a new one in the data folder where none is named.
    resume : bool or None
        Go on with what was cut short, never, or where it is not old.
    """

    sensors: tuple[str, ...]
    profile: str | None
    demo: bool
    exercise: str | None
    params: dict[str, dict[str, Any]]
    settings: Settings
    plan: str | None
    plan_name: str | None
    record: Path | None
    resume: bool | None

    def find(self) -> Callable[[AsyncExitStack], Awaitable[tuple[Found, Outputs]]]:
        """Look for a session to go on with, and return what finds the sensors.

        Raises
        ------
        LegdayError
            For a recording that cannot be gone on with.
        """
        start_ns, earlier = time.time_ns(), self._earlier()
        if self.record is None and not self.demo:
            recordings_folder().mkdir(parents=True, exist_ok=True)

        async def find(stack: AsyncExitStack) -> tuple[Found, Outputs]:
            found = await self._found(start_ns, stack)
            if earlier is not None and suits(earlier, found.setup):
                return self._resumed(found, earlier)
            return self._anew(found, start_ns)

        return find

    def _earlier(self) -> Recording | None:
        if self.record is None and self.demo:
            return None
        return resumable(self.record or recordings_folder(), self.resume, self.settings.recording)

    async def _found(self, start_ns: int, stack: AsyncExitStack) -> Found:
        if self.demo:
            virtual = self.settings.virtual
            source = VirtualSource(virtual, start_ns, Pace(virtual.speed))
            return Found(source.setup, source)
        beside = recordings_folder() if self.record is None else self.record.parent
        return await sensors_of(
            list(self.sensors),
            self.profile,
            self.settings,
            state_file(),
            certificates_folder(),
            beside,
            stack,
        )

    def _resumed(self, found: Found, earlier: Recording) -> tuple[Found, Outputs]:
        whole = finished_name(earlier.path)
        say(f"Resuming {whole.name}: the session goes on where it was cut short")
        return replace(found, setup=earlier.setup), replace(self._outputs(whole), resumed=earlier)

    def _anew(self, found: Found, start_ns: int) -> tuple[Found, Outputs]:
        path = self.record
        if path is None and not self.demo:
            path = unused(recordings_folder() / f"{name_of_run(None, start_ns)}.mcap")
        if not self.demo:
            say(f"Recording: {path}")
            say(self._what_is_counted())
        changes = {
            "exercise": self.exercise,
            "recording": name_of_run(path, start_ns),
            "params": self.params,
        }
        return (
            replace(found, setup=found.setup.model_copy(update=changes)),
            replace(self._outputs(path), plan=self.plan),
        )

    def _outputs(self, path: Path | None) -> Outputs:
        return Outputs(record=path, remember=not self.demo, keys=True, hearing=True)

    def _what_is_counted(self) -> str:
        if self.plan_name is not None:
            return f"Following the plan: {self.plan_name}"
        return HOW_TO_CHOOSE if self.exercise is None else f"Counting: {self.exercise}"
