"""Plans as files: those that legday brings along, and those of the user's own folder."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from legday.errors import PlanError
from legday.workout.plan import Plan, parse_plan

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).parent


def plan_files(folders: Iterable[Path] = ()) -> dict[str, Path]:
    """Return every plan's file by its name, sorted; a plan of the user's stands over one of ours.

    Parameters
    ----------
    folders : iterable of Path
        The user's own; they need not exist.
    """
    found = {path.stem: path for folder in (SHIPPED, *folders) for path in sorted(folder.glob("*.toml"))}
    return dict(sorted(found.items()))


def read_plan(path: Path) -> Plan:
    """Read a plan's file, whose name is the plan's.

    Raises
    ------
    PlanError
        Naming the line or the key at fault.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PlanError(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise PlanError(str(path), f"want UTF-8 text, byte {error.start} is none") from None
    plan = parse_plan(text, str(path))
    if plan.name != path.stem:
        raise PlanError(str(path), f"got {plan.name!r}, want the name of the file, {path.stem!r}", "name")
    return plan


def usable_plans(folders: Iterable[Path] = ()) -> Iterator[Plan]:
    """Yield every plan that can be followed; of one that cannot, a warning says why.

    Parameters
    ----------
    folders : iterable of Path
        The user's own; they need not exist.
    """
    for path in plan_files(folders).values():
        try:
            yield read_plan(path)
        except PlanError as error:
            log.warning("a plan is not offered: %s", error)


def find_plan(asked: str, folders: Iterable[Path] = (), level: str | None = None) -> Plan:
    """Return the plan that is asked for: by name, ``name level``, or as a whole text.

    Raises
    ------
    PlanError
        With the names there are, or the key at fault.
    """
    if "=" in asked or asked.startswith("{"):
        plan = parse_plan(asked)
    else:
        name, _, half = asked.strip().partition(" ")
        files = plan_files(folders)
        if name not in files:
            raise PlanError(name, f"no such plan; known: {', '.join(files)}")
        plan = read_plan(files[name])
        if half:
            plan = at_level(plan, half.strip())
    return plan if level is None else at_level(plan, level)


def at_level(plan: Plan, level: str) -> Plan:
    """Return the other half of a plan.

    Raises
    ------
    PlanError
        For a level that there is not, or at which there is nothing to do.
    """
    return parse_plan(Plan.model_construct(**{**dict(plan), "level": level}).model_dump_json(warnings=False))
