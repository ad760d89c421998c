"""A simulated athlete: each method appends a motion to the script, and its truth.

Amplitudes and tempi are ordinary ones, not fitted to anybody; `variation` gives each repetition its own
size and speed from a seeded generator. Results from here are synthetic: they prove plumbing and laws, not
accuracy.
"""

from legday.simulate.postures import Postures
from legday.simulate.repetitions import Repetitions
from legday.simulate.strides import Strides


class Athlete(Repetitions, Strides, Postures):
    """Writes motions of every kind, one after another; see `Script` for the parameters."""
