"""What a foot pod tells is published at the time of day at which it was heard, whoever was heard first."""

import numpy as np
import pytest

from legday.core.inputs import Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.sensors.decoders.take import encode_take
from legday.sensors.registry import profile
from legday.service.announcer import Announcer, Losses
from legday.session import Session

POD = SensorSetup(device="pod", profile="running_speed_and_cadence", site="left_foot")
THIGH = SensorSetup(device="thigh", profile="take", rate_hz=100.0)
START_NS = 1_700_000_000_000_000_000


def cadence(at_s: float) -> Packet:
    address = profile(POD.profile).characteristics["measurement"]
    return Packet(START_NS + round(at_s * 1e9), address, b"\x00\x00\x03\xaa", "pod")


def motion(at_s: float) -> Packet:
    t_s = at_s + 100.0 + np.arange(10) / 100.0
    return Packet(START_NS + round(at_s * 1e9), "take", encode_take(t_s, np.ones((10, 3)), None), "thigh")


@pytest.mark.parametrize("pod_first", [True, False])
def test_a_cadence_carries_the_time_at_which_it_was_heard(pod_first: bool) -> None:
    session = Session(SessionSetup(exercise="squat", sensors=(THIGH, POD)), signals=True)
    announcer = Announcer(session, lambda: START_NS, lambda: Losses(0, 0, "disk"))
    packets = [cadence(0.0 if pod_first else 0.5), motion(0.2), motion(0.3), cadence(1.0)]
    packets.sort(key=lambda packet: packet.arrival_ns)
    said = [message for each in packets for message in announcer.follow(each, session.push([each]))]
    steps = [message for message in said if message.kind == "event" and message.device == "pod"]
    assert [message.body["steps_per_min"] for message in steps] == [170, 170]
    wanted = [START_NS * 1e-6 + (0 if pod_first else 500), START_NS * 1e-6 + 1000]
    assert [message.t_ms for message in steps] == pytest.approx(wanted, abs=0.2)
    assert {message.device for message in said if message.kind == "state"} >= {"pod"}
