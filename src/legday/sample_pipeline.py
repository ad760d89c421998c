"""One sensor's samples on the grid to events: what a pipeline is behind its intake.

Takes that were decoded before are counted by this alone.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from legday.core.block import Hole, MotionBlock
from legday.core.detector import Detector, Setting
from legday.core.events import Event, ExerciseChosen, GapFound
from legday.core.setup import SensorSetup
from legday.core.site import site_of
from legday.exercises import exercise as find_exercise
from legday.motion.movement import Moved, Movement
from legday.motion.signal_point import SignalPoint, decimated
from legday.sensors.intake import Piece


class SamplePipeline:
    """Find the motion, count.

    Parameters
    ----------
    setup : SensorSetup
        The sensor.
    params : mapping
        Detector parameters by exercise, over the site's own.
    signals : bool
        Keep the decimated motion for `drain_signal`.

    Attributes
    ----------
    watch : callable or None
        Is shown every block of motion, whole, before it is counted.
    """

    def __init__(
        self,
        setup: SensorSetup,
        params: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        signals: bool = False,
    ) -> None:
        self.setup = setup
        self.now_s = 0.0
        self.watch: Callable[[MotionBlock], None] | None = None
        self._params = params or {}
        self._grid_hz: float | None = None
        self._movement = Movement(site_of(setup.site))
        self._exercise: str | None = None
        self._detector: Detector[Any, Any] | None = None
        self._serial = 0
        self._count_offset = 0
        self._asked: Mapping[str, Any] = {}
        self._signal: list[SignalPoint] | None = [] if signals else None

    def digest(self, pieces: Iterable[Piece], grid_hz: float | None) -> list[Event]:
        """Take samples and holes that an intake made, at this rate, Hz, and return the events they decide."""
        return self.judge(self._movement.follow(pieces, grid_hz), grid_hz)

    def judge(self, moved: Iterable[Moved], grid_hz: float | None) -> list[Event]:
        """Take motion that was found before, and its holes, and return the events they decide."""
        self._grid_hz = grid_hz
        events: list[Event] = []
        for piece in moved:
            events += self._hole(piece) if isinstance(piece, Hole) else self._block(piece)
        return events

    def finish(self) -> list[Event]:
        """Return what the detector still holds at the end of the stream."""
        return self._finish_detector()

    def choose(self, exercise: str | None, params: Mapping[str, Any] | None = None) -> list[Event]:
        """Count ``exercise`` from here on; None stops counting.

        Parameters
        ----------
        exercise : str or None
            Its name.
        params : mapping
            Detector parameters over those of the session, for as long as it is counted.

        Raises
        ------
        UnknownExerciseError
            With the names there are; the exercise so far goes on.
        """
        name = None if exercise is None else find_exercise(exercise).name
        events = self._finish_detector()
        self._exercise, self._asked = name, params or {}
        self._count_offset = 0
        now_s = self.now_s
        chosen = ExerciseChosen(serial=self.take_serial(), decided_s=now_s, t_s=now_s, exercise=name)
        return [*events, self._own(chosen)]

    def calibrate(self) -> None:
        """Take the coming second as standing still."""
        self._movement.calibrate()

    def take_serial(self) -> int:
        """Return the number of this device's next event and move on."""
        self._serial += 1
        return self._serial - 1

    def shift_count(self, by: int) -> None:
        """Move the number that the next counted event carries, after a person's correction."""
        self._count_offset += by

    def drain_signal(self) -> list[SignalPoint]:
        """Return the decimated motion since the last call."""
        drained = self._signal or []
        if self._signal:
            self._signal = []
        return drained

    def _hole(self, hole: Hole) -> list[Event]:
        events: list[Event] = []
        if hole.breaks and self._detector is not None:
            events = self._run(self._detector, self._detector.after_gap)
        gap = GapFound(
            serial=self.take_serial(),
            decided_s=hole.decided_s,
            start_s=hole.start_s,
            end_s=hole.end_s,
            breaks=hole.breaks,
        )
        self.now_s = max(self.now_s, hole.decided_s)
        return [*events, self._own(gap)]

    def _block(self, motion: MotionBlock) -> list[Event]:
        self.now_s = float(motion.t_s[-1])
        if self._signal is not None:
            self._signal += decimated(motion, self._grid_hz)
        if self.watch is not None:
            self.watch(motion)
        if self._exercise is None:
            return []
        if self._detector is None:
            built = find_exercise(self._exercise)
            params = {**self._params.get(built.name, {}), **self._asked}
            self._detector = built.build(self._setting(motion), params)
        return self._run(self._detector, self._detector.update, motion)

    def _run(
        self, detector: Detector[Any, Any], call: Callable[..., list[Event]], *arguments: MotionBlock
    ) -> list[Event]:
        """Let a detector number its events on from the last one of this device."""
        detector.state.serial = self._serial
        events = call(*arguments)
        self._serial = detector.state.serial
        return [self._own(event) for event in events] if events else events

    def _finish_detector(self) -> list[Event]:
        detector, self._detector = self._detector, None
        return [] if detector is None else self._run(detector, detector.finish)

    def _own(self, event: Event) -> Event:
        """Write into an event whose it is: nobody else holds it yet, and a copy costs as much again."""
        event.__dict__["device"] = self.setup.device
        if self._count_offset and hasattr(event, "n"):
            return event.model_copy(update={"n": max(1, event.n + self._count_offset)})
        return event

    def _setting(self, motion: MotionBlock) -> Setting:
        return Setting(self._grid_hz or 1.0, site_of(self.setup.site), motion.gyr is not None)
