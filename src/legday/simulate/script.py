"""The script of a performance: poses one after another, joined smoothly, and the truth beside them."""

import numpy as np

from legday.core.block import STANDARD_GRAVITY
from legday.simulate.keyframes import CHANNELS, LEGS, Impact, Keyframes
from legday.simulate.kinematics import Body, Kinematics, move
from legday.simulate.truth import THIS, Leg, Truth

HIP_M = 0.90
THIGH_M = 0.42
BENT_KNEE = 1.25
"""Angle of the knee for each radian of the thigh's, feet on the ground: the shank leans along."""

Motion = tuple[float, float, float]
"""Value, its rate, and the rate's rate."""


class Script:
    """Poses, impacts and truth, written one after another.

    A pose names channels (see `keyframes.CHANNELS`); ``thigh``, ``knee`` and ``abduction`` stand for both
    legs, and a knee that is not named bends as it does with the feet on the ground.

    Parameters
    ----------
    seed : int
        Of the generator behind the variation.
    variation : float
        Relative spread of size and tempo from one repetition to the next.
    body : Body
        Where the sensors sit and what the flesh is like.
    right_share : float
        Size of the right leg's motion where both move alike, 1 for a person who is symmetric.
    """

    def __init__(
        self, seed: int = 0, variation: float = 0.06, body: Body | None = None, right_share: float = 1.0
    ) -> None:
        self.now_s = 0.0
        self.truth = Truth()
        self.frames = Keyframes()
        self.body = body or Body()
        self.seed = seed
        self._random = np.random.default_rng(seed)
        self._variation = variation
        self._right_share = right_share
        for channel in CHANNELS:
            self.frames.add(channel, (0.0, HIP_M if channel == "hip_height" else 0.0, 0.0, 0.0))

    def kinematics(self, leg: Leg = THIS, *, shank: bool = False) -> Kinematics:
        """Return the motion of a thigh, or of the shank below it, through everything written so far."""
        return move(self.frames, self.now_s, self.body, leg, shank=shank, seed=self.seed)

    def stay(self, seconds: float) -> None:
        """Hold the present pose."""
        self._to(seconds)

    def _to(self, seconds: float, **poses: float) -> None:
        """Move to a pose and be at rest there; channels that are not named stay."""
        named = self._channels({name: (value, 0.0, 0.0) for name, value in poses.items()})
        for channel in CHANNELS:
            named.setdefault(channel, (self.frames.last(channel)[1], 0.0, 0.0))
        self._write(seconds, named)

    def _key(self, seconds: float, **keys: Motion) -> None:
        """Pass through a pose with a velocity; channels that are not named go on to their next pose."""
        self._write(seconds, self._channels(keys))

    def _write(self, seconds: float, keys: dict[str, Motion]) -> None:
        self.now_s += seconds
        for channel, key in keys.items():
            self.frames.add(channel, (self.now_s, *key))

    def _channels(self, keys: dict[str, Motion]) -> dict[str, Motion]:
        named = {name: key for name, key in keys.items() if name in CHANNELS}
        for leg in LEGS:
            for joint in ("thigh", "knee", "abduction"):
                if joint in keys:
                    share = self._right_share if leg == "right" else 1.0
                    named.setdefault(f"{leg}_{joint}", _scaled(keys[joint], share))
            if f"{leg}_thigh" in named and f"{leg}_knee" not in named:
                thigh = named[f"{leg}_thigh"]
                named[f"{leg}_knee"] = _scaled(thigh, BENT_KNEE if thigh[0] > 0.0 else 0.0)
        return named

    def _strike(
        self, peak_m_s2: float, *, delay_s: float = 0.0, width_s: float = 0.03, **shares: float
    ) -> None:
        """Let something hit the legs; for ``shares`` see `Impact`."""
        self.frames.impacts.append(Impact(self.now_s + delay_s, peak_m_s2, width_s, **shares))

    def _fall(self, speed_m_s: float, height_m: float = HIP_M) -> Motion:
        """Return the hip's motion in free flight at a height."""
        return (height_m, speed_m_s, -STANDARD_GRAVITY)

    def _varied(self, value: float) -> float:
        return value * (1.0 + self._variation * float(np.clip(self._random.standard_normal(), -2.0, 2.0)))


def bounce(flight_s: float, stance_s: float) -> tuple[Motion, Motion, Motion]:
    """Return the hip at landing, at its lowest and at take-off, for flights and stances in turn.

    The force of a stance is half a sine, which carries the body's weight and turns its fall into a rise.
    """
    speed, g = 0.5 * STANDARD_GRAVITY * flight_s, STANDARD_GRAVITY
    peak = 0.5 * np.pi * (2.0 * speed / stance_s + g) - g
    drop_m = speed * stance_s / np.pi + (0.5 / np.pi - 0.125) * g * stance_s**2
    return (HIP_M, -speed, -g), (HIP_M - drop_m, 0.0, peak), (HIP_M, speed, -g)


def hip_over(thigh_rad: float) -> float:
    """Return the height of the hip when the thigh stands at this angle and the shank leans along."""
    return HIP_M - THIGH_M * (1.0 - float(np.cos(thigh_rad))) * 1.1


def other(leg: Leg) -> Leg:
    """Return the leg on the other side."""
    return "right" if leg == "left" else "left"


def _scaled(motion: Motion, factor: float) -> Motion:
    return (motion[0] * factor, motion[1] * factor, motion[2] * factor)
