"""Count a take by the streaming code, as any number of exercises: the events are those of a session for each.

One sensor's samples are decoded once and its motion is found once, whatever is counted in it.
"""

from collections.abc import Iterator, Sequence

from legday.core.events import Event
from legday.core.inputs import LinkChange, Packet
from legday.core.setup import SensorSetup
from legday.core.site import site_of
from legday.evaluation.material import Material, only_sensor
from legday.exercises import exercise as find_exercise
from legday.motion.movement import Movement
from legday.sample_pipeline import SamplePipeline
from legday.sensors.gather import Gather
from legday.sensors.intake import Intake, Piece
from legday.session import Session
from legday.workout.tracker import counting

BLOCK_S = 60.0
"""Samples are handed on a minute at a time: fast, and the memory does not grow with the recording."""


def run(material: Material, exercises: Sequence[str]) -> dict[str, list[Event]]:
    """Return the events of each exercise counted in a take, as if nothing else were."""
    if material.known is not None:
        params, count = material.setup.params, material.known.motion.count
        return {name: count(name, params.get(find_exercise(name).name)) for name in exercises}
    sensor = only_sensor(material)
    if sensor is None:
        return {name: _session(material, name) for name in exercises}
    return _side_by_side(material, sensor, exercises)


def _session(material: Material, exercise: str) -> list[Event]:
    session = Session(material.setup.model_copy(update={"exercise": exercise}), material.find)
    return counting([*session.push(material.open_inputs()), *session.finish()])


def _side_by_side(
    material: Material, sensor: SensorSetup, exercises: Sequence[str]
) -> dict[str, list[Event]]:
    intake = Intake(sensor, material.find(sensor.profile))
    movement = Movement(site_of(sensor.site))
    counters = {name: SamplePipeline(sensor, material.setup.params) for name in exercises}
    found = {name: counter.choose(name) for name, counter in counters.items()}
    for pieces in _pieces(material, intake):
        moved = list(movement.follow(pieces, intake.grid_hz))
        for name, counter in counters.items():
            found[name] += counter.judge(moved, intake.grid_hz)
    for name, counter in counters.items():
        found[name] += counter.finish()
    return found


def _pieces(material: Material, intake: Intake) -> Iterator[list[Piece]]:
    """Yield what the sensor measured, in order, its short blocks joined."""
    gather = Gather(BLOCK_S)
    for item in material.open_inputs():
        pieces: list[Piece] = []
        if isinstance(item, Packet):
            pieces = intake.push(item)
        elif isinstance(item, LinkChange) and item.state == "disconnected":
            pieces = intake.interrupt()
        if pieces and (joined := gather.push(pieces, intake.grid_hz or 0.0)):
            yield joined
    yield [*gather.push(intake.finish(), intake.grid_hz or 0.0), *gather.flush()]
