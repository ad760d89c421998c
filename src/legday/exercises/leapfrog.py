"""Leapfrogs: leaps forward out of a deep crouch, over a partner or alone, in series of five to seven.

The sensor sits on the thigh. Each leap counts at its landing, with take-off, flight, contact, the peak of
the landing at the thigh, its place in the series, and the running total of landing peaks that growing
athletes should keep an eye on. There is never a height and never a distance: the landing is lower than the
take-off, and a flight time says neither.

What fools it: knees drawn up in flight. The swinging thigh then feels half to one g, and the lull of a
leap all but disappears; with a gyroscope it is found at the thigh's ballistic point (`_free_fall`), without
one such a leap may be missed, and its flight time is a lower bound. No recording of real leapfrogs has been
at hand: what is measured are other jumps of real people, and leaps of a simulated athlete.
Method and sources: `_flight`, `_train`.
"""

from legday.exercises._exercise import Exercise
from legday.exercises._jump import JumpDetector
from legday.exercises._jump_params import AWAY_FROM_THE_THIGH, LeapParams

EXERCISE = Exercise("leapfrog", "Leapfrog", "jump", LeapParams, JumpDetector, sites=AWAY_FROM_THE_THIGH)
