"""Simulated squats, spoken in each sensor's own bytes, are counted exactly; the tick wraps on the way."""

import pytest

from legday.core.setup import SensorSetup, SessionSetup
from legday.sensors.profile import Profile
from legday.sensors.registry import profiles
from legday.session import Session
from legday.simulate.programme import performed
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense
from tests.sensors.shelf import identifier

COUNTING = [profile for profile in profiles().values() if profile.tier in ("recorded", "vectors")]
TAKE_HZ = 100.0


@pytest.mark.parametrize("profile", COUNTING, ids=identifier)
def test_simulated_squats_are_counted(profile: Profile) -> None:
    athlete = performed("squat")
    rate_hz = TAKE_HZ if profile.rate is None else profile.rate.default_hz
    block = sense(athlete.kinematics(), Strapped(rate_hz, gyroscope=profile.gyroscope != "none"))
    five_seconds = round(5.0 / profile.clock.tick_s)
    first_tick = profile.clock.wrap - five_seconds if profile.clock.wrap else 0
    sensor = SensorSetup(profile=profile.id, rate_hz=rate_hz if profile.rate is None else None)
    session = Session(SessionSetup(exercise="squat", sensors=(sensor,)))
    events = session.push(transmit(block, profile, Radio(first_tick=first_tick))) + session.finish()
    retracted = {event.retracts for event in events if event.type == "retracted"}
    reps = [event for event in events if event.type == "rep" and event.serial not in retracted]
    assert len(reps) == len(athlete.truth.reps) == 10
