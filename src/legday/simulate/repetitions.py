"""Motions that go out and back: squats, lunges, and raises of a leg."""

import math

from legday.simulate.script import Script, hip_over, other
from legday.simulate.truth import THIS, Leg, Rep, Side

REAR_RAD = math.radians(-12.0)


class Repetitions(Script):
    """Writes repetitions. ``partial`` marks one that is deliberately shallow in the truth."""

    def squat(
        self, depth_deg: float = 90.0, seconds: float = 2.4, pause_s: float = 0.2, *, partial: bool = False
    ) -> None:
        """Squat once: down, a short pause, up."""
        start = self.frames.last(f"{THIS}_thigh")[1]
        size_rad = self._varied(math.radians(depth_deg))
        out = {"thigh": start + size_rad, "hip_height": hip_over(start + size_rad)}
        self._rep(size_rad, out, seconds, pause_s, partial=partial)

    def bouncing_rep(self, size_deg: float, seconds: float, bounce_share: float = 0.2) -> None:
        """One rep whose turning point is a bounce: up a little and down again before the way back."""
        start, height = self.frames.last(f"{THIS}_thigh")[1], self.frames.last("hip_height")[1]
        size_rad, start_s = self._varied(math.radians(size_deg)), self.now_s
        self._to(0.4 * seconds, thigh=start + size_rad)
        self._to(0.12 * seconds, thigh=start + (1.0 - bounce_share) * size_rad)
        turn_s = self.now_s
        self._to(0.12 * seconds, thigh=start + size_rad)
        self._to(0.4 * seconds, thigh=start, hip_height=height)
        self.truth.reps.append(Rep(start_s, turn_s, self.now_s, size_rad))

    def lunge(
        self, depth_deg: float = 80.0, seconds: float = 2.6, leg: Leg = THIS, *, partial: bool = False
    ) -> None:
        """Lunge once with ``leg`` in front: a step forward, down, up and back."""
        size_rad, place = self._varied(math.radians(depth_deg)), self.frames.last("forward")[1]
        out = {
            f"{leg}_thigh": size_rad,
            f"{other(leg)}_thigh": REAR_RAD,
            f"{other(leg)}_knee": 0.9 * size_rad,
            "hip_height": hip_over(size_rad),
            "forward": place + 0.25,
        }
        felt = {leg: 1.0, other(leg): 0.5}
        self._strike(3.0, delay_s=0.25 * seconds, **felt)
        self._rep(size_rad, out, seconds, 0.2, side=leg, partial=partial)
        self._strike(2.0, delay_s=-0.1, **felt)

    def leg_raise(
        self,
        lift_deg: float = 45.0,
        seconds: float = 3.0,
        hold_s: float = 0.5,
        knee_deg: float = 0.0,
        aside_deg: float = 0.0,
        *,
        partial: bool = False,
    ) -> None:
        """Raise the leg once while lying on the back.

        On the way the knee bends by ``knee_deg``, and the leg swings to a side by ``aside_deg``.
        """
        start = self.frames.last(f"{THIS}_thigh")[1]
        size_rad = self._varied(math.radians(lift_deg))
        out = {
            f"{THIS}_thigh": start + size_rad,
            f"{THIS}_knee": math.radians(knee_deg),
            "heading": self.frames.last("heading")[1] + math.radians(aside_deg),
        }
        self._rep(size_rad, out, seconds, hold_s, side=THIS, partial=partial)

    def knee_extension(self, tilt_deg: float = 7.0, seconds: float = 2.6) -> None:
        """Stretch the knee once while sitting: the thigh itself hardly turns."""
        start = self.frames.last(f"{THIS}_thigh")[1]
        size_rad = self._varied(math.radians(tilt_deg))
        out = {f"{THIS}_thigh": start + size_rad, f"{THIS}_knee": 0.1}
        self._rep(size_rad, out, seconds, 0.3, side=THIS)

    def hip_extension(self, size_deg: float = 20.0, seconds: float = 2.4) -> None:
        """Move the straight leg back once while standing."""
        size_rad = self._varied(math.radians(size_deg))
        self._rep(size_rad, {f"{THIS}_thigh": -size_rad, f"{THIS}_knee": 0.0}, seconds, 0.2, side=THIS)

    def hip_abduction(self, size_deg: float = 35.0, seconds: float = 2.6) -> None:
        """Move the straight leg out to the side once while standing."""
        size_rad = self._varied(math.radians(size_deg))
        self._rep(size_rad, {f"{THIS}_abduction": size_rad}, seconds, 0.0, side=THIS)

    def _rep(
        self,
        size_rad: float,
        out: dict[str, float],
        seconds: float,
        pause_s: float,
        *,
        side: Side = "both",
        partial: bool = False,
    ) -> None:
        """Move to the pose ``out``, pause there, and come back to where this began."""
        named = self._channels({name: (value, 0.0, 0.0) for name, value in out.items()})
        back = {channel: self.frames.last(channel)[1] for channel in named}
        half_s, start_s = self._varied(seconds - pause_s) / 2, self.now_s
        self._to(half_s, **out)
        turn_s = self.now_s + pause_s / 2
        if pause_s:
            self._to(pause_s)
        self._to(half_s, **back)
        self.truth.reps.append(Rep(start_s, turn_s, self.now_s, size_rad, side, partial))
