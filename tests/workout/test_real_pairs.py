"""Two thighs of a real person, recorded at once: one count."""

from dataclasses import replace
from pathlib import Path

import pytest

from legday.core.inputs import Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.recording.take import Take, read_take
from legday.session import Session
from tests.workout.two_sensors import standing

pytestmark = pytest.mark.real_data


def packets(take: Take, device: str) -> list[Packet]:
    return [replace(item, device=device) for item in take.inputs(10) if isinstance(item, Packet)]


@pytest.mark.parametrize("name", ["SqDL", "SqHalfDL", "SumoSq", "CMJDL"])
def test_what_both_thighs_did_counts_once(real_data_folder: Path, name: str) -> None:
    folder = real_data_folder / "cmu_imu_exercise"
    if not folder.is_dir():
        pytest.skip("no recordings of two thighs here")
    takes = {side: read_take(folder / f"{name}_{side}_thigh.csv") for side in ("left", "right")}
    sensors = tuple(
        SensorSetup(device=side, profile="take", site=take.site, rate_hz=take.rate_hz)
        for side, take in takes.items()
    )
    inputs = [packet for side, take in takes.items() for packet in packets(take, side)]
    inputs.sort(key=lambda packet: packet.arrival_ns)
    session = Session(SessionSetup(exercise=takes["left"].exercise, sensors=sensors))
    events = session.push(inputs) + session.finish()
    truth = takes["left"].truth
    assert truth is not None
    kind = "jump" if name == "CMJDL" else "rep"
    assert len(standing(events, "workout", kind)) == truth.reps
    leads_s = [event.lead_s for event in events if event.type == "asymmetry" and event.lead_s is not None]
    assert leads_s
    assert all(abs(lead_s) < 0.1 for lead_s in leads_s)
