"""A simulated athlete: each method appends a motion to the script, and its truth.

Amplitudes and tempi are ordinary ones, not fitted to anybody; `variation` gives each repetition its own
size and speed from a seeded generator. Results from here are synthetic: they prove plumbing and laws, not
accuracy.
"""

import math
from dataclasses import dataclass

import numpy as np

from legday.core.block import STANDARD_GRAVITY
from legday.simulate.kinematics import CHANNELS, Body, Impact, Keyframes, Kinematics, move
from legday.simulate.truth import Jump, Rep, Span, Truth

THIGH_M = 0.42
HIP_M = 0.90
CROUCH_RAD = math.radians(70.0)


@dataclass(frozen=True, slots=True)
class Gait:
    """How a leg swings: thigh angles at the ends, impact of the foot m/s², bob of the hip, speed."""

    lift_deg: float
    back_deg: float
    impact: float
    bob_m: float
    speed_m_s: float


class Athlete:
    """Writes a script of motions, one after another.

    Parameters
    ----------
    seed : int
        Of the generator behind the variation.
    variation : float
        Relative spread of size and tempo from one repetition to the next.
    body : Body
        Where the sensor sits and what the flesh is like.
    """

    def __init__(self, seed: int = 0, variation: float = 0.06, body: Body | None = None) -> None:
        self.now_s = 0.0
        self.truth = Truth()
        self.frames = Keyframes()
        self.body = body or Body()
        self._random = np.random.default_rng(seed)
        self._variation = variation
        for channel, value in (("hip_height", HIP_M), ("thigh", 0.0), ("forward", 0.0), ("heading", 0.0)):
            self.frames.add(channel, (0.0, value, 0.0, 0.0))

    def kinematics(self) -> Kinematics:
        """Return the motion of everything written so far."""
        return move(self.frames, self.now_s, self.body)

    def stay(self, seconds: float) -> None:
        """Hold the present pose."""
        self._to(seconds)

    def squat(self, depth_deg: float = 90.0, seconds: float = 2.4, pause_s: float = 0.2) -> None:
        """Squat once: down, a short pause, up."""
        self._rep(math.radians(depth_deg), seconds, pause_s)

    def bouncing_rep(self, size_deg: float, seconds: float, bounce_share: float = 0.2) -> None:
        """One rep whose turning point is a bounce: up a little and down again before the way back."""
        start, height = self.frames.last("thigh")[1], self.frames.last("hip_height")[1]
        size_rad, start_s = self._varied(math.radians(size_deg)), self.now_s
        self._to(0.4 * seconds, thigh=start + size_rad)
        self._to(0.12 * seconds, thigh=start + (1.0 - bounce_share) * size_rad)
        turn_s = self.now_s
        self._to(0.12 * seconds, thigh=start + size_rad)
        self._to(0.4 * seconds, thigh=start, hip_height=height)
        self.truth.reps.append(Rep(start_s, turn_s, self.now_s, size_rad))

    def lunge(self, depth_deg: float = 80.0, seconds: float = 2.6) -> None:
        """Lunge once with this leg in front: a step forward, down, up and back."""
        start_s = self.now_s
        self._strike(3.0, delay_s=0.25 * seconds)
        self._rep(math.radians(depth_deg), seconds, 0.2, forward=0.25)
        self._strike(2.0, delay_s=-0.1)
        self.truth.reps[-1] = Rep(start_s, *_tail(self.truth.reps[-1]))

    def lie_down(self) -> None:
        """Go from standing to lying on the back, in about four seconds."""
        self._to(2.0, thigh=math.radians(110.0), hip_height=0.35)
        self._to(2.0, thigh=math.radians(90.0), hip_height=0.12)

    def leg_raise(self, lift_deg: float = 45.0, seconds: float = 3.0, hold_s: float = 0.5) -> None:
        """Raise the straight leg once while lying on the back."""
        self._rep(math.radians(lift_deg), seconds, hold_s, drop=False)

    def sit_down(self, seconds: float = 1.4) -> None:
        """Sit down on a chair."""
        self._to(seconds, thigh=math.radians(85.0), hip_height=0.48)

    def knee_extension(self, tilt_deg: float = 7.0, seconds: float = 2.6) -> None:
        """Stretch the knee once while sitting: the thigh itself hardly turns."""
        self._rep(math.radians(tilt_deg), seconds, 0.3, drop=False)

    def hip_extension(self, size_deg: float = 20.0, seconds: float = 2.4) -> None:
        """Move the straight leg back once while standing."""
        self._rep(math.radians(-size_deg), seconds, 0.2, drop=False)

    def hip_abduction(self, size_deg: float = 35.0, seconds: float = 2.6) -> None:
        """Move the straight leg out to the side once while standing."""
        size_rad, half_s = self._varied(math.radians(size_deg)), self._varied(seconds) / 2
        start_s = self.now_s
        self._to(half_s, abduction=size_rad)
        turn_s = self.now_s
        self._to(half_s, abduction=0.0)
        self.truth.reps.append(Rep(start_s, turn_s, self.now_s, size_rad))

    def drop_jump(self, drop_s: float = 0.25, contact_s: float = 0.24, flight_s: float = 0.42) -> None:
        """Step off a box, land and jump up at once; then climb back."""
        g = STANDARD_GRAVITY
        height, rise = self.frames.last("hip_height")[1], g * flight_s / 2
        self._to(0.5, thigh=math.radians(20.0), hip_height=height + 0.005)
        fall = g * drop_s
        self._key(drop_s, thigh=(0.15, 0.0, 0.0), hip_height=(height - fall * drop_s / 2, -fall, -g))
        low = height - fall * drop_s / 2
        self._strike(self._varied(30.0))
        self._key(contact_s / 2, thigh=(0.7, 0.0, 0.0), hip_height=(low - 0.16, 0.0, 25.0))
        self._key(contact_s / 2, thigh=(0.08, -0.5, 0.0), hip_height=(low, rise, -g))
        takeoff_s = self.now_s
        self._key(flight_s, thigh=(0.12, 0.0, 0.0), hip_height=(low, -rise, -g))
        self.truth.jumps.append(Jump(takeoff_s, self.now_s))
        self._strike(self._varied(35.0))
        self._to(0.3, thigh=math.radians(50.0), hip_height=low - 0.18)
        self._to(0.6, thigh=0.0, hip_height=low)
        self._to(2.0, hip_height=height)

    def wall_sit(self, seconds: float, angle_deg: float = 88.0, tremor_deg: float = 0.02) -> None:
        """Sit against the wall for ``seconds``, with a growing tremor of the thigh; then stand up."""
        angle = math.radians(angle_deg)
        self._to(1.6, thigh=angle, hip_height=_hip_over(angle))
        start_s = self.now_s
        self._tremble(seconds, angle, math.radians(tremor_deg))
        self.truth.holds.append(Span(start_s, self.now_s))
        self._to(1.4, thigh=0.0, hip_height=HIP_M)

    def walk(self, seconds: float, steps_per_min: float = 108.0) -> None:
        """Walk straight on."""
        self._stride(seconds, steps_per_min, Gait(28.0, -12.0, impact=6.0, bob_m=0.02, speed_m_s=1.3))

    def run(self, seconds: float, steps_per_min: float = 165.0) -> None:
        """Run straight on."""
        self._stride(seconds, steps_per_min, Gait(45.0, -22.0, impact=28.0, bob_m=0.05, speed_m_s=3.0))

    def sprint(self, seconds: float, steps_per_min: float = 235.0) -> None:
        """Run as fast as possible."""
        self._stride(seconds, steps_per_min, Gait(70.0, -25.0, impact=45.0, bob_m=0.04, speed_m_s=6.5))

    def high_knees(self, lifts: int, steps_per_min: float = 170.0, lift_deg: float = 85.0) -> None:
        """Lift this knee ``lifts`` times on the spot, the other one between."""
        first = len(self.truth.steps_s)
        gait = Gait(lift_deg, -4.0, impact=18.0, bob_m=0.03, speed_m_s=0.0)
        self.truth.lifts_s += self._stride(lifts * 120.0 / steps_per_min, steps_per_min, gait)
        del self.truth.steps_s[first:]

    def turn(self, degrees: float = 180.0, seconds: float = 1.2) -> None:
        """Turn about the vertical on the spot, in a slight crouch."""
        start_s = self.now_s
        heading = self.frames.last("heading")[1]
        self._to(seconds / 2, heading=heading + math.radians(degrees) / 2, thigh=math.radians(35.0))
        self._to(seconds / 2, heading=heading + math.radians(degrees), thigh=0.0)
        self.truth.turns.append(Span(start_s, self.now_s))

    def jump(self, flight_s: float = 0.45, tuck_deg: float = 10.0, forward_m: float = 0.0) -> None:
        """Crouch, push off, fly and land: on the spot, or forward as in a leapfrog."""
        flight_s = self._varied(flight_s)
        self._crouch_and_push(flight_s, forward_m)
        takeoff_s = self.now_s
        self._fly(flight_s, math.radians(tuck_deg), forward_m)
        self.truth.jumps.append(Jump(takeoff_s, self.now_s))
        self._land(forward_m)

    def leapfrog(self, flight_s: float = 0.42) -> None:
        """Leap forward out of a deep crouch, knees drawn up in flight."""
        self.jump(flight_s, tuck_deg=32.0, forward_m=1.1)

    def hop(self, flight_s: float = 0.28, contact_s: float = 0.26) -> None:
        """One jump of a train of hops on the spot."""
        flight_s = self._varied(flight_s)
        speed = STANDARD_GRAVITY * flight_s / 2
        self._to(contact_s / 2, hip_height=HIP_M - 0.08, thigh=0.30)
        self._strike(self._varied(20.0), delay_s=-contact_s / 2)
        self._key(contact_s / 2, thigh=(0.05, -0.5, 0.0), hip_height=(HIP_M, speed, -STANDARD_GRAVITY))
        takeoff_s = self.now_s
        self._key(flight_s, thigh=(0.08, 0.5, 0.0), hip_height=(HIP_M, -speed, -STANDARD_GRAVITY))
        self.truth.jumps.append(Jump(takeoff_s, self.now_s))

    def stand_up(self, seconds: float = 0.6) -> None:
        """Come to rest standing."""
        self._to(seconds, thigh=0.0, hip_height=HIP_M)

    def burpee(self) -> None:
        """Stand, squat, plank, squat, jump: one repetition."""
        start_s = self.now_s
        self._to(0.7, thigh=math.radians(105.0), hip_height=0.40)
        self._to(0.45, thigh=math.radians(-78.0), hip_height=0.38)
        self._strike(10.0, delay_s=-0.05)
        turn_s = self.now_s
        self._to(0.5)
        self._to(0.45, thigh=math.radians(105.0), hip_height=0.40)
        self._strike(10.0, delay_s=-0.05)
        jumps = len(self.truth.jumps)
        self.jump(flight_s=0.30)
        del self.truth.jumps[jumps:]
        self.truth.reps.append(Rep(start_s, turn_s, self.now_s, math.radians(183.0)))

    def _rep(
        self, size_rad: float, seconds: float, pause_s: float, *, forward: float = 0.0, drop: bool = True
    ) -> None:
        start = self.frames.last("thigh")[1]
        size_rad, half_s = self._varied(size_rad), self._varied(seconds - pause_s) / 2
        start_s, height = self.now_s, self.frames.last("hip_height")[1]
        place = self.frames.last("forward")[1]
        low = _hip_over(start + size_rad) if drop else height
        self._to(half_s, thigh=start + size_rad, hip_height=low, forward=place + forward)
        turn_s = self.now_s + pause_s / 2
        self._to(pause_s)
        self._to(half_s, thigh=start, hip_height=height, forward=place)
        self.truth.reps.append(Rep(start_s, turn_s, self.now_s, size_rad))

    def _crouch_and_push(self, flight_s: float, forward_m: float) -> None:
        speed, g = STANDARD_GRAVITY * flight_s / 2, STANDARD_GRAVITY
        self._to(0.45, thigh=CROUCH_RAD, hip_height=_hip_over(CROUCH_RAD))
        place = self.frames.last("forward")[1]
        self._key(
            0.28,
            thigh=(0.10, -0.5, 0.0),
            hip_height=(HIP_M, speed, -g),
            forward=(place + 0.2 * forward_m, forward_m / flight_s * 0.8, 0.0),
        )

    def _fly(self, flight_s: float, tuck_rad: float, forward_m: float) -> None:
        speed, g = STANDARD_GRAVITY * flight_s / 2, STANDARD_GRAVITY
        place, advance = self.frames.last("forward")[1], 0.8 * forward_m
        takeoff_s = self.now_s
        self.frames.add("thigh", (takeoff_s + 0.55 * flight_s, tuck_rad, 0.0, 0.0))
        self._key(
            flight_s,
            thigh=(0.15 + 0.5 * tuck_rad, 0.0, 0.0),
            hip_height=(HIP_M, -speed, -g),
            forward=(place + advance, advance / flight_s, 0.0),
        )

    def _land(self, forward_m: float) -> None:
        place = self.frames.last("forward")[1]
        self._strike(self._varied(35.0))
        self._to(0.25, thigh=math.radians(50.0), hip_height=HIP_M - 0.18, forward=place + 0.15 * forward_m)
        self._to(0.45, thigh=0.0, hip_height=HIP_M)

    def _stride(self, seconds: float, steps_per_min: float, gait: Gait) -> list[float]:
        """Swing the thigh once every two steps; return the times of its highest points."""
        step_s = 60.0 / steps_per_min
        peaks = []
        for _ in range(max(1, round(seconds / (2 * step_s)))):
            self._step(step_s, math.radians(gait.lift_deg), 0.45 * gait.impact, gait)
            peaks.append(self.now_s)
            self._step(step_s, math.radians(gait.back_deg), gait.impact, gait)
        self._to(0.4, thigh=0.0, hip_height=HIP_M)
        return peaks

    def _step(self, step_s: float, thigh_rad: float, impact: float, gait: Gait) -> None:
        step_s = self._varied(step_s)
        middle_s = self.now_s + step_s / 2
        self.frames.add("hip_height", (middle_s, HIP_M + gait.bob_m, 0.0, 0.0))
        place = self.frames.last("forward")[1]
        self._key(
            step_s,
            thigh=(self._varied(thigh_rad), 0.0, 0.0),
            hip_height=(HIP_M - gait.bob_m, 0.0, 0.0),
            forward=(place + gait.speed_m_s * step_s, gait.speed_m_s, 0.0),
        )
        self._strike(self._varied(impact), forward=-0.3 if gait.speed_m_s else 0.0)
        self.truth.steps_s.append(self.now_s)

    def _tremble(self, seconds: float, angle: float, tremor_rad: float) -> None:
        shake_s = 1.0 / 8.5
        for index in range(int(seconds / shake_s)):
            grown = tremor_rad * (1.0 + 2.0 * index * shake_s / seconds)
            self._key(shake_s / 2, thigh=(angle + grown, 0.0, 0.0))
            self._key(shake_s / 2, thigh=(angle - grown, 0.0, 0.0))

    def _strike(self, peak_m_s2: float, delay_s: float = 0.0, forward: float = 0.0) -> None:
        self.frames.impacts.append(Impact(self.now_s + delay_s, peak_m_s2, forward=forward))

    def _to(self, seconds: float, **poses: float) -> None:
        """Move to a pose and be at rest there; channels that are not named stay."""
        for channel in CHANNELS:
            if channel not in poses:
                poses[channel] = self.frames.last(channel)[1]
        self._key(seconds, **{channel: (value, 0.0, 0.0) for channel, value in poses.items()})

    def _key(self, seconds: float, **keys: tuple[float, float, float]) -> None:
        self.now_s += seconds
        for channel, key in keys.items():
            self.frames.add(channel, (self.now_s, *key))

    def _varied(self, value: float) -> float:
        return value * (1.0 + self._variation * float(np.clip(self._random.standard_normal(), -2.0, 2.0)))


def _hip_over(thigh_rad: float) -> float:
    """Return the height of the hip when the thigh stands at this angle and the shank leans along."""
    return HIP_M - THIGH_M * (1.0 - math.cos(thigh_rad)) * 1.1


def _tail(rep: Rep) -> tuple[float, float, float]:
    return rep.turn_s, rep.end_s, rep.rom_rad
