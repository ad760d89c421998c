"""Packets of the built-in profile ``take``: samples with their own times, as rows of little-endian float64.

A packet is one byte that says how many numbers a row has (4 or 7), then the rows
``t_s, ax, ay, az[, gx, gy, gz]`` in s, m/s² and rad/s. The profile ``take`` says the same in its table and
decodes them.
"""

import numpy as np

from legday.core.block import FloatArray

PROFILE = "take"
CHARACTERISTIC = "take"


def encode_take(t_s: FloatArray, acc: FloatArray, gyr: FloatArray | None) -> bytes:
    """Return the packet of some samples.

    Parameters
    ----------
    t_s : (n,) float
        Device time, s.
    acc, gyr : (n, 3) float
        Specific force, m/s², and angular rate, rad/s, or None without a gyroscope.
    """
    columns = [t_s.reshape(-1, 1), acc] if gyr is None else [t_s.reshape(-1, 1), acc, gyr]
    rows = np.concatenate(columns, axis=1)
    return bytes((rows.shape[1],)) + rows.astype("<f8").tobytes()
