"""The timeline: what profiles decode, put in time."""

import copy
from dataclasses import dataclass, fields

import numpy as np

from legday.core.block import CLIPPED, MISSING, FlagArray, FloatArray, Hole, SampleBlock
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline.grid import Grid, GridState
from legday.sensors.timeline.health import Health
from legday.sensors.timeline.join import Join, JoinState
from legday.sensors.timeline.run import Run
from legday.sensors.timeline.stream import Origin, Stream, StreamState


@dataclass(slots=True)
class TimelineState:
    """Everything that a timeline remembers.

    ``gyroscope`` says whether the samples have an angular rate; None before the first.
    """

    health: Health
    origin: Origin | None
    gyroscope: bool | None
    acc: StreamState
    gyr: StreamState
    join: JoinState
    grid: GridState


class Timeline:
    """Turns the samples of one device into uniform blocks and the holes between them.

    A pure function of the sequence of `Samples`: where every sample has its own stamp, the blocks do not
    depend on how many samples came in one notification, up to where one block ends and the next begins.

    Times are the device's own: seconds since the first sample for integer ticks, the stamps themselves for
    floating-point ones, and the host's seconds since the first sample for a sensor that has no clock. A
    block's ``start`` counts the samples of the grid; it leaves some out at a hole that breaks the grid.

    Parameters
    ----------
    clock : Clock
        How the device tells time.
    gyro_clock : Clock or None
        The same for a gyroscope that sends notifications of its own; None where it shares the
        accelerometer's, or where there is none.

    Attributes
    ----------
    health : Health
        What the samples suffered on their way.
    """

    def __init__(self, clock: Clock, gyro_clock: Clock | None = None) -> None:
        self.health = Health()
        self._separate = gyro_clock is not None
        self._acc = Stream(clock, self.health)
        self._gyr = Stream(gyro_clock or clock, self.health)
        self._join = Join((gyro_clock or clock).rate_hz)
        self._grid = Grid(clock, self.health)
        self._origin: Origin | None = None
        self._gyroscope: bool | None = None

    @property
    def grid_hz(self) -> float | None:
        """Rate of the grid, Hz; None until the first block is out."""
        return self._grid.rate_hz or None

    def push(self, samples: Samples) -> list[SampleBlock | Hole]:
        """Take the samples of a notification and return what they decide, in order."""
        count = len(samples)
        if count == 0:
            return []
        self.health.received += 0 if samples.acc is None else count
        origin = self._origin or self._begin(samples)
        if self._separate:
            runs = self._push_separate(samples, origin)
        else:
            runs = self._acc.push(samples, *self._merge(samples), origin)
        return [piece for run in runs for piece in self._grid.push(run)]

    def finish(self) -> list[SampleBlock | Hole]:
        """Return what is held back, at the end of the stream or of a link; more may follow."""
        runs = self._acc.flush()
        if self._separate:
            runs = [out for run in runs for out in self._join.push_acc(run)]
            runs += [out for run in self._gyr.flush() for out in self._join.push_gyr(run)]
            runs += self._join.flush()
        pieces = [piece for run in runs for piece in self._grid.push(run)]
        return pieces + self._grid.flush()

    def time_of(self, arrival_ns: int) -> float | None:
        """Return the device time of a sample that arrives then without delay; None before the first."""
        if self._origin is None:
            return None
        return self._acc.time_of((arrival_ns - self._origin.arrival_ns) * 1e-9)

    def arrival_of(self, t_s: float) -> int | None:
        """Return the host time, ns, at which a sample taken at ``t_s`` arrives at the earliest."""
        arrival_s = self._acc.arrival_of(t_s)
        if self._origin is None or arrival_s is None:
            return None
        return self._origin.arrival_ns + round(arrival_s * 1e9)

    def save(self) -> TimelineState:
        """Return an independent copy of the state."""
        return TimelineState(
            copy.copy(self.health),
            copy.copy(self._origin),
            self._gyroscope,
            self._acc.save(),
            self._gyr.save(),
            copy.deepcopy(self._join.state),
            copy.deepcopy(self._grid.state),
        )

    def restore(self, saved: TimelineState) -> None:
        """Continue from a saved state."""
        for field in fields(Health):
            setattr(self.health, field.name, getattr(saved.health, field.name))
        self._origin, self._gyroscope = copy.copy(saved.origin), saved.gyroscope
        self._acc.restore(saved.acc)
        self._gyr.restore(saved.gyr)
        self._join.state = copy.deepcopy(saved.join)
        self._grid.state = copy.deepcopy(saved.grid)

    def reset(self) -> None:
        """Become equal to a new timeline."""
        gyro_clock = self._gyr.clock if self._separate else None
        self.restore(Timeline(self._acc.clock, gyro_clock).save())

    def _begin(self, samples: Samples) -> Origin:
        clock = self._acc.clock
        ahead_s = (len(samples) - 1) / clock.rate_hz if clock.rate_hz else 0.0
        tick = 0 if samples.ticks is None else samples.ticks[0].item()
        if clock.stamps == "last" and isinstance(tick, int):
            tick -= round(ahead_s / clock.tick_s)
        self._origin = Origin(samples.arrival_ns, tick, ahead_s)
        return self._origin

    def _push_separate(self, samples: Samples, origin: Origin) -> list[Run]:
        flags = _flags(samples)
        if samples.acc is not None:
            timed = self._acc.push(samples, samples.acc[None], flags, origin)
            return [out for run in timed for out in self._join.push_acc(run)]
        if samples.gyr is None:
            return []
        timed = self._gyr.push(samples, samples.gyr[None], flags, origin)
        return [out for run in timed for out in self._join.push_gyr(run)]

    def _merge(self, samples: Samples) -> tuple[FloatArray, FlagArray | None]:
        """Return (k, n, 3) as many vectors of each sample as the first ones had, and the flags."""
        acc, gyr = samples.acc, samples.gyr
        if acc is None:
            raise ValueError("samples without acceleration, from a sensor declared to send both together")
        if self._gyroscope is None:
            self._gyroscope = gyr is not None
        flags = _flags(samples)
        if not self._gyroscope:
            return acc[None], flags
        if samples.both is not None:
            return samples.both.reshape(len(acc), 2, 3).swapaxes(0, 1).copy(), flags
        if gyr is not None:
            return np.array((acc, gyr)), flags
        missing = np.full(len(acc), MISSING, np.uint8)
        return np.array((acc, np.zeros_like(acc))), missing if flags is None else flags | missing


def _flags(samples: Samples) -> FlagArray | None:
    if samples.clipped is None or not samples.clipped.any():
        return None
    return samples.clipped.astype(np.uint8) * np.uint8(CLIPPED)
