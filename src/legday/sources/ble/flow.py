"""Whether a sensor really streams: many answer commands on the characteristic that carries their samples."""

from legday.core.inputs import Packet
from legday.errors import DecodeError
from legday.sensors.decoder import Decoder
from legday.sensors.profile import Profile
from legday.sources.ble.settings import BleSettings


class Flow:
    """Waits for the first samples of a connection.

    Parameters
    ----------
    profile : Profile
        How it is read; of one that tells no motion, whatever it sends will do.
    settings : BleSettings
        What was asked of it.
    """

    def __init__(self, profile: Profile, settings: BleSettings) -> None:
        self._decoder = profile.decoder(**settings.choices) if profile.measures_motion else None
        self._began = False

    def began(self, packet: Packet) -> bool:
        """Return whether samples have come, this packet included; later ones are not looked into."""
        if not self._began:
            self._began = self._decoder is None or _has_samples(self._decoder, packet)
        return self._began


def _has_samples(decoder: Decoder, packet: Packet) -> bool:
    try:
        return bool(decoder.decode(packet))
    except DecodeError:
        return False
