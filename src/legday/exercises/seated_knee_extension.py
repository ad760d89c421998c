"""Seated knee extensions: the knee is stretched while sitting, and bent again.

The sensor sits on the thigh above the knee, which turns by a few degrees only; the acceleration vector sees
it all the same, because the muscle lifts the sensor. Shifting on the chair looks like a repetition when it
goes forth and back twice. Method: see `_cycle`; published for this exercise is template matching with five
sensors, Yurtman and Barshan, Computer Methods and Programs in Biomedicine 2014.
"""

from legday.exercises._exercise import Exercise
from legday.exercises._limb import LimbDetector, LimbParams

EXERCISE = Exercise(
    "seated_knee_extension", "Seated knee extension", "rep", LimbParams, LimbDetector, legs="one"
)
