"""What needs more than one sensor: their views of the same thing are joined, once, on the common clock.

The sensors' own events are what each one saw; the workout's, under the device `WORKOUT`, are what was done,
and the count is theirs. Common time is the host's clock, zero where that of the first sensor is zero.

The order in which two sensors' packets come in does not matter as long as each sensor is heard before the
other is `order.SILENT_NS` ahead of it: nothing is joined before both have passed it.
"""

import math
from collections.abc import Iterable

from legday.core.events import Event, ExerciseChosen, GapFound, Retracted
from legday.core.setup import SessionSetup
from legday.core.workout_events import WORKOUT
from legday.exercises import Exercise
from legday.workout.pairing.angles import TOGETHER_S, AngleTrack
from legday.workout.pairing.footsteps import Footsteps
from legday.workout.pairing.joint import Context, Joint
from legday.workout.pairing.lead import Lead
from legday.workout.pairing.leg_by_leg import LegByLeg
from legday.workout.pairing.lifts import Lifts
from legday.workout.pairing.numbers import Numbers
from legday.workout.pairing.order import Order, Waiting
from legday.workout.pairing.params import NAME, PairingParams
from legday.workout.pairing.roles import roles_of
from legday.workout.pairing.sighting import Heard, shifted
from legday.workout.pairing.together import Together
from legday.workout.tracker import Tracker


class Pairing:
    """Joins what the sensors of a session saw, and lets the tracker count it.

    Parameters
    ----------
    setup : SessionSetup
        Of a session with two sensors or more.
    tracker : Tracker
        Finds the sets; numbers the workout's events.
    """

    def __init__(self, setup: SessionSetup, tracker: Tracker) -> None:
        self.now_s = 0.0
        self._tracker = tracker
        self._numbers = Numbers(tracker)
        self._params = PairingParams(**setup.params.get(NAME, {}))
        self._roles = roles_of(setup.sensors)
        devices = [sensor.device for sensor in setup.sensors]
        self._order = Order(devices)
        self._angles = {device: AngleTrack() for device in devices}
        self._joint: Joint | None = None
        self._zero_s: float | None = None
        self._forgotten_s = -math.inf

    def hear(self, heard: Heard) -> list[Event]:
        """Take what a sensor saw and return what is certain of all of them now."""
        self._angles[heard.device].add(heard.points, heard.offset_s)
        self._order.push(heard)
        return self._release(self._order.ready())

    def tick(self, at_ns: int) -> list[Event]:
        """Let time pass; where no sensor is heard any more, only clocks run out."""
        self._order.tick(at_ns)
        events = self._release(self._order.ready())
        if self._order.silent and self._order.zero_s is not None:
            events += self._tracker.advance(at_ns * 1e-9 - self._zero(), seen=False)
        return events

    def lost(self, device: str) -> list[Event]:
        """Note that the link of a sensor is down."""
        self._order.lost(device)
        return self._release(self._order.ready())

    def choose(self, exercise: Exercise | None, *, by_plan: bool = False) -> list[Event]:
        """Close what was counted so far; from here on join the views of ``exercise``."""
        events = self._close()
        name = None if exercise is None else exercise.name
        chosen = ExerciseChosen(serial=0, device=WORKOUT, decided_s=self.now_s, t_s=self.now_s, exercise=name)
        counts = None if exercise is None else exercise.counts
        events += self._tracker.choose(chosen, counts, by_plan=by_plan)
        self._joint = None if exercise is None else self._joined(exercise)
        return [*events, chosen.model_copy(update={"serial": self._tracker.serials.take()})]

    def undo(self, serial: int) -> list[Event]:
        """Withdraw an event of the workout."""
        draft = self._numbers.draft_of(serial)
        if draft is None:
            return []
        if self._joint is not None and self._tracker.is_counted_now:
            self._joint.undo(draft)
        withdrawn = Retracted(serial=0, device=WORKOUT, decided_s=self.now_s, retracts=draft, reason="undone")
        return self._told([withdrawn])

    def shift_count(self, by: int) -> None:
        """Move the number that the next counted event carries, after a person's correction."""
        if self._joint is not None:
            self._joint.shift(by)

    def finish(self) -> list[Event]:
        """Return what still waits at the end of the session."""
        return self._close()

    def _joined(self, exercise: Exercise) -> Joint:
        context = Context(exercise, self._roles, self._angles, self._params, self._numbers.draft)
        if not self._roles.sides:
            return Lead(context)
        if exercise.counts == "lift":
            return Lifts(context)
        if exercise.counts == "step":
            return Footsteps(context)
        return Together(context) if exercise.legs == "both" else LegByLeg(context)

    def _close(self) -> list[Event]:
        events = self._release(self._order.rest())
        return events + (self._told(self._joint.finish(self.now_s)) if self._joint is not None else [])

    def _release(self, released: Iterable[Waiting]) -> list[Event]:
        events: list[Event] = []
        for waiting in released:
            events += self._follow(waiting)
        complete_s = self._order.complete_s
        self._forget(complete_s)
        return events + self._pass(complete_s)

    def _forget(self, complete_s: float) -> None:
        """Drop old angles a second at a time: every sensor's packet comes by here."""
        if complete_s < self._forgotten_s + TOGETHER_S:
            return
        self._forgotten_s = complete_s
        for track in self._angles.values():
            track.forget(complete_s)

    def _follow(self, waiting: Waiting) -> list[Event]:
        """Let time pass up to a sensor's event, and take the event."""
        events = self._pass(waiting.at_s)
        event = shifted(waiting.event, waiting.offset_s - self._zero())
        if isinstance(event, GapFound):
            return events + self._tracker.take(event)
        return events + (self._told(self._joint.take(event)) if self._joint is not None else [])

    def _pass(self, host_s: float) -> list[Event]:
        if self._order.zero_s is None:
            return []
        self.now_s = max(self.now_s, host_s - self._zero())
        events = self._told(self._joint.advance(self.now_s)) if self._joint is not None else []
        return events + self._tracker.advance(self.now_s)

    def _told(self, drafts: Iterable[Event]) -> list[Event]:
        return [event for draft in drafts for event in self._numbers.tell(draft)]

    def _zero(self) -> float:
        if self._zero_s is None:
            self._zero_s = self._order.zero_s or 0.0
            for track in self._angles.values():
                track.begin(self._zero_s)
        return self._zero_s
