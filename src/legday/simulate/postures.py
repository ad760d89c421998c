"""Changes of posture and what is held: sitting, lying, the wall sit, the burpee."""

import math

from legday.simulate.jumps import Jumps
from legday.simulate.script import HIP_M, hip_over
from legday.simulate.truth import Rep, Span

PLANK_S = 0.5


class Postures(Jumps):
    """Writes postures and what leads from one to the next."""

    def stand_up(self, seconds: float = 0.6) -> None:
        """Come to rest standing."""
        self._to(seconds, thigh=0.0, knee=0.0, hip_height=HIP_M)

    def sit_down(self, seconds: float = 1.4) -> None:
        """Sit down on a chair."""
        self._to(seconds, thigh=math.radians(85.0), knee=math.radians(85.0), hip_height=0.48)

    def lie_down(self) -> None:
        """Go from standing to lying on the back, in about four seconds."""
        self._to(2.0, thigh=math.radians(110.0), knee=math.radians(110.0), hip_height=0.35)
        self._to(2.0, thigh=math.radians(90.0), knee=0.0, hip_height=0.12)

    def wall_sit(self, seconds: float, angle_deg: float = 88.0, tremor_deg: float = 0.02) -> None:
        """Sit against the wall for ``seconds``, with a growing tremor of the thigh; then stand up."""
        angle = math.radians(angle_deg)
        self._to(1.6, thigh=angle, knee=angle, hip_height=hip_over(angle))
        start_s = self.now_s
        self._tremble(seconds, angle, math.radians(tremor_deg))
        self.truth.holds.append(Span(start_s, self.now_s))
        self._to(1.4, thigh=0.0, knee=0.0, hip_height=HIP_M)

    def burpee(self) -> None:
        """Stand, squat, plank, squat, jump: one repetition, which turns in mid-plank and ends on landing."""
        start_s = self.now_s
        self._to(0.7, thigh=math.radians(105.0), hip_height=0.40)
        self._to(0.45, thigh=math.radians(-78.0), hip_height=0.38)
        self._strike(10.0, delay_s=-0.05)
        turn_s = self.now_s + PLANK_S / 2
        self._to(PLANK_S)
        self._to(0.45, thigh=math.radians(105.0), hip_height=0.40)
        self._strike(10.0, delay_s=-0.05)
        jumps = len(self.truth.jumps)
        self.jump(flight_s=0.30)
        landing_s = self.truth.jumps[jumps].landing_s
        del self.truth.jumps[jumps:]
        self.truth.reps.append(Rep(start_s, turn_s, landing_s, math.radians(183.0)))

    def _tremble(self, seconds: float, angle: float, tremor_rad: float) -> None:
        shake_s = 1.0 / 8.5
        for index in range(int(seconds / shake_s)):
            grown = tremor_rad * (1.0 + 2.0 * index * shake_s / seconds)
            self._key(shake_s / 2, thigh=(angle + grown, 0.0, 0.0))
            self._key(shake_s / 2, thigh=(angle - grown, 0.0, 0.0))
