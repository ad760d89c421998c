"""A lying thigh that is raised, moved and slipped on, of which the sensor feels gravity alone. Synthetic."""

import numpy as np
from scipy.spatial.transform import Rotation

from legday.core.block import STANDARD_GRAVITY, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.motion.frontend import Frontend

RATE_HZ = 50.0
MOVED_S = 6.0


def raised(
    path: list[tuple[float, float]],
    moved_deg: float = 0.0,
    about: str = "y",
    slip: Rotation | None = None,
    slip_s: float = 0.0,
) -> MotionBlock:
    """Return a lying thigh that is moved aside at 6 s, and then raised along ``(until_s, deg)``.

    From ``slip_s`` on the sensor sits otherwise by ``slip``.
    """
    ends_s, places = zip((0.0, 0.0), *path, strict=True)
    t_s = np.arange(round(ends_s[-1] * RATE_HZ)) / RATE_HZ
    eased = np.interp(t_s, ends_s, np.arange(len(ends_s)))
    share = eased % 1.0
    before = np.asarray(places)[eased.astype(int)]
    after = np.asarray(places)[np.minimum(eased.astype(int) + 1, len(places) - 1)]
    angle = before + (after - before) * (1.0 - np.cos(np.pi * share)) / 2.0
    aside = moved_deg * np.clip((t_s - MOVED_S) / 0.8, 0.0, 1.0)
    turned = Rotation.from_euler(about, aside[:, None], degrees=True)
    thigh = Rotation.from_euler("y", angle[:, None] - 80.0, degrees=True) * turned
    acc = thigh.inv().apply([0.0, 0.0, STANDARD_GRAVITY])
    if slip is not None:
        acc[t_s >= slip_s] = slip.apply(acc[t_s >= slip_s])
    flags = np.zeros(len(t_s), dtype=np.uint8)
    block = SampleBlock(0, t_s, acc, None, flags)
    return Frontend(Setting(RATE_HZ, "thigh", gyroscope=False)).update(block)


def raises(times: int, deg: float, rest_s: float = 2.0, hold_s: float = 1.0) -> list[tuple[float, float]]:
    """Return raises that begin 11 s after the start, and a rest."""
    end_s, path = 11.0, [(11.0, 0.0)]
    for _ in range(times):
        for lasts_s, place in ((1.0, deg), (hold_s, deg), (1.0, 0.0), (rest_s, 0.0)):
            end_s += lasts_s
            path.append((end_s, place))
    return [*path, (end_s + 3.0, 0.0)]
