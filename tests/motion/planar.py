"""A thigh in the sagittal plane with known truth, and a sensor strapped to it at any rotation.

Segment frame: x out of the front of the thigh, y left, z along the thigh towards the hip. The foot stands,
the shank leans as the thigh flexes, the sensor sits 20 cm below the hip. Walking swings and shakes the thigh.
It knows nothing of the front end's filters or thresholds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import BPoly
from scipy.spatial.transform import Rotation

from legday.core.block import STANDARD_GRAVITY, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.motion.frontend import Frontend

Floats = NDArray[np.float64]

FINE_HZ = 1000.0
THIGH_M, SHANK_M, SENSOR_M = 0.42, 0.43, 0.20
SHANK_LEANS = -0.35
STEPS_PER_S = 1.8
SWING_RAD = np.radians(22.0)


@dataclass(frozen=True)
class Script:
    """What the leg does.

    ``keys`` are thigh angles (rad) at times (s), reached and left at rest; ``walks`` are spans of walking;
    ``tremors`` are (start s, end s, amplitude rad at the end, Hz).
    """

    keys: Sequence[tuple[float, float]]
    walks: Sequence[tuple[float, float]] = ()
    tremors: Sequence[tuple[float, float, float, float]] = ()


@dataclass(frozen=True)
class Moved:
    """The motion in the segment frame at `FINE_HZ`."""

    t_s: Floats
    angle: Floats
    force: Floats
    rate: Floats


def squats(
    count: int = 6, depth_deg: float = 90.0, seconds: float = 2.4, rest_s: float = 1.0, lead_s: float = 2.0
) -> Script:
    """Return standing, ``count`` squats with a rest in front of each, standing."""
    keys, now_s = [(0.0, 0.0), (lead_s, 0.0)], lead_s
    for _ in range(count):
        keys += [(now_s + seconds / 2, np.radians(depth_deg)), (now_s + seconds, 0.0)]
        now_s += seconds + rest_s
        keys.append((now_s, 0.0))
    return Script([*keys, (now_s + 1.0, 0.0)])


def moved(script: Script) -> Moved:
    """Return the motion of a script."""
    times = [time_s for time_s, _ in script.keys]
    curve = BPoly.from_derivatives(times, [[angle, 0.0, 0.0] for _, angle in script.keys])
    t = np.arange(times[0], times[-1], 1 / FINE_HZ)
    angle = np.asarray(curve(t))
    for start_s, end_s, amplitude, frequency_hz in script.tremors:
        grown = amplitude * np.clip((t - start_s) / (end_s - start_s), 0, 1) * (t < end_s)
        angle = angle + grown * np.sin(2 * np.pi * frequency_hz * t)
    shank = SHANK_LEANS * angle
    x = -SHANK_M * np.sin(shank) - (THIGH_M - SENSOR_M) * np.sin(angle)
    z = SHANK_M * np.cos(shank) + (THIGH_M - SENSOR_M) * np.cos(angle)
    world = np.stack([_twice(x), np.zeros_like(t), _twice(z) + STANDARD_GRAVITY], axis=1)
    for start_s, end_s in script.walks:
        _walk(t, angle, world, start_s, end_s)
    c, s = np.cos(angle), np.sin(angle)
    force = np.stack(
        [c * world[:, 0] + s * world[:, 2], world[:, 1], -s * world[:, 0] + c * world[:, 2]], axis=1
    )
    rate = np.stack([np.zeros_like(t), -np.gradient(angle, t), np.zeros_like(t)], axis=1)
    return Moved(t, angle, force, rate)


def strapped(
    motion: Moved,
    rotation: Rotation,
    rate_hz: float = 100.0,
    *,
    gyroscope: bool = True,
    bias_m_s2: Sequence[float] = (0.0, 0.0, 0.0),
    seed: int = 1,
    slip: tuple[float, Rotation] | None = None,
) -> SampleBlock:
    """Return what a sensor feels that is turned by ``rotation``, behind ``slip[0]`` s by ``slip[1]`` more."""
    random = np.random.default_rng(seed)
    t = np.arange(motion.t_s[0], motion.t_s[-1], 1 / rate_hz)
    acc = rotation.apply(_at(motion.force, motion, t))
    gyr = rotation.apply(_at(motion.rate, motion, t))
    if slip is not None:
        late = t >= slip[0]
        acc[late], gyr[late] = slip[1].apply(acc[late]), slip[1].apply(gyr[late])
    acc += 0.03 * random.standard_normal(acc.shape) + np.asarray(bias_m_s2)
    gyr += 0.005 * random.standard_normal(gyr.shape) + np.radians([0.5, -0.5, 0.3])
    return SampleBlock(0, t, acc, gyr if gyroscope else None, np.zeros(len(t), dtype=np.uint8))


def true_angle(motion: Moved, block: SampleBlock) -> Floats:
    """Return the true thigh angle at the samples of a block."""
    return np.interp(block.t_s, motion.t_s, motion.angle)


def part(block: SampleBlock, start: int, end: int) -> SampleBlock:
    """Return samples ``[start, end)`` of a block as a block."""
    gyr = None if block.gyr is None else block.gyr[start:end]
    return SampleBlock(
        block.start + start, block.t_s[start:end], block.acc[start:end], gyr, block.flags[start:end]
    )


def seen(block: SampleBlock, rate_hz: float = 100.0) -> MotionBlock:
    """Return what the front end makes of a whole stream."""
    return Frontend(Setting(rate_hz, "thigh", block.gyr is not None)).update(block)


def rotations(count: int, seed: int = 5) -> list[Rotation]:
    """Return random rotations, all directions alike."""
    return list(Rotation.random(count, rng=np.random.default_rng(seed)))


def flagged(block: SampleBlock, flag: int, start: int, end: int) -> SampleBlock:
    """Return a block whose samples ``[start, end)`` are held at the last good one and flagged."""
    acc, flags = block.acc.copy(), block.flags.copy()
    gyr = None if block.gyr is None else block.gyr.copy()
    acc[start:end] = acc[start - 1]
    if gyr is not None:
        gyr[start:end] = np.linspace(gyr[start - 1], gyr[end], end - start)
    flags[start:end] |= flag
    return replace(block, acc=acc, gyr=gyr, flags=flags)


def _twice(path: Floats) -> Floats:
    return np.asarray(np.gradient(np.gradient(path, 1 / FINE_HZ), 1 / FINE_HZ))


def _at(fine: Floats, motion: Moved, at_s: Floats) -> Floats:
    return np.stack([np.interp(at_s, motion.t_s, fine[:, axis]) for axis in range(3)], axis=1)


def _walk(t: Floats, angle: Floats, world: Floats, start_s: float, end_s: float) -> None:
    """Add swing, bob and heel strikes to a span in which the thigh hangs."""
    inside = (t >= start_s) & (t < end_s)
    ramp = np.clip(np.minimum(t - start_s, end_s - t)[inside] * 2, 0, 1)
    stride = np.pi * STEPS_PER_S * (t[inside] - start_s)
    angle[inside] += ramp * (np.radians(8.0) + SWING_RAD * np.sin(stride))
    world[inside, 2] += ramp * 2.5 * np.sin(2 * stride)
    world[inside, 0] += ramp * 1.5 * np.cos(2 * stride)
    step_s = (t[inside] - start_s) % (1 / STEPS_PER_S)
    world[inside, 2] += ramp * np.where(step_s < 0.03, 12.0 * np.sin(np.pi * step_s / 0.03), 0.0)
