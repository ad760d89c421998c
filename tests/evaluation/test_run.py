"""Counting side by side gives the very events of a session for each exercise."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from legday.core.events import GapFound
from legday.core.inputs import Input, LinkChange, time_ns
from legday.evaluation.material import Material, open_material
from legday.evaluation.negatives import false_events
from legday.evaluation.run import run
from legday.evaluation.score import score_take
from legday.exercises import exercises
from legday.session import Session

RECORDINGS = Path(__file__).parents[2] / "recordings"


def facts(events):
    """Return events without their serials: a session's own events of the link are numbered too."""
    return [event.model_dump(exclude={"serial", "retracts"}) for event in events if event.device != "workout"]


def by_session(material: Material, name: str):
    session = Session(material.setup.model_copy(update={"exercise": name}), material.find)
    events = [*session.push(material.open_inputs()), *session.finish()]
    return [event for event in events if event.type not in {"link", "set_started", "set_ended"}]


def with_broken_link(material: Material, at_s: float) -> Material:
    """Lose the link for two seconds."""

    def inputs() -> Iterator[Input]:
        device, lost = material.setup.sensors[0].device, False
        start_ns = next(time_ns(item) for item in material.open_inputs())
        for item in material.open_inputs():
            passed_s = (time_ns(item) - start_ns) / 1e9
            if passed_s < at_s or passed_s > at_s + 2:
                yield item
            elif not lost:
                lost = True
                yield LinkChange(time_ns(item), device, "disconnected")

    return replace(material, open_inputs=inputs)


def test_events_are_those_of_a_session() -> None:
    material = open_material(RECORDINGS / "squat.csv")
    counted = run(material, list(exercises()))
    for name, events in counted.items():
        assert facts(events) == facts(by_session(material, name)), name
    assert any(event.type == "rep" for event in counted["squat"])


def test_a_lost_link_and_its_gap_are_those_of_a_session() -> None:
    material = with_broken_link(open_material(RECORDINGS / "movella_dot/squat.mcap"), at_s=8.0)
    counted = run(material, ["squat", "repeated_jump"])
    assert any(isinstance(event, GapFound) for event in counted["squat"])
    for name, events in counted.items():
        assert facts(events) == facts(by_session(material, name)), name


def test_counting_leaves_the_motion_alone() -> None:
    """Who counts first makes no difference: nobody writes into what all of them read."""
    material = open_material(RECORDINGS / "squat.csv")
    there, back = run(material, list(exercises())), run(material, list(exercises())[::-1])
    assert all(np.array_equal(facts(there[name]), facts(back[name])) for name in there)


def test_a_scored_take_leaves_no_samples_behind() -> None:
    """So the memory of an evaluation does not grow with the length of what it scores."""
    material = open_material(RECORDINGS / "squat.csv")
    score = score_take(material, exercises()["squat"], material.label.truth, baselines=True)
    negative = false_events(material, [exercises()["squat"]])
    assert score.baselines
    assert len(pickle.dumps((score, negative))) < 20_000 < material.path.stat().st_size
