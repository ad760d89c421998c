"""An arm that tilts as in burpees, of which the sensor feels gravity alone. Synthetic."""

import numpy as np
from tests.exercises.repeating import cut_at

from legday.core.block import STANDARD_GRAVITY, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.core.events import Event
from legday.exercises import exercise as find_exercise
from legday.motion.frontend import Frontend


def tilting(degrees: np.ndarray, rate_hz: float, aside_deg: np.ndarray | float = 0.0) -> MotionBlock:
    """Return what the front end makes of a sensor on the arm that tilts like this, at rest but for that."""
    angle, aside = np.radians(degrees), np.radians(np.broadcast_to(aside_deg, degrees.shape))
    down = np.stack([np.sin(angle), np.cos(angle) * np.cos(aside), np.cos(angle) * np.sin(aside)], axis=1)
    t_s, flags = np.arange(len(degrees)) / rate_hz, np.zeros(len(degrees), np.uint8)
    block = SampleBlock(0, t_s, STANDARD_GRAVITY * down, None, flags)
    return Frontend(Setting(rate_hz, "arm", gyroscope=False)).update(block)


def events_of(
    motion: MotionBlock, rate_hz: float, exercise: str = "burpee", samples: int = 10**6, **params: float
) -> list[Event]:
    detector = find_exercise(exercise).build(Setting(rate_hz, "arm", gyroscope=False), params)
    events, rest = list[Event](), motion
    while len(rest) > samples:
        piece, rest = cut_at(rest, samples)
        events += detector.update(piece)
    return [*events, *detector.update(rest), *detector.finish()]


def burpees(rate_hz: float, times: int = 5, rest_s: float = 2.0) -> np.ndarray:
    """Return the tilt of an arm: down in a second, two seconds there, up in a second, and a rest."""
    period_s = 4.0 + rest_s
    begin_s = [3.0 + period_s * n for n in range(times)]
    corners_s = [0.0, 3.0] + [begin + at for begin in begin_s for at in (1.0, 3.0, 4.0, period_s)]
    degrees = [0.0, 0.0] + [90.0, 90.0, 0.0, 0.0] * times
    return np.interp(np.arange(0.0, corners_s[-1] + 3.0, 1.0 / rate_hz), corners_s, degrees)


def swaying() -> MotionBlock:
    """Return one burpee at whose end the arm is held aside for a second, where it is told."""
    t_s = np.arange(0.0, 12.0, 0.1)
    degrees = np.interp(t_s, [3.0, 4.0, 6.0, 6.8, 7.2, 7.4], [0.0, 90.0, 90.0, 20.0, 20.0, 0.0])
    return tilting(degrees, 10.0, np.interp(t_s, [6.0, 6.8, 7.2, 7.4], [0.0, 60.0, 60.0, 0.0]))
