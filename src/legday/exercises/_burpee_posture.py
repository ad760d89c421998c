"""The postures of a burpee, as one thigh goes through them: upright, to one side, to the other, back upright.

In a squat the front of the thigh points up, in a plank it points down: seen from upright the acceleration
vector turns by about 90° to one side and then to the other. No other everyday movement does both within
some seconds and ends upright. The sides are those of the repetition itself, so no mounting and no gyroscope
is needed; where upright is, stillness says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, dist, hypot, radians
from operator import mul
from typing import NamedTuple

from legday.exercises._leg import Vector

LEAVES_RAD = radians(50.0)  # of tilt: the thigh is off to a side
UPRIGHT_RAD = radians(35.0)
LEAVES_COS, UPRIGHT_COS = cos(LEAVES_RAD), cos(UPRIGHT_RAD)
WEIGHTLESS_G = 0.4  # below, the vector shows no direction
STILL_G = 0.1
STILL_S = 1.0  # stillness that shows where upright is
PLANK_S = 0.15  # on the other side for so long
GIVES_UP_S = 12.0  # a burpee takes no longer; a new attitude is upright from then on
SQUATS_S = 1.0  # upright for so long without a plank: it was a squat
RISES_S = 0.8  # upright for so long behind the plank: the person is up without a squat


Row = tuple[float, Vector]
"""Time s and acceleration (3,) in g."""


class Turned(NamedTuple):
    """A burpee that ended upright: when each posture began, s, and the ends of the signed tilt, rad."""

    start_s: float
    plank_s: float
    crouch_s: float
    upright_s: float
    low_rad: float
    high_rad: float


@dataclass(slots=True)
class Excursion:
    """What happened since the thigh left upright towards ``side``; times are None until it was seen.

    ``up`` and ``side`` are of length one and at right angles.
    """

    start_s: float
    up: Vector
    side: Vector
    crossed_s: float
    other_since_s: float | None = None
    plank_s: float | None = None
    crouch_s: float | None = None
    upright_since_s: float | None = None
    tilt_rad: float = 0.0
    low_rad: float = 0.0
    high_rad: float = 0.0


@dataclass(slots=True)
class PostureState:
    """Where upright is, how long the thigh has been still, and the excursion under way."""

    upright: Vector = ()
    still: Vector = ()
    still_s: float = 0.0
    last_upright_s: float = 0.0
    excursion: Excursion | None = None


def search(state: PostureState, rows: Sequence[Row], first: int, stop: int) -> tuple[int, Turned | None]:
    """Take rows ``[first, stop)`` until a burpee is over; return the row behind that, and the burpee.

    Parameters
    ----------
    state : PostureState
        What happened so far.
    rows : sequence of (float, (3,))
        Times, s, and the acceleration, g.
    first, stop : int
        Which of them; not none.
    """
    if not state.upright:
        t_s, vector = rows[first]
        state.upright = state.still = vector
        state.still_s = state.last_upright_s = t_s
    i = first
    while i < stop:
        if state.excursion is None:
            i = _wait(state, rows, i, stop)
        else:
            i, turned = _follow(state, state.excursion, rows, i, stop)
            if turned is not None:
                return i, turned
    return i, None


def _wait(state: PostureState, rows: Sequence[Row], first: int, stop: int) -> int:
    """Look for stillness, and for the thigh leaving upright; return the row behind the last one taken."""
    u, v, w = state.upright
    size = hypot(u, v, w)
    still, still_s, upright_s = state.still, state.still_s, state.last_upright_s
    for i in range(first, stop):
        t_s, vector = rows[i]
        x, y, z = vector
        up, length = x * u + y * v + z * w, hypot(x, y, z) * size
        if up >= UPRIGHT_COS * length:
            upright_s = t_s
        elif up < LEAVES_COS * length and length >= WEIGHTLESS_G:
            state.excursion = Excursion(upright_s, *_axes(vector, state.upright), upright_s)
            stop = i + 1
            break
        if dist(vector, still) > STILL_G:
            still, still_s = vector, t_s
        elif t_s - still_s >= STILL_S:
            state.upright, still_s = vector, t_s
            u, v, w = vector
            size = hypot(u, v, w)
    state.still, state.still_s, state.last_upright_s = still, still_s, upright_s
    return stop


def _follow(
    state: PostureState, excursion: Excursion, rows: Sequence[Row], first: int, stop: int
) -> tuple[int, Turned | None]:
    """Follow the thigh through its postures; return the row behind the last one taken, and the burpee."""
    (a, b, c), (d, e, f) = excursion.up, excursion.side
    for i in range(first, stop):
        t_s, vector = rows[i]
        x, y, z = vector
        if hypot(x, y, z) < WEIGHTLESS_G:
            continue
        _note(excursion, t_s, atan2(x * d + y * e + z * f, x * a + y * b + z * c))
        upright_s = _risen_s(excursion, t_s)
        if upright_s is not None:
            state.excursion, state.last_upright_s, state.still_s = None, t_s, t_s
            plank_s = excursion.plank_s
            return i + 1, None if plank_s is None else _turned(excursion, plank_s, upright_s)
        if t_s - excursion.start_s > GIVES_UP_S:
            state.excursion, state.upright, state.still_s = None, vector, t_s
            return i + 1, None
    return stop, None


def _note(excursion: Excursion, t_s: float, tilt_rad: float) -> None:
    """Note the posture that the thigh goes through."""
    if (tilt_rad > 0.0) != (excursion.tilt_rad > 0.0):
        excursion.crossed_s = t_s
    excursion.tilt_rad = tilt_rad
    if tilt_rad < excursion.low_rad:
        excursion.low_rad = tilt_rad
    elif tilt_rad > excursion.high_rad:
        excursion.high_rad = tilt_rad
    if tilt_rad > -LEAVES_RAD:
        excursion.other_since_s = None
    elif excursion.other_since_s is None:
        excursion.other_since_s = t_s
    elif excursion.plank_s is None and t_s - excursion.other_since_s >= PLANK_S:
        excursion.plank_s = excursion.crossed_s
    if excursion.crouch_s is None and tilt_rad > LEAVES_RAD and excursion.plank_s is not None:
        excursion.crouch_s = excursion.crossed_s


def _risen_s(excursion: Excursion, t_s: float) -> float | None:
    """Return since when the person is upright for good, or None."""
    if abs(excursion.tilt_rad) > UPRIGHT_RAD:
        excursion.upright_since_s = None
        return None
    if excursion.upright_since_s is None:
        excursion.upright_since_s = t_s
    needed_s = SQUATS_S
    if excursion.plank_s is not None:
        needed_s = RISES_S if excursion.crouch_s is None else 0.0
    return excursion.upright_since_s if t_s - excursion.upright_since_s >= needed_s else None


def _turned(excursion: Excursion, plank_s: float, upright_s: float) -> Turned:
    crouch_s = upright_s if excursion.crouch_s is None else excursion.crouch_s
    return Turned(excursion.start_s, plank_s, crouch_s, upright_s, excursion.low_rad, excursion.high_rad)


def _axes(vector: Vector, upright: Vector) -> tuple[Vector, Vector]:
    """Return the unit vectors along upright and, at a right angle, towards ``vector``."""
    length = hypot(*upright)
    unit = tuple(part / length for part in upright)
    up = _dot(vector, unit)
    rest = tuple(v - up * u for v, u in zip(vector, unit, strict=True))
    across = hypot(*rest)
    return unit, tuple(part / max(across, 1e-9) for part in rest)


def _dot(a: Vector, b: Vector) -> float:
    product: float = sum(map(mul, a, b))
    return product
