"""Simulated motion of every exercise, as the detectors see it."""

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.spatial.transform import Rotation

from legday.core.block import MISSING, MotionBlock
from legday.core.detector import Setting
from legday.motion.frontend import Frontend
from legday.simulate.programme import performed
from legday.simulate.sensor import Strapped, sense

RATE_HZ = 100.0
SETTING = Setting(RATE_HZ, "thigh", gyroscope=True)


@cache
def motion_of(exercise: str) -> MotionBlock:
    """Return the whole performance of an exercise, a short hole flagged in its last third."""
    sensor = Strapped(RATE_HZ, mounting=Rotation.from_euler("xyz", [20.0, -35.0, 110.0], degrees=True))
    samples = sense(performed(exercise).kinematics(), sensor)
    hole = slice(int(0.7 * len(samples)), int(0.7 * len(samples)) + 12)
    samples.flags[hole] |= MISSING
    motion = Frontend(SETTING).update(samples)
    for column in (motion.t_s, motion.acc, motion.gyr, motion.up, motion.angle, motion.flags):
        if column is not None:
            column.flags.writeable = False
    return motion


def part(motion: MotionBlock, start: int, end: int) -> MotionBlock:
    """Return samples ``[start, end)`` of a block as a block."""
    rows = {
        name: getattr(motion, name)[start:end]
        for name in ("t_s", "acc", "up", "angle", "rate", "force", "flags")
    }
    gyr = None if motion.gyr is None else motion.gyr[start:end]
    return replace(motion, start=motion.start + start, gyr=gyr, **rows)


def cut(motion: MotionBlock, cuts: list[int]) -> list[MotionBlock]:
    """Return a block in pieces, cut in front of the given samples."""
    edges = [0, *sorted(cuts), len(motion)]
    return [part(motion, start, end) for start, end in itertools.pairwise(edges)]


def later(motion: MotionBlock, samples: int) -> MotionBlock:
    """Return the same motion again, ``samples`` later."""
    return replace(motion, start=motion.start + samples, t_s=motion.t_s + np.float64(samples / RATE_HZ))
