"""Performances seen by two sensors, as the inputs of one session."""

from collections import Counter
from dataclasses import replace

from scipy.spatial.transform import Rotation

from legday.core.events import Event, Retracted
from legday.core.inputs import Input, Packet, Tick, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.sensors.registry import profile
from legday.session import Session
from legday.simulate.radio import Radio, transmit
from legday.simulate.script import Script
from legday.simulate.sensor import Strapped, sense
from legday.simulate.truth import Leg

Worn = tuple[str, Leg, bool]
"""Device, leg, and whether it sits on the shank."""

THIGHS: tuple[Worn, Worn] = (("left", "left", False), ("right", "right", False))
THIGH_AND_SHANK: tuple[Worn, Worn] = (("thigh", "left", False), ("shank", "left", True))


def setup(
    exercise: str | None, worn: tuple[Worn, ...], profile_id: str = "take", rate_hz: float = 100.0
) -> SessionSetup:
    sensors = tuple(
        SensorSetup(
            device=device,
            profile=profile_id,
            site=f"{leg}_{'shank' if shank else 'thigh'}",
            rate_hz=rate_hz if profile_id == "take" else None,
        )
        for device, leg, shank in worn
    )
    return SessionSetup(recording="two", exercise=exercise, sensors=sensors)


def streams(
    athlete: Script,
    worn: tuple[Worn, ...],
    profile_id: str = "take",
    rate_hz: float = 100.0,
    radio: Radio | None = None,
) -> list[list[Packet]]:
    """The packets of each sensor: each mounted, started and drifting in its own way."""
    radio = radio or Radio(samples=10, start_ns=0)
    found: list[list[Packet]] = []
    for number, (device, leg, shank) in enumerate(worn):
        drift = 0.0 if profile_id == "take" else (40e-6, -70e-6)[number]
        mounting = Rotation.random(random_state=number + 5)
        sensor = Strapped(rate_hz, mounting=mounting, drift=drift)
        block = sense(athlete.kinematics(leg, shank=shank), sensor, seed=number)
        own = replace(radio, first_tick=radio.first_tick + number * 12345)
        found.append(transmit(block, profile(profile_id), own, device, drift=drift, seed=number))
    return found


def by_arrival(packets: list[list[Packet]], *, ticks: bool = False) -> list[Input]:
    inputs: list[Input] = [packet for stream in packets for packet in stream]
    if ticks:
        first, last = min(map(time_ns, inputs)), max(map(time_ns, inputs))
        inputs += [Tick(at_ns) for at_ns in range(first, last, 1_000_000_000)]
    return sorted(inputs, key=time_ns)


def run(setup: SessionSetup, inputs: list[Input]) -> list[Event]:
    session = Session(setup)
    return session.push(inputs) + session.finish()


def standing(events: list[Event], device: str, kind: str) -> list[Event]:
    withdrawn = {
        event.retracts for event in events if isinstance(event, Retracted) and event.device == device
    }
    return [
        event
        for event in events
        if event.device == device and event.type == kind and event.serial not in withdrawn
    ]


def sides(events: list[Event]) -> Counter[str]:
    return Counter(event.side for event in events)
