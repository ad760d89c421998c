"""The lines of the table: what is done to a take, and for which exercises the count has to hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from legday.core.block import STANDARD_GRAVITY, FloatArray
from legday.evaluation.stress.gaps import gaps_anywhere, gaps_between_events
from legday.evaluation.stress.samples import PACKET_SAMPLES, Performance

Transform = Callable[[Performance, np.random.Generator], Performance]

STEADY = frozenset({"squat", "lunge", "straight_leg_raise", "wall_sit", "step_up", "sit_to_stand"})
"""Slow movements: gravity alone tells them, so that every line has to hold."""

FAST = frozenset(
    {
        "countermovement_jump",
        "drop_jump",
        "leapfrog",
        "repeated_jump",
        "single_jump",
        "high_knees",
        "sprint",
        "burpee",
    }
)
"""Fast movements: impacts and free flight need rate, range and most of the samples."""

BOTH = STEADY | FAST
SLIP_RAD = np.radians(20.0)
SLIDE_S = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Parameters
    ----------
    name : str
        What is done, in words.
    transform : callable
        Does it.
    holds_for : frozenset of str
        Exercises whose count has to hold; the others are measured and printed.
    times : int
        How often, with other random numbers, over all takes of an exercise.
    reason : str
        Why it need not hold for the others.
    """

    name: str
    transform: Transform
    holds_for: frozenset[str] = BOTH
    times: int = 1
    reason: str = ""


def lines() -> Iterator[Line]:
    """Yield every line, in the order of the table."""
    yield Line("as it is", lambda take, _random: take)
    yield Line("any rotation", _any_rotation, times=200)
    yield Line("the other leg", _mirrored)
    yield Line("20° slip in mid-set", _slipped, times=5)
    yield Line("20° slip in 0.3 s of mid-set", _slid, BOTH - _LIKE_A_SLIDE, times=5, reason=_SLID)
    few = "impact and flight last 20 to 100 ms: one or two samples at this rate"
    for rate_hz in (25.0, 50.0, 100.0, 200.0):
        firm = BOTH if rate_hz >= 50.0 else STEADY
        yield Line(f"{rate_hz:.0f} Hz", _at_rate(rate_hz), firm, reason="" if firm == BOTH else few)
    yield Line("accelerometer only", lambda take, _random: replace(take, gyr=None), STEADY, reason=_NO_GYRO)
    for range_g in (2.0, 4.0, 8.0, 16.0):
        firm = BOTH if range_g >= 8.0 else STEADY
        yield Line(f"±{range_g:.0f} g", _clipped(range_g), firm, reason="" if firm == BOTH else _CLIPPED)
    for bias in (1.0, 3.0, 6.0):
        firm = BOTH if bias <= 1.0 else STEADY
        reason = "" if firm == BOTH else "free flight no longer reads as zero"
        yield Line(f"{bias:.0f} m/s² bias", _biased(bias), firm, times=6, reason=reason)
    for share in (0.01, 0.05):
        firm = BOTH if share < 0.02 else STEADY
        reason = "" if firm == BOTH else "every seventh jump loses a packet of its flight or landing"
        yield Line(f"{share:.0%} of packets lost", _lossy(share), firm, times=5, reason=reason)
    yield Line("a 0.2 s gap each minute, between events", gaps_between_events, times=5)
    yield Line("a 0.2 s gap each minute, anywhere", gaps_anywhere, STEADY, times=5, reason=_IN_A_GAP)
    for drift in (-100e-6, 100e-6):
        yield Line(f"clock {drift * 1e6:+.0f} ppm", _drifting(drift))


_NO_GYRO = "a swinging thigh and its lifts are told apart by the angular rate"
_LIKE_A_SLIDE = {"straight_leg_raise", "wall_sit"}
_SLID = "a strap that slides moves the sensor as a leg does"
_IN_A_GAP = "a flight, a landing or a lift that falls into the gap is not seen"
_CLIPPED = "push-off and landing reach 3 to 8 g at the thigh"


def _any_rotation(take: Performance, random: np.random.Generator) -> Performance:
    return take.turned(Rotation.random(random_state=random).as_matrix())


def _slipped(take: Performance, random: np.random.Generator) -> Performance:
    slip = Rotation.from_rotvec(_slip_rad(random)).as_matrix()
    return take.turned(slip, slice(len(take) // 2, None))


def _slid(take: Performance, random: np.random.Generator) -> Performance:
    """Let the strap slide at even speed; a gyroscope feels it."""
    slip_rad = _slip_rad(random)
    at_s = take.t_s[len(take) // 2]
    share = np.clip((take.t_s - at_s) / SLIDE_S, 0.0, 1.0)
    slid = take.turned(Rotation.from_rotvec(np.multiply.outer(share, slip_rad)).as_matrix())
    if slid.gyr is None:
        return slid
    slides = (share > 0.0) & (share < 1.0)
    return replace(slid, gyr=slid.gyr - np.multiply.outer(slides, slip_rad / SLIDE_S))


def _slip_rad(random: np.random.Generator) -> FloatArray:
    axis = random.standard_normal(3)
    return np.asarray(SLIP_RAD * axis / np.linalg.norm(axis))


def _mirrored(take: Performance, _random: np.random.Generator) -> Performance:
    mirror = np.array([1.0, -1.0, 1.0])
    return replace(take, acc=take.acc * mirror, gyr=None if take.gyr is None else -take.gyr * mirror)


def _at_rate(rate_hz: float) -> Transform:
    return lambda take, _random: take.resampled(rate_hz)


def _clipped(range_g: float) -> Transform:
    limit = range_g * STANDARD_GRAVITY
    return lambda take, _random: replace(take, acc=np.clip(take.acc, -limit, limit))


def _biased(bias_m_s2: float) -> Transform:
    def biased(take: Performance, random: np.random.Generator) -> Performance:
        bias = np.zeros(3)
        bias[random.integers(3)] = random.choice([-1.0, 1.0]) * bias_m_s2
        return replace(take, acc=take.acc + bias)

    return biased


def _drifting(drift: float) -> Transform:
    return lambda take, _random: replace(take, t_s=take.t_s * (1.0 + drift))


def _lossy(share: float) -> Transform:
    def lossy(take: Performance, random: np.random.Generator) -> Performance:
        starts = np.arange(0, len(take), PACKET_SAMPLES)
        return replace(take, kept=_runs(starts[random.random(len(starts)) >= share], len(take)))

    return lossy


def _runs(starts: NDArray[np.int64], total: int) -> FloatArray:
    """Return [start, end) of each packet that arrives."""
    return np.stack([starts, np.minimum(starts + PACKET_SAMPLES, total)], axis=1).astype(float)
