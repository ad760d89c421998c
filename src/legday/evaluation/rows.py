"""The lines of a report: figures with how sure they are, each for takes that may be pooled."""

from pydantic import BaseModel, ConfigDict, Field


class Row(BaseModel):
    """Base of every line: takes of one exercise and site, never real and synthetic ones together."""

    model_config = ConfigDict(frozen=True)


class Figure(Row):
    """A value with its bootstrap 95 % interval over people; no interval for a single person."""

    value: float | None
    low: float | None = None
    high: float | None = None


class CountRow(Row):
    """How well counts are met."""

    exercise: str
    site: str
    dataset: str = Field(description="Folder and the takes' own words for the site; empty over all.")
    synthetic: bool
    takes: int
    people: int
    true: int
    found: int
    exact_pct: Figure
    within_one_pct: Figure
    mean_abs_error: Figure
    bias: Figure
    miscount_pct: Figure = Field(description="Sum of |error| over sum of truth.")
    mean_abs_error_pct: Figure = Field(
        description="Mean over takes of |error| over truth, without those of 0."
    )


class TimedRow(Row):
    """How well times are met."""

    exercise: str
    site: str
    synthetic: bool
    kind: str
    takes: int
    people: int
    true: int
    hits: int
    extra: int
    f1: Figure
    mean_abs_error_s: Figure
    bias_s: Figure


class JumpRow(Row):
    """One marked jump, found or not."""

    path: str
    exercise: str
    synthetic: bool
    start_s: float
    end_s: float
    found: bool
    takeoff_s: float | None = None
    landing_s: float | None = None
    flight_s: float | None = None


class CadenceRow(Row):
    """How well cadence is met, steps per minute."""

    exercise: str
    site: str
    synthetic: bool
    takes: int
    mean_abs_error_per_min: float
    bias_per_min: float


class LatencyRow(Row):
    """From when it happened to when it was decided, in the data's own time, s."""

    exercise: str
    site: str
    type: str
    synthetic: bool
    events: int
    p50_s: float
    p95_s: float
    max_s: float
    histogram: tuple[int, ...] = Field(
        description="Events below 0 s, in each bin of `latency_edges_s`, and beyond the last edge."
    )


class NegativeRow(Row):
    """What was counted where nothing was to be counted."""

    site: str
    activity: str
    synthetic: bool
    takes: int
    hours: float
    events: dict[str, int] = Field(description="By exercise counted.")
    bare_rule: int | None = Field(description="Lulls followed by an impact in the same takes.")


class BaselineRow(Row):
    """A simple counter on the same takes."""

    exercise: str
    site: str
    dataset: str = Field(description="As in `CountRow`.")
    synthetic: bool
    baseline: str
    takes: int
    miscount_pct: float
    own_miscount_pct: float
    ratio: float | None = Field(description="Its miscounts over legday's; null where legday has none.")


class TakeRow(Row):
    """One take."""

    path: str
    exercise: str
    site: str
    synthetic: bool
    person: str
    truth_kind: str
    true: int
    plus_minus: int
    found: int
    error: int
    held_error: int


class Unscored(Row):
    """A take that could not be scored, and why."""

    path: str
    reason: str


class Report(Row):
    """What an evaluation found."""

    version: str = Field(description="Version of legday.")
    counts: tuple[CountRow, ...] = ()
    timed: tuple[TimedRow, ...] = ()
    jumps: tuple[JumpRow, ...] = ()
    cadence: tuple[CadenceRow, ...] = ()
    latency: tuple[LatencyRow, ...] = ()
    latency_edges_s: tuple[float, ...] = Field((), description="Edges of the bins of every histogram, s.")
    negatives: tuple[NegativeRow, ...] = ()
    baselines: tuple[BaselineRow, ...] = ()
    takes: tuple[TakeRow, ...] = ()
    unscored: tuple[Unscored, ...] = ()
    warnings: tuple[str, ...] = ()
    failures: tuple[str, ...] = Field((), description="Takes that could not be read or run.")
