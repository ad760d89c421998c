"""Spoilt notifications are refused or read, and nothing else; `benchmarks.mutations` sends a million."""

from itertools import islice

import pytest

from legday.core.inputs import Packet
from legday.errors import DecodeError
from legday.sensors.profile import Profile
from tests.sensors.mutations import refused, session_of, spoilt
from tests.sensors.shelf import PROFILES, identifier

NOTIFICATIONS = 250
LONGEST_BYTES = 1024
SUBSCRIPTIONS = 256


@pytest.mark.parametrize("profile", PROFILES.values(), ids=identifier)
def test_a_session_goes_on_whatever_a_sensor_sends(profile: Profile) -> None:
    session = session_of(profile)
    for packet in islice(spoilt(profile), NOTIFICATIONS):
        session.push([packet])
    session.finish()
    assert refused(session) < NOTIFICATIONS


@pytest.mark.parametrize("profile", PROFILES.values(), ids=identifier)
def test_what_a_decoder_keeps_for_later_is_bounded(profile: Profile) -> None:
    decoder = profile.decoder()
    for packet in islice(spoilt(profile, seed=1), NOTIFICATIONS):
        try:
            decoder.decode(packet)
        except DecodeError:
            continue
    for kept in decoder.state.leftovers.values():
        assert len(kept.pending) < LONGEST_BYTES
        assert len(kept.parts) <= SUBSCRIPTIONS
        assert all(len(part) < LONGEST_BYTES for part in kept.parts.values())


def test_a_time_that_cannot_tell_samples_apart_is_refused() -> None:
    take = PROFILES["take"]
    (*_others, packet) = take.vector[0].packets(take)
    far = packet.payload[:1] + bytes.fromhex("000000000000f043") + packet.payload[9:]  # 2 to the 64th
    with pytest.raises(DecodeError, match=r"a time of 1\.8"):
        take.decoder().decode(Packet(0, packet.characteristic, far))
