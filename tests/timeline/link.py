"""A sensor without a clock on a Bluetooth link, with the true time of every sample in its first column."""

from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FloatArray
from legday.sensors.samples import Samples
from tests.timeline.streams import Output


@dataclass
class Link:
    """Notifications leave at connection events; some are late; some never come.

    ``stall_s``: what is ready in this span waits for its end. ``lost_s``: what is ready in it never comes.
    """

    rate_hz: float = 100.0
    size: int = 10
    interval_s: float = 0.030
    drift: float = 60e-6
    duration_s: float = 90.0
    late_share: float = 0.03
    late_s: float = 0.060
    loss: float = 0.0
    stall_s: tuple[float, float] = (0.0, 0.0)
    lost_s: tuple[float, float] = (0.0, 0.0)
    seed: int = 1
    lost: int = field(default=0, init=False)

    def samples(self) -> list[Samples]:
        """Return what arrives, in order."""
        random = np.random.default_rng(self.seed)
        count = int(self.duration_s * self.rate_hz) // self.size
        true_s = np.arange(count * self.size) / (self.rate_hz * (1.0 + self.drift))
        ready_s = true_s[self.size - 1 :: self.size]
        phase_s = random.uniform(0.0, self.interval_s)
        arrival_s = np.ceil((ready_s - phase_s) / self.interval_s) * self.interval_s + phase_s
        arrival_s += np.where(random.random(count) < self.late_share, self.late_s, 0.0)
        arrival_s += random.exponential(0.001, count)
        stalled = (ready_s >= self.stall_s[0]) & (ready_s < self.stall_s[1])
        arrival_s = np.where(stalled, np.maximum(arrival_s, self.stall_s[1]), arrival_s)
        arrival_s = np.maximum.accumulate(arrival_s)
        came = random.random(count) >= self.loss
        came &= ~((ready_s >= self.lost_s[0]) & (ready_s < self.lost_s[1]))
        self.lost = int(count - np.count_nonzero(came))
        return [self._one(true_s, k, float(arrival_s[k])) for k in np.flatnonzero(came).tolist()]

    def _one(self, true_s: FloatArray, k: int, arrival_s: float) -> Samples:
        acc = np.zeros((self.size, 3))
        acc[:, 0] = true_s[k * self.size : (k + 1) * self.size]
        return Samples(round(arrival_s * 1e9), acc, None, None)


def interval_error_s(out: Output, after_s: float, interval_s: float = 0.5) -> FloatArray:
    """Errors of all intervals of this length that begin so long after the start."""
    step = round(interval_s / float(np.median(np.diff(out.t_s))))
    measured_s = out.t_s[step:] - out.t_s[:-step]
    true_s = out.acc[step:, 0] - out.acc[:-step, 0]
    return np.abs(measured_s - true_s)[out.t_s[:-step] - out.t_s[0] >= after_s]
