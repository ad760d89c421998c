"""``exercises.md``: every exercise with its parameters."""

from legday.cli.reference.markdown import GENERATED, parameters, prose, table
from legday.exercises import Exercise, description, exercises

HEAD = """\
# Exercises

What legday can count, by the name that `--exercise`, a take's label and the command `exercise` use. One
setting serves everybody at a site; parameters may differ by site, never by person. `legday exercises NAME`
prints the same text.
"""


def exercises_page() -> str:
    """Return the page."""
    known = exercises().values()
    rows = [
        (f"[`{each.name}`](#{each.name})", each.title, f"`{each.counts}`", _aliases(each)) for each in known
    ]
    parts = [GENERATED, HEAD, table(("name", "", "counts each", "also labelled"), rows)]
    return "\n".join([*parts, *(_section(each) for each in known)])


def _aliases(exercise: Exercise) -> str:
    return ", ".join(f"`{alias}`" for alias in exercise.aliases)


def _section(exercise: Exercise) -> str:
    counts = f"Counts each [`{exercise.counts}`](events.md#{exercise.counts})."
    parts = [f"## {exercise.name}\n", f"{prose(description(exercise.name))}\n", f"{counts}\n"]
    parts.append(parameters(exercise.params))
    if exercise.sites:
        rows = [
            (site, ", ".join(f"`{name}` {value}" for name, value in changes.items()))
            for site, changes in sorted(exercise.sites.items())
        ]
        parts.append(table(("at the site", "differs"), rows))
    return "\n".join(parts)
