"""The whole: a run equals the replay of its own recording, whatever happened on the way."""

from functools import cache
from pathlib import Path

import pytest
from scipy.spatial.transform import Rotation

from legday.core.events import Event
from legday.core.inputs import Command, Input, LinkChange, Packet, Tick, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.recording.mcap_file import read_recording
from legday.recording.writer import RecordingWriter
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.programme import demo
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

MICROSECONDS_BEFORE_THE_WRAP = 20_000_000
LINK_DOWN_S, LINK_UP_S = 40.0, 43.5


@cache
def inputs_of(profile_id: str, rate_hz: float) -> tuple[Input, ...]:
    """The demo over a lossy link that breaks for some seconds, a command each way, and ticks."""
    athlete, choices = demo(seed=5)
    sensor = Strapped(rate_hz, mounting=Rotation.random(random_state=4), drift=60e-6)
    radio = Radio(loss=0.02, first_tick=2**32 - MICROSECONDS_BEFORE_THE_WRAP)
    packets = transmit(sense(athlete.kinematics(), sensor), profile(profile_id), radio, drift=60e-6)

    def at(seconds: float) -> int:
        return radio.start_ns + round(seconds * 1e9)

    down = (at(LINK_DOWN_S), at(LINK_UP_S))
    heard: list[Input] = [item for item in packets if not down[0] <= item.arrival_ns < down[1]]
    heard += [Command(at(choice.at_s), "exercise", choice.exercise) for choice in choices]
    heard += [Command(at(16.0), "undo"), Command(at(50.0), "adjust", "+1"), Command(at(51.0), "dance")]
    heard += [LinkChange(down[0], "disconnected"), LinkChange(down[1], "connected")]
    heard += [Tick(at(second)) for second in range(60)]
    return tuple(sorted(heard, key=time_ns))


@pytest.mark.parametrize(
    ("profile_id", "rate_hz"),
    [("movella_dot", 60.0), ("witmotion_wt901ble", 100.0), ("polar_verity_sense", 52.0)],
)
def test_a_run_equals_the_replay_of_its_recording(tmp_path: Path, profile_id: str, rate_hz: float) -> None:
    sensor = SensorSetup(profile=profile_id, site="left_thigh")
    setup = SessionSetup(recording="run", sensors=(sensor,), synthetic=True)
    live = Session(setup)
    events: list[Event] = []
    with RecordingWriter(tmp_path / "run.mcap", setup, {}) as recorder:
        for item in inputs_of(profile_id, rate_hz):
            recorder.write(item)
            events += live.push([item])
    events += live.finish()

    recording = read_recording(tmp_path / "run.mcap")
    assert tuple(recording.inputs()) == inputs_of(profile_id, rate_hz)
    again = Session(recording.setup)
    assert again.push(recording.inputs()) + again.finish() == events

    kinds = {event.type for event in events}
    assert {"jump", "lift", "rep", "gap", "link", "retracted", "correction", "command_refused"} <= kinds


def test_a_broken_link_costs_no_more_than_what_was_done_in_it() -> None:
    """The link is down for one or two squats: the set goes on, and the count with it."""
    events = Session(SessionSetup(sensors=(SensorSetup(profile="movella_dot"),))).push(
        inputs_of("movella_dot", 60.0)
    )
    squats = [event for event in events if event.type == "rep"]
    assert 5 <= len(squats) <= 8
    assert [event.n for event in squats[-2:]] == [len(squats), len(squats) + 1]


def test_packets_of_a_sensor_that_nobody_set_up_change_nothing() -> None:
    session = Session(SessionSetup(exercise="squat", sensors=(SensorSetup(profile="movella_dot"),)))
    stranger = Packet(0, "00002a19-0000-1000-8000-00805f9b34fb", b"\x64", device="stranger")
    assert [event.type for event in session.push([stranger])] == ["exercise"]
