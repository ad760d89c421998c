"""Hip extensions: the straight leg goes back by ten or twenty degrees while standing, and returns.

The sensor sits on the thigh of the leg that moves. Small repetitions are two or three degrees, as much as
people sway; so the rotation seen by the gyroscope is counted beside the acceleration, and without a
gyroscope small repetitions are lost. Shifting the weight between sets looks like a repetition. Method: see
`_cycle`.
"""

from pydantic import Field

from legday.exercises._cycle_params import SLOW
from legday.exercises._exercise import Exercise
from legday.exercises._limb import LimbDetector, LimbParams


class HipExtensionParams(LimbParams):
    """Parameters of hip extensions: a few degrees are a repetition, and the gyroscope sees them best."""

    floor_m_s2: float = Field(0.4, gt=0.05, lt=10.0, description="Least swing of the vector, m/s².")
    turn_reach: float = Field(
        SLOW["turn_reach"], gt=0.2, lt=0.9, description="Way back that makes a turn, of the swing."
    )
    posture_m_s2: float = Field(25.0, gt=5.0, description="A swing so large is a change of posture, m/s².")
    rotation: bool = Field(True, description="Count the rotation seen by the gyroscope too.")


EXERCISE = Exercise("hip_extension", "Hip extension", "rep", HipExtensionParams, LimbDetector, legs="one")
