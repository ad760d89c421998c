"""One sensor of a device: its samples get their times, in order, from whichever clock there is."""

import copy
from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FlagArray, FloatArray
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline.arrival_clock import Arrival, ArrivalClock, ArrivalClockState
from legday.sensors.timeline.device_clock import DeviceClock, DeviceClockState
from legday.sensors.timeline.health import Health
from legday.sensors.timeline.host_clock import HostClock
from legday.sensors.timeline.order import Order, OrderState
from legday.sensors.timeline.run import Run

_COARSE = 0.25  # ticks longer than this share of the period are not times, only about when


@dataclass(slots=True)
class Origin:
    """Time 0, the same for both sensors of a device.

    Parameters
    ----------
    arrival_ns : int
        Host time of the first notification.
    tick : int or float
        Tick of its first sample.
    ahead_s : float
        How much earlier than its last sample the first one was, by the nominal rate.
    """

    arrival_ns: int
    tick: int | float
    ahead_s: float


@dataclass(slots=True)
class StreamState:
    """The states of the stages.

    Parameters
    ----------
    device, arrival, order
        Theirs.
    host : HostClock
        What published time has to do with the host's.
    first : Arrival or None
        The first notification, while it waits for a second to tell the distance of its samples.
    """

    device: DeviceClockState
    arrival: ArrivalClockState
    order: OrderState
    host: HostClock = field(default_factory=HostClock)
    first: Arrival | None = None


class Stream:
    """Times for the samples of one sensor.

    Parameters
    ----------
    clock : Clock
        How it tells time.
    health : Health
        Where samples are counted.
    """

    def __init__(self, clock: Clock, health: Health) -> None:
        self.clock = clock
        self._health = health
        self._device = DeviceClock(clock)
        self._arrival = ArrivalClock(clock)
        self._order = Order(health)
        self._coarse = clock.stamps == "each" and clock.tick_s * clock.rate_hz > _COARSE
        self._host = HostClock()
        self._first: Arrival | None = None

    def push(
        self, samples: Samples, values: FloatArray, flags: FlagArray | None, origin: Origin
    ) -> list[Run]:
        """Return the samples whose times are known now, in order."""
        y_s = (samples.arrival_ns - origin.arrival_ns) * 1e-9
        if self.clock.stamps == "none" or samples.ticks is None:
            return self._in_order(self._arrival.push(untimed(values, flags), y_s, origin.ahead_s))
        expected_s = None
        if self.clock.wrap and self._host.points:
            expected_s = self._host.about(y_s) - self._order.state.offset_s
        stamps = self._device.seconds(samples.ticks, origin.tick, expected_s)
        if self.clock.stamps != "each":
            return self._in_order(self._by_one_stamp(untimed(values, flags), float(stamps[-1]), y_s))
        run = Run(stamps, values, flags)
        if self._coarse and samples.ticks.dtype.kind == "i":
            return self._in_order(self._by_coarse_stamps(run, y_s))
        return self._in_order([Arrival(y_s, run)])

    def flush(self) -> list[Run]:
        """Return what is held back."""
        return self._in_order(self._arrival.flush())

    def _by_coarse_stamps(self, run: Run, y_s: float) -> list[Arrival]:
        """A coarse stamp says about when a sample was taken, like an arrival."""
        timed: list[Arrival] = []
        for i, stamp_s in enumerate(run.t_s.tolist()):
            timed += self._arrival.push(run[i : i + 1], stamp_s, 0.0)
        return [Arrival(y_s, arrival.run) for arrival in timed]

    def _by_one_stamp(self, run: Run, stamp_s: float, y_s: float) -> list[Arrival]:
        device, first = self._device, self._first
        if device.unsettled and first is None:
            self._first = Arrival(y_s, Run(np.full(len(run), stamp_s), run.values, run.flags).copy())
            return []
        timed: list[Arrival] = []
        if first is not None:
            first_s = float(first.run.t_s[0])
            device.settle(first_s, len(first.run), stamp_s, len(run))
            times = device.spread(first_s, len(first.run))
            timed.append(Arrival(first.y_s, Run(times, first.run.values, first.run.flags)))
            self._first = None
        times = device.spread(stamp_s, len(run))
        return [*timed, Arrival(y_s, Run(times, run.values, run.flags))]

    def _in_order(self, timed: list[Arrival]) -> list[Run]:
        runs: list[Run] = []
        for arrival in timed:
            run = self._order.push(arrival.run, arrival.y_s)
            if len(run):
                self._host.push(float(run.t_s[-1]), arrival.y_s)
                self._health.jitter_s = self._host.jitter_s
                runs.append(run)
        return runs

    def time_of(self, y_s: float) -> float | None:
        """Return the time of a sample that arrives at ``y_s`` without delay; None before the first."""
        return self._host.time_of(y_s) if self._host.points else None

    def arrival_of(self, t_s: float) -> float | None:
        """Return when a sample taken at ``t_s`` arrives at the earliest, s; None before the first."""
        return self._host.arrival_of(t_s) if self._host.points else None

    def save(self) -> StreamState:
        """Return an independent copy of the state."""
        parts = (self._device.state, self._arrival.state, self._order.state, self._host, self._first)
        return copy.deepcopy(StreamState(*parts))

    def restore(self, saved: StreamState) -> None:
        """Continue from a saved state."""
        state = copy.deepcopy(saved)
        self._device.state, self._arrival.state = state.device, state.arrival
        self._order.state, self._host, self._first = state.order, state.host, state.first


def untimed(values: FloatArray, flags: FlagArray | None) -> Run:
    """Return samples whose times mean nothing yet."""
    return Run(np.zeros(values.shape[1]), values, flags)
