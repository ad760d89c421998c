"""Hip abductions: the straight leg goes out to the side and back, standing or lying on the side.

The sensor sits on the thigh of the leg that moves. The thigh's flexion angle sees nothing of it, so the
range of motion is the tilt of the acceleration. Shifting the weight looks like a repetition when it goes
forth and back twice. Method: see `_cycle`.
"""

from legday.core.events import Rep
from legday.exercises._cycle_state import CycleState
from legday.exercises._exercise import Exercise
from legday.exercises._limb import LimbDetector, LimbParams
from legday.exercises._outline import Outline
from legday.exercises._repetition import Swing


class HipAbduction(LimbDetector[LimbParams, CycleState]):
    """Counts hip abductions."""

    def describe(self, swing: Swing, seen: Outline, serial: int, decided_s: float) -> Rep:
        """Return the abduction, with the tilt of the acceleration for its range."""
        tilted = seen._replace(rom_rad=seen.tilt_rad, peak_rad=seen.tilt_rad)
        return super().describe(swing, tilted, serial, decided_s)


EXERCISE = Exercise("hip_abduction", "Hip abduction", "rep", LimbParams, HipAbduction, legs="one")
