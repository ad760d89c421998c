"""Pipelines and workout behind one push(): sync and pure, the only wiring there is.

Live, replay, evaluation, tuning and the review page hand the same inputs to the same session, any number at a
time, and get the same events.
"""

from collections.abc import Callable, Iterable

from legday.core.events import CommandRefused, Correction, Event, ExerciseChosen, Retracted
from legday.core.inputs import Command, Input, LinkChange, Packet, Tick
from legday.core.setup import SessionSetup
from legday.errors import UnknownExerciseError
from legday.exercises import exercise as find_exercise
from legday.pipeline import Pipeline, SignalPoint
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.workout.tracker import WORKOUT, Tracker


class Session:
    """Everything between inputs and events.

    Parameters
    ----------
    setup : SessionSetup
        The sensors, and the exercise at the start.
    find : callable
        Returns the profile of an id; the registry's own unless a caller has others.
    signals : bool
        Keep the decimated motion of each sensor for `drain_signals`.

    Raises
    ------
    UnknownExerciseError, ProfileError
        For a setup that names what is not there.
    """

    def __init__(
        self,
        setup: SessionSetup,
        find: Callable[[str], Profile] = find_profile,
        *,
        signals: bool = False,
    ) -> None:
        self.setup = setup
        self.tracker = Tracker()
        self.pipelines = {
            sensor.device: Pipeline(sensor, find(sensor.profile), setup.params, signals=signals)
            for sensor in setup.sensors
        }
        self._opening = self._choose(setup.exercise) if setup.exercise is not None else []

    def push(self, inputs: Iterable[Input]) -> list[Event]:
        """Take any number of inputs and return the events they decide, in order."""
        events, self._opening = self._opening, []
        for item in inputs:
            events += self._take(item)
        return events

    def finish(self) -> list[Event]:
        """Return what is still open at the end of the session."""
        events = self.push([])
        for pipeline in self.pipelines.values():
            events += self._follow(pipeline.finish())
        return events + self.tracker.finish(self._now_s())

    def drain_signals(self) -> dict[str, list[SignalPoint]]:
        """Return each sensor's decimated motion since the last call."""
        return {device: pipeline.drain_signal() for device, pipeline in self.pipelines.items()}

    def _take(self, item: Input) -> list[Event]:
        match item:
            case Packet():
                pipeline = self.pipelines.get(item.device)
                return [] if pipeline is None else self._follow(pipeline.push(item), pipeline.now_s)
            case Command():
                return self._obey(item)
            case LinkChange():
                pipeline = self.pipelines.get(item.device)
                return [] if pipeline is None else self._follow(pipeline.link_changed(item))
            case Tick():
                return []

    def _follow(self, events: list[Event], now_s: float | None = None) -> list[Event]:
        """Let the tracker see each event; what it decides comes in front of the event that let it."""
        followed: list[Event] = []
        for event in events:
            followed += [*self.tracker.take(event), event]
        if now_s is not None:
            followed += self.tracker.advance(now_s)
        return followed

    def _obey(self, command: Command) -> list[Event]:
        match command.name:
            case "exercise":
                return self._choose_if_known(command)
            case "undo":
                return self._undo()
            case "adjust":
                return self._adjust(command)
            case "calibrate":
                for pipeline in self.pipelines.values():
                    pipeline.calibrate()
                return []
        return [self._refuse(command, "no such command; known: adjust, calibrate, exercise, undo")]

    def _choose_if_known(self, command: Command) -> list[Event]:
        try:
            return self._choose(command.value or None)
        except UnknownExerciseError as error:
            return [self._refuse(command, str(error))]

    def _choose(self, name: str | None) -> list[Event]:
        counts = None if name is None else find_exercise(name).counts
        events: list[Event] = []
        for pipeline in self.pipelines.values():
            for event in pipeline.choose(name):
                if isinstance(event, ExerciseChosen):
                    events += [*self.tracker.choose(event, counts), event]
                else:
                    events += self._follow([event])
        return events

    def _undo(self) -> list[Event]:
        newest = self.tracker.last_counted()
        if newest is None:
            return []
        device, serial = newest
        pipeline = self.pipelines[device]
        pipeline.shift_count(-1)
        retracted = Retracted(
            serial=pipeline.take_serial(),
            device=device,
            decided_s=pipeline.now_s,
            retracts=serial,
            reason="undone",
        )
        return self._follow([retracted])

    def _adjust(self, command: Command) -> list[Event]:
        if command.value not in {"+1", "-1"}:
            return [self._refuse(command, "want +1 or -1")]
        device = command.device or next(iter(self.pipelines))
        pipeline = self.pipelines[device]
        by = int(command.value)
        pipeline.shift_count(by)
        self.tracker.correct(by, pipeline.now_s)
        now_s = pipeline.now_s
        return [Correction(serial=pipeline.take_serial(), device=device, decided_s=now_s, t_s=now_s, by=by)]

    def _refuse(self, command: Command, reason: str) -> CommandRefused:
        serial = self.tracker.take_serial()
        now_s = self._now_s()
        return CommandRefused(
            serial=serial,
            device=WORKOUT,
            decided_s=now_s,
            t_s=now_s,
            command=command.name,
            value=command.value,
            reason=reason,
        )

    def _now_s(self) -> float:
        return max((pipeline.now_s for pipeline in self.pipelines.values()), default=0.0)
