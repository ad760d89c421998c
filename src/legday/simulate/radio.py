"""A radio link: when notifications arrive, and which never do."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from legday.core.block import CLIPPED, FloatArray, SampleBlock
from legday.core.inputs import Packet
from legday.sensors.profile import Profile
from legday.sensors.samples import Clock, Samples


@dataclass(frozen=True, slots=True)
class Radio:
    """How a Bluetooth LE link delays and loses notifications.

    Parameters
    ----------
    interval_s : float
        Connection interval: notifications leave the sensor at its multiples.
    late_share, late_s : float
        Share of notifications that are repeated on the air, and by how long that delays them.
    loss : float
        Share of notifications that never arrive.
    samples : int
        Samples that the sensor collects for one notification; 0 leaves it to the profile.
    first_tick : int
        Where the device's tick counter stands at the first sample; near its end, it wraps on the way.
    start_ns : int
        Host time of the first sample.
    """

    interval_s: float = 0.030
    late_share: float = 0.03
    late_s: float = 0.060
    loss: float = 0.0
    samples: int = 0
    first_tick: int = 0
    start_ns: int = 1_700_000_000_000_000_000


def arrivals(ready_s: FloatArray, radio: Radio, seed: int = 0) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return when notifications that were ready at ``ready_s`` arrive, s, and which of them do.

    They arrive in order: a late one holds back those behind it.
    """
    random = np.random.default_rng(seed)
    phase = random.uniform(0.0, radio.interval_s)
    event_s = np.ceil((ready_s - phase) / radio.interval_s) * radio.interval_s + phase
    late = np.where(random.random(len(ready_s)) < radio.late_share, radio.late_s, 0.0)
    stack_s = random.exponential(0.001, len(ready_s))
    arrived = random.random(len(ready_s)) >= radio.loss
    return np.maximum.accumulate(event_s + late + stack_s), arrived


def transmit(
    block: SampleBlock,
    profile: Profile,
    radio: Radio,
    device: str = "thigh",
    drift: float = 0.0,
    seed: int = 0,
) -> list[Packet]:
    """Return the packets that carry a block to the host, in the profile's own bytes.

    ``drift`` is the sensor's clock error, as in `Strapped`: its own seconds last ``1 / (1 + drift)``.
    """
    encoder = profile.encoder(device)
    size = radio.samples or encoder.samples_per_packet
    waiting = len(block) % size if encoder.always_full else 0
    sent: list[Packet] = []
    for first in range(0, len(block) - waiting, size):
        rows = slice(first, min(first + size, len(block)))
        ready_ns = round(float(block.t_s[rows][-1]) / (1.0 + drift) * 1e9)
        sent += encoder.encode(_samples(block, rows, encoder.clock, ready_ns, radio.first_tick))
    ready_s = np.array([packet.arrival_ns for packet in sent]) * 1e-9
    arrival_s, arrived = arrivals(ready_s, radio, seed)
    return [
        replace(packet, arrival_ns=radio.start_ns + round(time_s * 1e9))
        for time_s, came, packet in zip(arrival_s.tolist(), arrived.tolist(), sent, strict=True)
        if came
    ]


def _samples(block: SampleBlock, rows: slice, clock: Clock, ready_ns: int, first_tick: int) -> Samples:
    gyr = None if block.gyr is None else block.gyr[rows]
    clipped = (block.flags[rows] & CLIPPED) != 0
    return Samples(ready_ns, block.acc[rows], gyr, _ticks(block.t_s[rows], clock, first_tick), clipped)


def _ticks(t_s: FloatArray, clock: Clock, first_tick: int) -> NDArray[np.int64] | FloatArray | None:
    if clock.stamps == "none":
        return None
    stamped = {"each": t_s, "first": t_s[:1], "last": t_s[-1:]}[clock.stamps]
    if clock.wrap == 0 and clock.tick_s == 1.0:
        return stamped
    ticks = np.rint(stamped / clock.tick_s).astype(np.int64) + first_tick
    return ticks % clock.wrap if clock.wrap else ticks
