"""How exact time is that was found from arrivals alone: the figures of ``docs/explanation/time.md``.

A sensor without a clock sends notifications over a simulated Bluetooth link; errors are of all intervals of
0.5 s, about a squat's half and a jump's flight, in five minutes each of several seeds:

    python -m benchmarks.arrival_times
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from legday.core.block import FloatArray, SampleBlock
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline
from legday.simulate.radio import Radio, arrivals

RATE_HZ = 100.0
DURATION_S = 300.0
INTERVAL_S = 0.5
SEEDS = range(4)


@dataclass(frozen=True)
class Run:
    """What came out: times as found and as they truly were, s; what was lost and what of it was noticed."""

    t_s: FloatArray
    true_s: FloatArray
    raw_s: FloatArray
    raw_true_s: FloatArray
    lost: int
    noticed: int

    def errors_ms(self, after_s: float) -> FloatArray:
        """Errors of the intervals that begin so long after the start, ms."""
        return interval_errors_ms(self.t_s, self.true_s, after_s)

    def raw_errors_ms(self) -> FloatArray:
        """The same for samples that take their notification's arrival."""
        return interval_errors_ms(self.raw_s, self.raw_true_s, 0.0)


def interval_errors_ms(t_s: FloatArray, true_s: FloatArray, after_s: float) -> FloatArray:
    """Return the errors of the measured intervals, ms."""
    step = round(INTERVAL_S / float(np.median(np.diff(true_s))))
    errors = (t_s[step:] - t_s[:-step]) - (true_s[step:] - true_s[:-step])
    return np.abs(errors)[t_s[:-step] - t_s[0] >= after_s] * 1e3


def run(radio: Radio, drift: float, seed: int, rate_hz: float = RATE_HZ) -> Run:
    """Send five minutes and find their times; the true time of a sample travels as its acceleration."""
    count = int(DURATION_S * rate_hz) // radio.samples
    true_s = np.arange(count * radio.samples) / (rate_hz * (1.0 + drift))
    arrival_s, arrived = arrivals(true_s[radio.samples - 1 :: radio.samples], radio, seed)
    timeline = Timeline(Clock("none", rate_hz=RATE_HZ))
    blocks: list[SampleBlock] = []
    for k in np.flatnonzero(arrived).tolist():
        acc = np.zeros((radio.samples, 3))
        acc[:, 0] = true_s[k * radio.samples : (k + 1) * radio.samples]
        blocks += _blocks(timeline, Samples(round(arrival_s[k] * 1e9), acc, None, None))
    found = (np.concatenate([b.t_s for b in blocks]), np.concatenate([b.acc[:, 0] for b in blocks]))
    raw = (arrival_s[arrived], true_s[radio.samples - 1 :: radio.samples][arrived])
    lost = radio.samples * int(np.count_nonzero(~arrived))
    return Run(*found, *raw, lost, timeline.health.lost)


def _blocks(timeline: Timeline, samples: Samples) -> Iterator[SampleBlock]:
    return (piece for piece in timeline.push(samples) if isinstance(piece, SampleBlock))


def row(label: str, runs: list[Run]) -> str:
    """Return a line of the table."""
    raw = np.concatenate([each.raw_errors_ms() for each in runs])
    after_5, after_10 = (np.concatenate([each.errors_ms(s) for each in runs]) for s in (5.0, 10.0))
    figures = (np.percentile(raw, 95), *np.percentile(after_5, (50, 95)), *np.percentile(after_10, (95, 100)))
    lost, noticed = sum(each.lost for each in runs), sum(each.noticed for each in runs)
    return f"{label:44}" + "".join(f"{figure:10.2f}" for figure in figures) + f"{lost:8d}{noticed:8d}"


def main() -> None:
    """Print the table."""
    head = ("raw p95", "p50 >5s", "p95 >5s", "p95 >10s", "max >10s")
    print(f"{'error of 0.5 s, ms':44}" + "".join(f"{name:>10}" for name in head) + f"{'lost':>8}{'found':>8}")
    for interval_s in (0.015, 0.030, 0.045):
        for samples in (1, 10, 20):
            for drift in (60e-6, -60e-6):
                radio = Radio(interval_s=interval_s, samples=samples)
                label = f"{interval_s * 1e3:.0f} ms, {samples} a notification, {drift * 1e6:+.0f} ppm"
                print(row(label, [run(radio, drift, seed) for seed in SEEDS]))
    for samples, loss in ((10, 0.01), (20, 0.01), (10, 0.05), (1, 0.01)):
        label = f"30 ms, {samples} a notification, {loss:.0%} lost"
        print(row(label, [run(Radio(samples=samples, loss=loss), 60e-6, seed) for seed in SEEDS]))
    for rate_hz in (99.7, 99.0, 102.0):
        label = f"30 ms, 10 a notification, {rate_hz:g} Hz declared 100"
        print(row(label, [run(Radio(samples=10), 0.0, seed, rate_hz) for seed in SEEDS]))


if __name__ == "__main__":
    main()
