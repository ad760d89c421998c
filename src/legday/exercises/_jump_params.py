"""Parameters that every jump exercise shares, and what differs away from the thigh."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from legday.core.detector import Params
from legday.exercises._flight import Measures
from legday.exercises._lull import Levels
from legday.exercises._train_rules import Rhythm


class JumpParams(Params):
    """Parameters of the jump detectors; norms in units of gravity."""

    cutoff_hz: float = Field(
        6.0, ge=4, le=15, description="Low-pass of the acceleration vector, below a pocket's ringing, Hz."
    )
    lever_m: float = Field(0.12, ge=0, le=0.3, description="From the sensor up to the ballistic point, m.")
    lull: float = Field(0.7, ge=0.4, le=0.9, description="A lull is below this norm, g.")
    contact: float = Field(1.5, ge=1.1, le=2.5, description="A landing rises through this norm, g.")
    lull_s: float = Field(0.06, ge=0.02, le=0.2, description="Shortest time below the lull's level, s.")
    contact_within_s: float = Field(0.25, ge=0.1, le=0.5, description="From the lull to the rise at most, s.")
    candidate_s: float = Field(0.07, ge=0, le=0.1, description="Least velocity deficit over g looked at, s.")
    peak_s: float = Field(0.09, ge=0.05, le=0.2, description="The landing's peak is looked for so long, s.")
    single_s: float = Field(0.18, ge=0.1, le=0.4, description="Deficit over g of a jump by itself, s.")
    lone_s: float = Field(0.18, ge=0.1, le=0.4, description="The same with no flight in 1.5 s before, s.")
    depth: float = Field(
        0.42, ge=0, le=0.8, description="Least deficit over g, as a share of the time in flight."
    )
    train_s: float = Field(0.09, ge=0.05, le=0.2, description="Mean deficit over g of a train, s.")
    share: float = Field(0.27, ge=0.1, le=0.5, description="Mean share of the period in flight of a train.")
    similarity: float = Field(0.89, ge=0, le=1, description="Mean likeness of a train's waveforms.")
    together: float = Field(
        1.4, ge=1, le=2, description="What a train that begins exceeds these three by, multiplied."
    )
    length: int = Field(4, ge=2, le=8, description="Periods over which a train is judged.")
    train_gap_s: float = Field(0.8, ge=0.4, le=2, description="A longer period ends the train, s.")
    hold: float = Field(0.7, ge=0.4, le=1, description="A running train needs this share of the means.")
    follow: float = Field(0.45, ge=0.2, le=0.9, description="Least deficit in a train, of its median.")
    alike: float = Field(0.2, ge=-1, le=1, description="Least likeness of one flight in a train.")
    twin_s: float = Field(
        0.115, ge=0.05, le=0.3, description="Deficit over g of a low jump after another, s."
    )
    twin: float = Field(0.92, ge=0.5, le=1, description="Its likeness with the last jump beyond doubt.")
    alone_s: float = Field(
        0.115, ge=0.05, le=0.4, description="The same with nobody moving before and behind, s."
    )
    pending: int = Field(10, ge=4, le=16, description="Flights that wait for a train at most.")
    refractory_s: float = Field(0.22, ge=0.1, le=0.5, description="Landings are at least so far apart, s.")
    pushoff: float = Field(
        0.15, ge=0, le=1, description="Least push-off, of the deficit; a jump has half, a step down none."
    )
    height: bool = Field(True, description="Publish the height from the flight time.")
    reactive: bool = Field(True, description="Publish height and flight time over the contact before.")
    contact_max_s: float = Field(1.0, ge=0.3, le=2, description="Longer contacts are pauses, s.")
    series_gap_s: float = Field(4.0, ge=1, le=30, description="A longer pause begins a new series, s.")
    load_warning_m_s2: float | None = Field(
        None, gt=0, description="Running total of landing peaks that warns, m/s²; null never."
    )


class SingleJumpParams(JumpParams):
    """Parameters of jumps from standing, where the contact before is no rebound."""

    lone_s: float = Field(0.155, ge=0.1, le=0.4, description="The same with no flight in 1.5 s before, s.")
    reactive: bool = Field(False, description="Publish height and flight time over the contact before.")


class LeapParams(SingleJumpParams):
    """Parameters of leaps, whose flight time says nothing about a height."""

    height: bool = Field(False, description="Publish the height from the flight time.")


AWAY_FROM_THE_THIGH: Mapping[str, Mapping[str, Any]] = {
    **{
        site: {"lever_m": 0.0, "lone_s": 0.18, "alone_s": 0.18}
        for site in ("shank", "lower_back", "wrist", "arm", "belly", "foot")
    },
    "unknown": {"single_s": 0.22, "lone_s": 0.22, "alone_s": 0.18},
}
"""Elsewhere no swinging thigh is to be corrected for, and what moves on its own need not be a jump."""


def measures(params: JumpParams) -> Measures:
    """Return the part of the parameters that measures flights."""
    return Measures(
        cutoff_hz=params.cutoff_hz,
        lever_m=params.lever_m,
        least_deficit_s=params.candidate_s,
        peak_s=params.peak_s,
        alone_s=params.alone_s,
    )


def levels(params: JumpParams) -> Levels:
    """Return the part of the parameters that finds lulls."""
    return Levels(params.lull, params.contact, params.lull_s, params.contact_within_s)


def rhythm(params: JumpParams) -> Rhythm:
    """Return the part of the parameters that tells jumps from strides."""
    return Rhythm(
        single_s=params.single_s,
        lone_s=params.lone_s,
        deficit_s=params.train_s,
        share=params.share,
        similarity=params.similarity,
        length=params.length,
        gap_s=params.train_gap_s,
        hold=params.hold,
        follow=params.follow,
        alike=params.alike,
        twin_s=params.twin_s,
        twin=params.twin,
        pending=params.pending,
        refractory_s=params.refractory_s,
        pushoff=params.pushoff,
        depth=params.depth,
        together=params.together,
    )
