"""``plans.md``: what a plan may say, and the plans that legday brings along."""

from legday.cli.reference.markdown import GENERATED, parameters, table
from legday.plans import plan_files, read_plan
from legday.workout.deadlines import EXTRA_S, SESSION_REST_S, SET_REST_S
from legday.workout.plan import Plan, PlannedExercise

HEAD = f"""\
# Plans

A plan says what is to be done: exercises in their order, how many sets, how much of each, the rests and
what is aimed at. legday leads through it: it chooses each exercise, counts down before a set by the clock,
and finds in the data when a set is done. [How to train with one](../how-to/train-with-a-plan.md).

A plan is a TOML file whose name is the plan's: `my-plan.toml` has `name = "my-plan"`. Plans of your own lie
in the folder `plans` beside the recordings and stand over ours of the same name. `legday plans
my-plan.toml` checks a file.

## What begins and ends a set

| a set of | begins | ends |
|---|---|---|
| `seconds` | by the clock, behind a countdown that is the end of the rest | by the clock |
| `seconds` that are held | when it is held | {EXTRA_S:g} s after the end, once held so long in all |
| `reps`, `shuttles` | with the first one, in the rest too | {EXTRA_S:g} s after the last, once enough |

Who does more is credited. Whoever gives up early rests after {SET_REST_S:g} s in which nothing was counted,
and the plan goes on; `reached` in the summary says that it was not. A repetition under way when the clock
runs out still counts (`set_corrected`). A lost sensor stops no clock. Without a plan sets are found in the
data in the same way, and a session ends {SESSION_REST_S / 60:g} minutes after its last set.

`landing_load_g` is handed to the detector of jumps, which adds up the peaks of the landings of this
exercise; burpees have no such figure, and for them the limit does nothing.

## Of a plan
"""

EXAMPLE = """\
```toml
name = "ten-minutes"
title = "Ten minutes"

[[exercises]]
exercise = "squat"
sets = 3
seconds = 40
rest_s = 20
depth_deg = 70

[[exercises]]
exercise = "leapfrog"
sets = 2
reps = 5
landing_load_g = 60
```
"""


def plans_page() -> str:
    """Return the page."""
    parts = [GENERATED, HEAD, parameters(Plan)]
    parts += [
        "## Of each of its `exercises`\n",
        parameters(PlannedExercise),
        EXAMPLE,
        "## Plans that come along\n",
    ]
    parts += [_shipped(read_plan(path)) for path in plan_files().values()]
    return "\n".join(parts)


def _shipped(plan: Plan) -> str:
    rows = [
        (
            f"`{each.exercise}`",
            each.level or "both",
            f"{each.sets} x {_amount(each)}",
            f"{each.rest_s:g} s",
            each.note,
        )
        for each in plan.exercises
    ]
    head = f"### {plan.name}\n\n{plan.title}. {plan.warning}\n\n"
    return head + table(("exercise", "level", "", "rest", ""), rows)


def _amount(asked: PlannedExercise) -> str:
    if asked.seconds is not None:
        return f"{asked.seconds:g} s"
    return f"{asked.shuttles} shuttles" if asked.reps is None else f"{asked.reps}"
