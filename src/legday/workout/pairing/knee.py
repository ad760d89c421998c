"""Whether the knee of a leg with a sensor on thigh and shank is straight throughout a raise.

Both sensors give the tilt of their segment from its rest. While the knee keeps its angle both turn alike; the
change of the difference of the two tilts is the change of the knee. Tilts are taken without their signs,
which for a shank are not known: standing upright was the rest, and a raise turns both the same way.
"""

from legday.core.events import KneeMotion, Rep
from legday.core.workout_events import WORKOUT
from legday.workout.pairing.joint import Context

KNEE_BENDS = "knee_bends"


def remarked(rep: Rep, change_rad: float | None, limit_rad: float) -> Rep:
    """Return the repetition with a remark where the knee did not stay straight."""
    if change_rad is None or change_rad <= limit_rad:
        return rep
    return rep.model_copy(update={"form": (*rep.form, KNEE_BENDS)})


def knee_motion(context: Context, rep: Rep, change_rad: float) -> KneeMotion:
    """Return what the knee did in a repetition of the workout."""
    return KneeMotion(
        serial=context.take_serial(),
        device=WORKOUT,
        decided_s=rep.decided_s,
        start_s=rep.start_s,
        end_s=rep.end_s,
        n=rep.n,
        change_rad=change_rad,
    )


def knee_change_rad(context: Context, rep: Rep) -> float | None:
    """Return how far the knee's angle ranged during a repetition; None without a sensor on the shank."""
    shank = context.roles.shanks.get(rep.device)
    if shank is None or not context.exercise.straight_knee:
        return None
    thighs, shanks = context.angles[rep.device], context.angles[shank]
    knee: list[float] = []
    for t_s in thighs.times(rep.start_s, rep.end_s):
        thigh_rad, shank_rad = thighs.at(t_s), shanks.at(t_s)
        if thigh_rad is not None and shank_rad is not None:
            knee.append(abs(thigh_rad) - abs(shank_rad))
    return max(knee) - min(knee) if knee else None
