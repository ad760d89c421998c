"""Squats: the thigh goes from upright towards horizontal and back.

The sensor sits on the thigh or in a trouser pocket; the acceleration vector turns by the depth of the squat.
On the upper arm, the belly or the wrist it is the inclination and the acceleration of trunk or bar that are
seen, with smaller swings. Sitting down and getting up, and bending with bent knees, are the same motion to
the sensor: what tells them from training is the set, not the repetition. Method: turning points of the low-passed
acceleration vector with hysteresis relative to the person's own range, see `_cycle`.
"""

from legday.exercises._cycle import CycleDetector, CycleParams
from legday.exercises._exercise import Exercise

EXERCISE = Exercise(
    name="squat",
    title="Squat",
    counts="rep",
    params=CycleParams,
    detector=CycleDetector,
    sites={"arm": {"floor_m_s2": 3.4}, "wrist": {"floor_m_s2": 0.8}, "belly": {"floor_m_s2": 1.2}},
)
