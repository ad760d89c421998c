"""Pipelines and workout behind one push(): sync and pure, the only wiring there is.

Live, replay, evaluation, tuning and the review page hand the same inputs to the same session, any number at a
time, and get the same events.
"""

from collections.abc import Callable, Iterable
from typing import Any

from legday.cadence_meter import CadenceMeter
from legday.core.block import STANDARD_GRAVITY
from legday.core.events import Event, ExerciseChosen
from legday.core.inputs import Command, Input, LinkChange, Packet, Tick
from legday.core.setup import SessionSetup
from legday.core.workout_events import WORKOUT
from legday.exercises import Exercise
from legday.exercises import exercise as find_exercise
from legday.motion.signal_point import SignalPoint
from legday.pipeline import Pipeline
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.session.commands import obey
from legday.workout.course import Choice
from legday.workout.pairing import AnglePoint, Heard, Pairing
from legday.workout.tracker import Tracker

LOAD_LIMIT = "load_warning_m_s2"
"""Parameter of jump detectors that a plan's limit of the landings reaches."""

SILENT_NS = 500_000_000
"""A sensor that was silent for longer no longer tells the workout what time it is."""


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
        known = {sensor.device: find(sensor.profile) for sensor in setup.sensors}
        moved = tuple(each for each in setup.sensors if known[each.device].measures_motion)
        together = setup.model_copy(update={"sensors": moved})
        self.pairing = Pairing(together, self.tracker) if len(moved) > 1 else None
        self.pipelines = {
            sensor.device: Pipeline(
                sensor, known[sensor.device], setup.params, signals=signals or self.pairing is not None
            )
            for sensor in moved
        }
        self.meters = {
            sensor.device: CadenceMeter(sensor, known[sensor.device])
            for sensor in setup.sensors
            if sensor not in moved
        }
        self._keeps_signals = signals
        self._signals: dict[str, list[SignalPoint]] = {}
        self._heard_ns: int | None = None
        self._opening = self.choose(setup.exercise) if setup.exercise is not None else []

    def push(self, inputs: Iterable[Input]) -> list[Event]:
        """Take any number of inputs and return the events they decide, in order."""
        events, self._opening = self._opening, []
        for item in inputs:
            events += self._take(item)
            while (choice := self.tracker.take_choice()) is not None:
                events += self.choose(choice.exercise, choice)
        return events

    def finish(self) -> list[Event]:
        """Return what is still open at the end of the session."""
        events = self.push([])
        for pipeline in self.pipelines.values():
            events += self._hear(pipeline, pipeline.finish())
        if self.pairing is not None:
            events += self.pairing.finish()
        return events + self.tracker.finish(self.workout_s)

    @property
    def devices(self) -> tuple[str, ...]:
        """Return whoever has events: the sensors, and the workout where it joins several."""
        return (*self.pipelines, *self.meters, *([] if self.pairing is None else [WORKOUT]))

    def now_s(self, device: str) -> float:
        """Return the time of a sensor, or of the workout, s."""
        sensor = self.pipelines.get(device) or self.meters.get(device)
        return self._now_s() if sensor is None else sensor.now_s

    def drain_signals(self) -> dict[str, list[SignalPoint]]:
        """Return each sensor's decimated motion since the last call."""
        drained = {device: self._signals.get(device, []) for device in self.pipelines}
        self._signals = {}
        return drained

    def _take(self, item: Input) -> list[Event]:
        match item:
            case Packet() if item.device in self.meters:
                return self.meters[item.device].push(item)
            case LinkChange() if item.device in self.meters:
                return self.meters[item.device].link_changed(item)
            case Packet():
                pipeline = self.pipelines.get(item.device)
                if pipeline is None:
                    return []
                self._heard_ns = item.arrival_ns
                return self._hear(pipeline, pipeline.push(item), item.arrival_ns)
            case Command():
                return obey(self, item)
            case LinkChange():
                pipeline = self.pipelines.get(item.device)
                return [] if pipeline is None else self._change_link(pipeline, item)
            case Tick():
                return self._tick(item.at_ns)

    def _tick(self, at_ns: int) -> list[Event]:
        """Let the workout's clock run while its sensor is silent."""
        if self.pairing is not None:
            return self.pairing.tick(at_ns)
        if self._heard_ns is None or at_ns - self._heard_ns <= SILENT_NS:
            return []
        times = [pipeline.time_of(at_ns) for pipeline in self.pipelines.values()]
        return [event for t_s in times if t_s is not None for event in self.tracker.advance(t_s, seen=False)]

    def _change_link(self, pipeline: Pipeline, change: LinkChange) -> list[Event]:
        events = self._hear(pipeline, pipeline.link_changed(change))
        if self.pairing is not None and change.state == "disconnected":
            events += self.pairing.lost(change.device)
        return events

    def _hear(self, pipeline: Pipeline, events: list[Event], arrival_ns: int | None = None) -> list[Event]:
        """Let the workout follow what a sensor decided, by a packet or without one."""
        device, points = pipeline.setup.device, pipeline.drain_signal()
        if self._keeps_signals:
            self._signals.setdefault(device, []).extend(points)
        if self.pairing is None:
            return self.follow(events, None if arrival_ns is None else pipeline.now_s)
        offset_s = pipeline.offset_s
        if offset_s is None:
            return events
        seen = [AnglePoint(point.t_s, point.angle_rad, point.signed) for point in points]
        heard = Heard(device, events, seen, pipeline.now_s, offset_s, arrival_ns)
        return [*events, *self.pairing.hear(heard)]

    def follow(self, events: list[Event], now_s: float | None = None) -> list[Event]:
        """Let the tracker see each event; the start of a set comes in front of the event that begins it."""
        followed: list[Event] = []
        for event in events:
            followed += [*self.tracker.prepare(event), event, *self.tracker.note(event)]
        if now_s is not None:
            followed += self.tracker.advance(now_s)
        return followed

    def choose(self, name: str | None, choice: Choice | None = None) -> list[Event]:
        """Count an exercise from here on; None counts nothing.

        Parameters
        ----------
        name : str or None
            Its name.
        choice : Choice or None
            What a plan chooses; None where a person does.

        Raises
        ------
        UnknownExerciseError
            With the names there are; the exercise so far goes on.
        """
        exercise = None if name is None else find_exercise(name)
        params, by_plan = _limits(exercise, choice), choice is not None
        events: list[Event] = []
        for pipeline in self.pipelines.values():
            *last, chosen = pipeline.choose(name, params)
            events += self._hear(pipeline, last)
            if self.pairing is None and isinstance(chosen, ExerciseChosen):
                counts = None if exercise is None else exercise.counts
                events += self.tracker.choose(chosen, counts, by_plan=by_plan)
            events.append(chosen)
        return events if self.pairing is None else [*events, *self.pairing.choose(exercise, by_plan=by_plan)]

    @property
    def workout_s(self) -> float:
        """The workout's time, s: that of the sensors, or further on by ticks where they are silent."""
        heard_s = self._now_s()
        return heard_s if self.tracker.now_s is None else max(heard_s, self.tracker.now_s)

    def _now_s(self) -> float:
        if self.pairing is not None:
            return self.pairing.now_s
        return max((pipeline.now_s for pipeline in self.pipelines.values()), default=0.0)


def _limits(exercise: Exercise | None, choice: Choice | None) -> dict[str, Any]:
    """Return the detector's parameters that a plan sets: the limit of landings, where they are measured."""
    if exercise is None or choice is None or choice.landing_load_g is None:
        return {}
    limited = LOAD_LIMIT in exercise.params.model_fields
    return {LOAD_LIMIT: choice.landing_load_g * STANDARD_GRAVITY} if limited else {}
