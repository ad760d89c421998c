"""How exact the attitude is, on synthetic motion: the tables of the page about attitude and mounting.

    python -m tests.motion.attitude_errors

prints the error of a squat's angle by its speed, with and without a gyroscope, and what an offset of the
gyroscope does to the attitude in all kinds of motion, beside VQF with its own estimate of that offset.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from vqf import VQF

from legday.core.block import SampleBlock
from legday.motion.attitude import ORDER, GyroscopeAttitude
from legday.motion.rate_offset import RateOffset
from legday.simulate.athlete import Athlete
from legday.simulate.programme import performed
from legday.simulate.sensor import Strapped, sense
from tests.motion.planar import Floats, moved, rotations, seen, squats, strapped, true_angle

RATE_HZ = 100.0
SETTLES_S = 3.0
MOTIONS = (
    "squat",
    "lunge",
    "high_knees",
    "burpee",
    "leapfrog",
    "hip_extension",
    "straight_leg_raise",
    "sprint",
)
OFFSETS_DEG_S = (0.5, 1.0, 2.0)
Upward = Callable[[SampleBlock], Floats]


def rms(x: Floats) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(np.square(x))))


def squat_errors(seconds: float, *, gyroscope: bool) -> tuple[float, float]:
    """Return the error of the angle from the third squat on, RMS, and that of the range, deg."""
    motion = moved(squats(seconds=seconds))
    first_s = 2.0 + 2.0 * (seconds + 1.0)
    angles, ranges = [], []
    for rotation in rotations(20):
        block = strapped(motion, rotation, gyroscope=gyroscope)
        late = block.t_s >= first_s
        angle, truth = np.degrees(seen(block).angle[late]), np.degrees(true_angle(motion, block)[late])
        angles.append(rms(angle - truth))
        ranges.append(float(np.ptp(angle) - np.ptp(truth)))
    return float(np.mean(angles)), float(np.mean(ranges))


def found(block: SampleBlock) -> Floats:
    """Return (n, 3) the up vectors as the front end finds them."""
    rows = np.empty((3, len(block)))
    GyroscopeAttitude(RATE_HZ).update(RateOffset(RATE_HZ).corrected(block), rows)
    up: Floats = rows[list(ORDER)]
    return up.T


def by_vqf(block: SampleBlock) -> Floats:
    """Return (n, 3) the up vectors by VQF as it comes, which looks for the offset itself."""
    quat = VQF(1.0 / RATE_HZ).updateBatch(np.ascontiguousarray(block.gyr), np.ascontiguousarray(block.acc))
    w, x, y, z = quat["quat6D"].T
    return np.stack((2.0 * (x * z - w * y), 2.0 * (y * z + w * x), w * w - x * x - y * y + z * z), axis=1)


def athletes() -> Iterator[tuple[str, Athlete]]:
    """Yield what is performed; the walk has no moment of stillness."""
    for name in MOTIONS:
        yield name, performed(name)
    walker = Athlete(seed=3)
    walker.walk(300.0)
    yield "walk, never still", walker


def offset_errors(athlete: Athlete, offset_deg_s: float, upward: Upward) -> float:
    """Return the error of the thigh's angle in the sagittal plane, RMS, deg."""
    motion = athlete.kinematics()
    read = tuple(np.radians(offset_deg_s) * np.array((1.0, -1.0, 1.0)) / np.sqrt(3.0))
    block = sense(motion, replace(Strapped(RATE_HZ), gyr_bias_rad_s=read))
    truth, up = np.interp(block.t_s, motion.t_s, motion.angle_rad), upward(block)
    error = np.exp(1j * (np.arctan2(up[:, 0], up[:, 2]) - truth))[block.t_s >= SETTLES_S]
    return rms(np.degrees(np.angle(error)))


def main() -> None:
    """Print both tables."""
    print("| seconds down and up | with gyroscope: RMS, range | without: RMS (lag included), range |")
    print("|--:|--:|--:|")
    for seconds in (5.0, 3.0, 2.0, 1.4, 1.0, 0.7):
        cells = (squat_errors(seconds, gyroscope=gyroscope) for gyroscope in (True, False))
        print(f"| {seconds:.1f} |", " | ".join(f"{angle:.1f}°, {span:+.1f}°" for angle, span in cells), "|")
    print("\n| motion |", " | ".join(f"{offset:.1f} °/s" for offset in OFFSETS_DEG_S), "|")
    print("|---|" + "--:|" * len(OFFSETS_DEG_S))
    for name, athlete in athletes():
        pairs = [[offset_errors(athlete, deg, way) for way in (found, by_vqf)] for deg in OFFSETS_DEG_S]
        print(f"| {name} |", " | ".join(f"{ours:.1f}° ({own:.1f}°)" for ours, own in pairs), "|")


if __name__ == "__main__":
    main()
