"""Walking: the steps of both feet and their cadence.

The sensor may sit anywhere: thigh, trouser pocket, lower back, wrist. It feels the body being caught once a
step, on a leg the own foot's step stronger than the other one's. A step that was not felt is inferred from
the tempo when the walk goes on behind it (quality `assumed`).

What fools it: anything that repeats twice in one to two seconds for a few seconds, such as cycling or, on
the wrist, washing up. Fewer than four regular steps in a row are not counted. Source: see `_tempo`.
"""

from legday.exercises._exercise import Exercise
from legday.exercises._gait import WALK_SITES, StrideParams
from legday.exercises._stride import StrideDetector

EXERCISE = Exercise(
    name="walk",
    title="Walk",
    counts="step",
    params=StrideParams,
    detector=StrideDetector,
    legs="alternating",
    sites=WALK_SITES,
)
