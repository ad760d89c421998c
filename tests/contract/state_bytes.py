"""A state as bytes: equal bytes, equal state. NaN equals NaN here, which == would deny."""

import dataclasses
import struct
from collections import deque
from typing import Any

import numpy as np


def state_bytes(value: Any) -> bytes:
    """Return a canonical encoding of a state, all the way down."""
    if isinstance(value, bool) or value is None:
        return repr(value).encode()
    if isinstance(value, np.ndarray):
        return b"a" + str((value.dtype, value.shape)).encode() + np.ascontiguousarray(value).tobytes()
    if isinstance(value, float | np.floating):
        return b"f" + struct.pack("<d", float(value))
    if isinstance(value, int | np.integer):
        return b"i" + str(int(value)).encode()
    if isinstance(value, str | bytes):
        return b"s" + repr(value).encode()
    if isinstance(value, dict):
        return b"d" + b"".join(state_bytes(key) + state_bytes(item) for key, item in value.items())
    if isinstance(value, list | tuple | deque):
        return b"l" + str(len(value)).encode() + b"".join(state_bytes(item) for item in value)
    if isinstance(value, set | frozenset):
        return b"t" + b"".join(sorted(state_bytes(item) for item in value))
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return b"o" + b"".join(state_bytes(getattr(value, field.name)) for field in fields)
    if hasattr(value, "model_dump"):
        return b"m" + state_bytes(value.model_dump())
    message = f"a state holds a {type(value).__name__}, which has no canonical bytes"
    raise TypeError(message)
