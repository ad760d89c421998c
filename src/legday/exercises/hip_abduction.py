"""Hip abductions: the straight leg goes out to the side and back, standing or lying on the side.

The sensor sits on the thigh of the leg that moves. Shifting the weight looks like a repetition when it goes
forth and back twice, and a strap that slips by as much as the leg is lifted costs one. Method: see `_cycle`.
"""

from legday.exercises._exercise import Exercise
from legday.exercises._limb import LimbDetector, LimbParams

EXERCISE = Exercise("hip_abduction", "Hip abduction", "rep", LimbParams, LimbDetector, legs="one")
