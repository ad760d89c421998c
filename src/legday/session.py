"""Pipelines and workout behind one push(): sync and pure, the only wiring there is.

Live, replay, evaluation, tuning and the review page hand the same inputs to the same session, any number at a
time, and get the same events.
"""

from collections.abc import Callable, Iterable

from legday.cadence_meter import CadenceMeter
from legday.core.events import CommandRefused, Correction, Event, ExerciseChosen, Retracted
from legday.core.inputs import Command, Input, LinkChange, Packet, Tick
from legday.core.setup import SessionSetup
from legday.errors import UnknownExerciseError
from legday.exercises import exercise as find_exercise
from legday.pipeline import Pipeline, SignalPoint
from legday.sensors.profile import Profile
from legday.sensors.registry import profile as find_profile
from legday.workout.pairing import AnglePoint, Heard, Pairing
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
            events += self._hear(pipeline, pipeline.finish())
        if self.pairing is not None:
            events += self.pairing.finish()
        return events + self.tracker.finish(self._now_s())

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
                return [] if pipeline is None else self._hear(pipeline, pipeline.push(item), item.arrival_ns)
            case Command():
                return self._obey(item)
            case LinkChange():
                pipeline = self.pipelines.get(item.device)
                return [] if pipeline is None else self._change_link(pipeline, item)
            case Tick():
                return [] if self.pairing is None else self.pairing.tick(item.at_ns)

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
            return self._follow(events, None if arrival_ns is None else pipeline.now_s)
        offset_s = pipeline.offset_s
        if offset_s is None:
            return events
        seen = [AnglePoint(point.t_s, point.angle_rad, point.signed) for point in points]
        heard = Heard(device, events, seen, pipeline.now_s, offset_s, arrival_ns)
        return [*events, *self.pairing.hear(heard)]

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
        exercise = None if name is None else find_exercise(name)
        events: list[Event] = []
        for pipeline in self.pipelines.values():
            *last, chosen = pipeline.choose(name)
            events += self._hear(pipeline, last)
            if self.pairing is None and isinstance(chosen, ExerciseChosen):
                events += self.tracker.choose(chosen, None if exercise is None else exercise.counts)
            events.append(chosen)
        return events if self.pairing is None else [*events, *self.pairing.choose(exercise)]

    def _undo(self) -> list[Event]:
        newest = self.tracker.last_counted()
        if newest is None:
            return []
        device, serial = newest
        if self.pairing is not None:
            return self.pairing.undo(serial)
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
        if not self.pipelines or (self.pairing is None and command.device not in {"", *self.pipelines}):
            return [self._refuse(command, "no such sensor counts anything")]
        by, now_s = int(command.value), self._now_s()
        if self.pairing is not None:
            self.pairing.shift_count(by)
            device, serial = WORKOUT, self.tracker.take_serial()
        else:
            pipeline = self.pipelines[command.device or next(iter(self.pipelines))]
            pipeline.shift_count(by)
            device, serial = pipeline.setup.device, pipeline.take_serial()
        self.tracker.correct(by, now_s)
        return [Correction(serial=serial, device=device, decided_s=now_s, t_s=now_s, by=by)]

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
        if self.pairing is not None:
            return self.pairing.now_s
        return max((pipeline.now_s for pipeline in self.pipelines.values()), default=0.0)
