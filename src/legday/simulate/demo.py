"""The demo as inputs: a virtual sensor's packets and a user's commands, for as long as anybody watches."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from scipy.spatial.transform import Rotation

from legday.core.inputs import Command, Input, LinkChange, time_ns
from legday.core.setup import SensorSetup, SessionSetup
from legday.sensors.profile import Profile
from legday.simulate.programme import demo
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense

DEVICE = "thigh"
MOUNTING = Rotation.from_euler("xyz", [15.0, -40.0, 75.0], degrees=True)
"""Any would do: counting needs no particular one."""


def demo_setup(profile: Profile) -> SessionSetup:
    """Return the setup of the demo: one sensor, nothing counted until the athlete chooses."""
    sensor = SensorSetup(device=DEVICE, profile=profile.id, site="left_thigh", person="simulated")
    return SessionSetup(recording="demo", sensors=(sensor,), synthetic=True)


def demo_inputs(
    profile: Profile, rate_hz: float, seed: int = 0, radio: Radio | None = None
) -> Iterator[Input]:
    """Yield the demo's inputs in the order of their times, without end, a round of a minute after another."""
    radio = radio or Radio()
    yield LinkChange(radio.start_ns, "connected", DEVICE)
    sensor = Strapped(rate_hz, mounting=MOUNTING, gyroscope=profile.gyroscope != "none")
    passed_s = 0.0
    for turn in count():
        athlete, choices = demo(seed=seed + turn)
        block = sense(athlete.kinematics(), sensor, seed + turn)
        shifted = replace(block, t_s=block.t_s + passed_s)
        inputs: list[Input] = list(transmit(shifted, profile, radio, DEVICE, seed=seed + turn))
        for choice in choices:
            at_ns = radio.start_ns + round((passed_s + choice.at_s) * 1e9)
            inputs.append(Command(at_ns, "exercise", choice.exercise))
        yield from sorted(inputs, key=time_ns)
        passed_s += len(block) / rate_hz
