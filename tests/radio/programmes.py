"""What the wearer of a virtual sensor does, and the packets in which the sensor tells of it."""

from dataclasses import replace
from functools import cache

import numpy as np
from scipy.spatial.transform import Rotation

from legday.core.block import SampleBlock
from legday.core.inputs import Packet
from legday.sensors.profile import Profile
from legday.simulate.athlete import Athlete
from legday.simulate.programme import PERFORMANCES, performed
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense
from legday.simulate.truth import THIS, Leg

MOUNTING = Rotation.from_euler("xyz", [15.0, -40.0, 75.0], degrees=True)
RATE_HZ = 50.0
"""Of a profile that leaves the rate open."""

SQUATS_IN_A_SET = 4
LIFTS = 10
"""Of each knee, where there are few."""

PAUSE_S = 7.0
"""Between two sets: long enough to lose a link in it and to have it again."""

STANDING_S = 20.0
"""How long the wearer goes on standing at the end."""

WRAP_AFTER_S = 5.0
"""A device clock that wraps does so on the way."""


def wearer(programme: str, seed: int = 0) -> Athlete:
    """Return the athlete who does it: ``two_sets``, ``few_knees``, ``standing``, or an exercise."""
    if programme in PERFORMANCES:
        athlete = performed(programme, seed)
    else:
        athlete = Athlete(seed)
        athlete.stay(3.0)
        for number in range(2 if programme == "two_sets" else 0):
            athlete.stay(PAUSE_S if number else 0.0)
            for _ in range(SQUATS_IN_A_SET):
                athlete.squat()
                athlete.stay(0.3)
        if programme == "few_knees":
            athlete.high_knees(LIFTS)
    athlete.stay(STANDING_S)
    return athlete


def pause_of_two_sets(seed: int = 0) -> tuple[float, float]:
    """Return when the pause between the sets starts and ends, s since the programme began."""
    reps = wearer("two_sets", seed).truth.reps
    return reps[SQUATS_IN_A_SET - 1].end_s, reps[SQUATS_IN_A_SET].start_s


def packets_of(
    profile: Profile,
    programme: str,
    seed: int = 0,
    rate_hz: float | None = None,
    leg: Leg = THIS,
    seconds: float = 0.0,
) -> list[Packet]:
    """Return what the sensor sends; ``arrival_ns`` counts from the beginning of the programme.

    ``seconds`` repeats the programme until it is so long.
    """
    default_hz = RATE_HZ if profile.rate is None else profile.rate.default_hz
    block = _repeated(_sensed(programme, seed, rate_hz or default_hz, leg), seconds)
    if profile.gyroscope == "none":
        block = replace(block, gyr=None)
    early = round(WRAP_AFTER_S / profile.clock.tick_s)
    first_tick = profile.clock.wrap - early if profile.clock.wrap > early else 0
    return transmit(block, profile, Radio(start_ns=0, first_tick=first_tick), seed=seed)


@cache
def _sensed(programme: str, seed: int, rate_hz: float, leg: Leg) -> SampleBlock:
    motion = wearer(programme, seed).kinematics(leg)
    return sense(motion, Strapped(rate_hz, mounting=MOUNTING), seed)


def _repeated(block: SampleBlock, seconds: float) -> SampleBlock:
    period_s = float(block.t_s[1] - block.t_s[0])
    times = max(1, int(np.ceil(seconds / (len(block) * period_s))))
    gyr = None if block.gyr is None else np.tile(block.gyr, (times, 1))
    t_s = np.arange(times * len(block)) * period_s
    return SampleBlock(0, t_s, np.tile(block.acc, (times, 1)), gyr, np.tile(block.flags, times))
