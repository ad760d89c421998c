"""What the TOML beside a take says: who, where, which exercise, and what really happened."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from legday.errors import TakeError

BY_USER = "user"
"""Kind of a truth that the person who trained said meanwhile, by correcting the count."""

Interval = tuple[float, float]
Text = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]


class Truth(BaseModel):
    """What happened in a take, as somebody counted, marked or measured it; times as in ``t_s``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reps: int | None = Field(None, ge=0, description="Repetitions, or jumps; 0 where nothing counts.")
    reps_plus_minus: int = Field(0, ge=0, description="How far ``reps`` itself may be wrong.")
    rep_intervals_s: tuple[Interval, ...] | None = Field(None, description="Start and end of each, s.")
    rep_times_s: tuple[float, ...] | None = Field(None, description="A moment within each repetition, s.")
    set_intervals_s: tuple[Interval, ...] | None = Field(None, description="Start and end of each set, s.")
    partial: bool = Field(False, description="Deliberately shallow repetitions; they count.")
    steps: int | None = Field(None, ge=0, description="Steps of both feet.")
    steps_plus_minus: int = Field(0, ge=0, description="How far ``steps`` itself may be wrong.")
    cadence_spm: float | None = Field(None, gt=0, description="Steps per minute.")
    step_times_s: tuple[float, ...] | None = Field(None, description="Time of each step, s.")
    step_intervals_s: tuple[Interval, ...] | None = Field(
        None, description="Each step: the foot leaves, and meets the ground, s."
    )
    turns_s: tuple[Interval, ...] | None = Field(None, description="Changes of heading, s.")
    walk_s: tuple[Interval, ...] | None = Field(None, description="Where steps count; others do not, s.")
    takeoff_s: tuple[float, ...] | None = Field(None, description="Take-offs, s.")
    landing_s: tuple[float, ...] | None = Field(None, description="Landings, s.")
    flight_s: tuple[float, ...] | None = Field(None, description="Lengths of the flights, s.")
    contact_s: tuple[float, ...] | None = Field(None, description="Ground contacts of continuous jumping, s.")
    impact_s: tuple[float, ...] | None = Field(None, description="Landings of single jumps, to 0.1 s, s.")
    truth_kind: str = Field(
        "manual",
        description="manual, user, force_plate, foot_switch, protocol, script, signal or simulated.",
    )


class SetTruth(BaseModel):
    """One set of a recorded session, with the count that the person left it with."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    exercise: str = Field(description="What was done.")
    start_ms: float = Field(description="Where it begins, ms since 1970.")
    end_ms: float = Field(description="Where it ends, ms since 1970.")
    reps: int = Field(ge=0, description="What counted, corrections included.")
    truth_kind: str = Field("manual", description="user where it was corrected while training.")


class Label(BaseModel):
    """The TOML beside a take; every key may be missing."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: str = ""
    subject: Text = ""
    site: str = "unknown"
    rate_hz: float | None = Field(default=None, gt=0, le=1e5)
    exercise: str | None = None
    synthetic: bool = False
    truth: Truth | None = None
    sets: tuple[SetTruth, ...] = ()


def read_label(path: Path) -> tuple[Label, tuple[str, ...]]:
    """Read a label file; a file that is not there is an empty label.

    Returns
    -------
    label : Label
    warnings : tuple of str
        Keys of ``[truth]`` that nobody knows.

    Raises
    ------
    TakeError
        Naming the line or the key at fault.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        label = Label.model_validate(values)
    except FileNotFoundError:
        return Label(), ()
    except OSError as error:
        raise TakeError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TakeError(path, "want UTF-8 text", f"byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise TakeError(path, f"want TOML: {error}") from error
    except ValidationError as error:
        raise _at_key(path, error) from error
    return label, _unknown_keys(path, values)


def _at_key(path: Path, error: ValidationError) -> TakeError:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return TakeError(path, f"got {first['input']!r}: {first['msg']}", place)


def _unknown_keys(path: Path, values: Mapping[str, Any]) -> tuple[str, ...]:
    unknown = sorted(set(values.get("truth", {})) - set(Truth.model_fields))
    return tuple(f"{path.name}: truth.{key}: unknown key, left out" for key in unknown)
