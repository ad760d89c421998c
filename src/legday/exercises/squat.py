"""Squats: the thigh goes from upright towards horizontal and back.

The sensor sits on the thigh or in a trouser pocket; the acceleration vector turns by the depth of the
squat. On the upper arm, the belly or the wrist it is the inclination and the acceleration of trunk or bar
that are seen, with smaller swings. Sitting down and getting up, and bending with bent knees, are the same
motion to the sensor: what tells them from training is the set, not the repetition; slow cycling and
climbing come near it, too. Below 20 Hz nothing faster than one squat in 1.5 s is counted, because strides
can no longer be told by their shaking. Method: turning points of the low-passed acceleration vector with
hysteresis relative to the person's own range, see `_cycle`.
"""

from legday.exercises._cycle import CycleDetector
from legday.exercises._cycle_params import AWAY_FROM_THE_LEG, FullMotionParams
from legday.exercises._exercise import Exercise

EXERCISE = Exercise("squat", "Squat", "rep", FullMotionParams, CycleDetector, sites=AWAY_FROM_THE_LEG)
