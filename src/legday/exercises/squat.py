"""Squats: the thigh goes from upright towards horizontal and back.

The sensor sits on the thigh or in a trouser pocket; the acceleration vector turns by the depth of the squat.
On the upper arm, the belly or the wrist it is the inclination and the acceleration of trunk or bar that are
seen, with smaller swings. Sitting down and getting up, and bending with bent knees, are the same motion to
the sensor: what tells them from training is the set, not the repetition. Method: turning points of the
low-passed acceleration vector with hysteresis relative to the person's own range, see `_cycle`.
"""

from legday.exercises._cycle import CycleDetector, CycleParams
from legday.exercises._cycle_sites import AWAY_FROM_THE_LEG
from legday.exercises._exercise import Exercise

EXERCISE = Exercise("squat", "Squat", "rep", CycleParams, CycleDetector, sites=AWAY_FROM_THE_LEG)
