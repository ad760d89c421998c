"""Polar's response to a start command: status, then settings as type, count, values.

Source: polarofficial/polar-ble-sdk, ``PmdSetting``, ``PmdControlPointResponse``; online_measurement.pdf.
"""

import struct

from legday.errors import DecodeError
from legday.sensors.decoders import FactsDecoder

HEAD = 5  # response code, opcode, measurement type, status, more
TYPE_AT, STATUS_AT, MORE_AT = 2, 3, 4
FACTORS = {2: "acc_factor", 5: "gyr_factor"}  # by measurement type
VALUE_SIZE = {0: 2, 1: 2, 2: 2, 3: 4, 4: 1, 5: 4, 6: 16}  # bytes, by setting
CONVERSION_FACTOR = 5


def decode(packet: bytes, profile: str) -> dict[str, float]:
    """Return the conversion factor that a start response carries; nothing for a refused start.

    Raises
    ------
    DecodeError
        Where a setting is unknown or cut, or the response goes on in another packet.
    """
    if len(packet) <= HEAD or packet[STATUS_AT] != 0:
        return {}
    if packet[MORE_AT] != 0:
        raise DecodeError(profile, "a start response in several packets", "one packet")
    settings = _settings(packet[HEAD:], profile)
    if CONVERSION_FACTOR not in settings or packet[TYPE_AT] not in FACTORS:
        return {}
    (factor,) = struct.unpack("<f", settings[CONVERSION_FACTOR])
    if not 0.0 < factor < 1e6:
        raise DecodeError(profile, f"a conversion factor of {factor}", "a positive number")
    return {FACTORS[packet[TYPE_AT]]: factor}


def _settings(content: bytes, profile: str) -> dict[int, bytes]:
    """Return the last value of each setting."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(content):
        kind = content[at]
        if kind not in VALUE_SIZE or at + 2 > len(content):
            raise DecodeError(profile, f"setting {kind} at {at}", "a setting from 0 to 6 and its count")
        size = VALUE_SIZE[kind]
        end = at + 2 + size * content[at + 1]
        if end > len(content):
            raise DecodeError(
                profile, f"setting {kind} that ends at {end} of {len(content)}", "a whole setting"
            )
        if content[at + 1] > 0:
            found[kind] = content[end - size : end]
        at = end
    return found


DECODER = FactsDecoder(decode)
