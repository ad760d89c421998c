"""Small binary recordings of wearables, made from the makers' descriptions of their formats."""

import datetime as dt
import io
import struct
import zipfile
from pathlib import Path

import numpy as np

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

BLOCK_SAMPLES = 80
CWA_RATE = {50.0: 0x49, 100.0: 0x4A}
"""Rate code of a data block: ±8 g in the upper bits, 3200 / 2^(15 - code) Hz in the lower."""

LSB_PER_G = 256


def write_cwa(path: Path, acc_g: FloatArray, rate_hz: float) -> None:
    """An AX3's file: a header of 1024 bytes and blocks of 512 with 80 samples of three 16-bit axes each."""
    start = dt.datetime(2026, 11, 28, 16, 0, 0)  # noqa: DTZ001 - a wearable knows no time zone
    header = struct.pack("<2sHBHIB", b"MD", 1020, 0, 1, 1, 0).ljust(36, b"\0")
    header += struct.pack("<B", CWA_RATE[rate_hz])
    with path.open("wb") as file:
        file.write(header.ljust(1024, b"\xff"))
        for number in range(len(acc_g) // BLOCK_SAMPLES):
            at = start + dt.timedelta(seconds=number * BLOCK_SAMPLES / rate_hz)
            rows = acc_g[number * BLOCK_SAMPLES : (number + 1) * BLOCK_SAMPLES]
            file.write(_cwa_block(number, at, rows, rate_hz))


def _cwa_block(number: int, at: dt.datetime, acc_g: FloatArray, rate_hz: float) -> bytes:
    date = (at.year - 2000) << 26 | at.month << 22 | at.day << 17
    stamp = date | at.hour << 12 | at.minute << 6 | at.second
    # The offset says how many samples into the block the stamp's whole second lies.
    offset = -round(at.microsecond * 1e-6 * rate_hz)
    head = struct.pack("<2sHHIIIHHBBBBhH", b"AX", 508, 0, 1, number, stamp, 0, 0, 0, 200, CWA_RATE[rate_hz],
                       0x32, offset, BLOCK_SAMPLES)  # fmt: skip
    body = head + np.rint(acc_g * LSB_PER_G).astype("<i2").tobytes()
    words = struct.unpack("<255H", body)
    return body + struct.pack("<H", -sum(words) & 0xFFFF)


def write_gt3x(path: Path, acc_g: FloatArray, rate_hz: int) -> None:
    """An ActiGraph's zip: facts in ``info.txt``, one ACTIVITY2 record a second in ``log.bin``."""
    start = dt.datetime(2026, 11, 28, 16, 0, 0)  # noqa: DTZ001 - a wearable knows no time zone
    epoch = dt.datetime(1, 1, 1)  # noqa: DTZ001 - ticks of 100 ns are counted from here
    ticks = round((start - epoch).total_seconds()) * 10_000_000
    info = (
        f"Serial Number: TAS1E00\nDevice Type: Link\nFirmware: 1.7.2\nBattery Voltage: 4.1\n"
        f"Sample Rate: {rate_hz}\nStart Date: {ticks}\nStop Date: {ticks + 600_000_000}\n"
        f"Last Sample Time: {ticks + 600_000_000}\nTimeZone: 00:00:00\nDownload Date: {ticks + 600_000_000}\n"
        f"Board Revision: 8\nUnexpected Resets: 0\nAcceleration Scale: {LSB_PER_G}.0\n"
        f"Acceleration Min: -8.0\nAcceleration Max: 8.0\nSubject Name: s\n"
    )
    first_s = round((start - dt.datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
    log = io.BytesIO()
    for second in range(len(acc_g) // rate_hz):
        rows = np.rint(acc_g[second * rate_hz : (second + 1) * rate_hz] * LSB_PER_G).astype("<i2")
        log.write(_gt3x_record(first_s + second, rows.tobytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("info.txt", info)
        archive.writestr("log.bin", log.getvalue())


def _gt3x_record(at_s: int, payload: bytes) -> bytes:
    head = struct.pack("<BBIH", 0x1E, 26, at_s, len(payload))
    checksum = 0
    for byte in head + payload:
        checksum ^= byte
    return head + payload + struct.pack("<B", ~checksum & 0xFF)
