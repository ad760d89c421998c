"""What needs more than one sensor: two thighs, or thigh and shank."""

from legday.workout.pairing.pairing import Pairing
from legday.workout.pairing.sighting import AnglePoint, Heard

__all__ = ["AnglePoint", "Heard", "Pairing"]
