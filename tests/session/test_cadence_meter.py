"""A foot pod beside a sensor on the thigh: its cadence is told, and nothing else changes."""

from functools import cache

import pytest

from legday.core.events import Event
from legday.core.inputs import Command, Input, LinkChange, Packet, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

THIGH = SensorSetup(device="thigh", profile="take", rate_hz=100.0)
POD = SensorSetup(device="pod", profile="running_speed_and_cadence", site="left_foot")
MEASUREMENT = profile(POD.profile).characteristics["measurement"]
FIRST_S = 1.5


def told(at_s: float, steps_per_min: int) -> Packet:
    return Packet(round(at_s * 1e9), MEASUREMENT, bytes((0, 0, 3, steps_per_min)), "pod")


@cache
def squats() -> tuple[Input, ...]:
    athlete = Athlete(seed=3)
    athlete.stay(2.0)
    for _ in range(5):
        athlete.squat()
    athlete.stay(20.0)
    block = sense(athlete.kinematics(), Strapped(100.0))
    return tuple(transmit(block, profile("take"), Radio(samples=10, start_ns=0)))


@cache
def with_pod() -> tuple[Input, ...]:
    pod = [told(FIRST_S + second, 60 + second) for second in range(30)]
    return tuple(sorted((*squats(), *pod), key=time_ns))


def run(inputs: tuple[Input, ...], *sensors: SensorSetup, size: int = 10_000) -> list[Event]:
    session = Session(SessionSetup(recording="test", exercise="squat", sensors=sensors))
    events: list[Event] = []
    for start in range(0, len(inputs), size):
        events += session.push(inputs[start : start + size])
    return events + session.finish()


@pytest.mark.parametrize("sensors", [(THIGH, POD), (POD, THIGH)])
def test_the_thigh_s_events_are_what_they_are_without_it(sensors: tuple[SensorSetup, ...]) -> None:
    beside = [event for event in run(with_pod(), *sensors) if event.device != "pod"]
    assert beside == run(squats(), THIGH)
    assert sum(event.type == "rep" for event in beside) == 5


def test_each_word_of_the_pod_is_a_cadence_of_its_own() -> None:
    events = [event for event in run(with_pod(), THIGH, POD) if event.device == "pod"]
    assert [event.type for event in events] == ["cadence"] * 30
    assert [event.serial for event in events] == list(range(30))
    assert [event.steps_per_s * 60 for event in events] == pytest.approx(range(60, 90))
    assert [event.t_s for event in events] == pytest.approx(range(30))
    assert all(event.decided_s == event.t_s for event in events)


@pytest.mark.parametrize("size", [1, 7, 64])
def test_the_law_of_streaming_holds_with_it(size: int) -> None:
    assert run(with_pod(), THIGH, POD, size=size) == run(with_pod(), THIGH, POD)


def test_it_may_be_alone_and_then_there_is_nothing_to_correct() -> None:
    session = Session(SessionSetup(sensors=(POD,)))
    assert session.devices == ("pod",)
    assert [event.type for event in session.push([told(0.0, 170), told(1.0, 171)])] == ["cadence"] * 2
    (refused,) = session.push([Command(2_000_000_000, "adjust", "+1")])
    assert refused.type == "command_refused"
    (refused,) = session.push([Command(2_000_000_000, "undo")])
    assert refused.type == "command_refused"
    assert session.push([Command(2_000_000_000, "exercise", "squat")]) == []
    assert session.finish() == []
    assert session.now_s("pod") == 1.0


def test_a_correction_of_it_is_refused_and_one_of_the_thigh_is_not() -> None:
    session = Session(SessionSetup(exercise="squat", sensors=(POD, THIGH)))
    events = session.push([Command(0, "adjust", "+1", device) for device in ("pod", "nobody", "thigh", "")])
    assert [event.type for event in events[1:]] == [
        *["command_refused"] * 2,
        *["set_started", "phase", "correction", "correction"],
    ]
    assert events[-1].device == "thigh"


def test_short_and_foreign_packets_tell_nothing_and_links_are_noted() -> None:
    session = Session(SessionSetup(sensors=(POD,)))
    short = Packet(0, MEASUREMENT, b"\x00\x00\x03", "pod")
    battery = Packet(0, "00002a19-0000-1000-8000-00805f9b34fb", b"\x50", "pod")
    assert session.push([short, battery]) == []
    assert session.meters["pod"].bad_packets == 1
    (link,) = session.push([LinkChange(0, "disconnected", "pod")])
    assert (link.type, link.device, link.state) == ("link", "pod", "disconnected")
