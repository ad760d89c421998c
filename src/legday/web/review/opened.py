"""The motion of a take, found once for all that is drawn of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from legday.core.block import STANDARD_GRAVITY, MotionBlock
from legday.core.inputs import Command
from legday.recording.label import Label
from legday.session import Session
from legday.web.review.levels import Track
from legday.web.review.reading import exercise_of, read


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A take as the page first shows it.

    Parameters
    ----------
    tracks : mapping of str
        The motion of each sensor.
    shift_s : mapping of str
        What is added to a sensor's own times to come to the take's common clock, s.
    label : Label
        The TOML beside it.
    exercise : str or None
        What it is counted as at first; None is as it was recorded.
    site : str
        Where its first sensor sat.
    warnings : tuple of str
        What looks wrong.
    """

    tracks: Mapping[str, Track]
    shift_s: Mapping[str, float]
    label: Label
    exercise: str | None
    site: str
    warnings: tuple[str, ...]


def open_take(path: Path) -> Opened:
    """Read a take and find the motion in it.

    Raises
    ------
    LegdayError
        For a file that cannot be read.
    """
    take = read(path)
    session = Session(take.setup.model_copy(update={"exercise": None}), take.find)
    blocks: dict[str, list[MotionBlock]] = {device: [] for device in session.pipelines}
    for device, pipeline in session.pipelines.items():
        pipeline.watch = blocks[device].append
    session.push(item for item in take.inputs if not isinstance(item, Command))
    session.finish()
    offsets_s = {device: each.offset_s or 0.0 for device, each in session.pipelines.items()}
    first_s = next(iter(offsets_s.values()), 0.0)
    shift_s = {device: offset_s - first_s for device, offset_s in offsets_s.items()}
    tracks = {device: _track(found, shift_s[device]) for device, found in blocks.items()}
    site = take.setup.sensors[0].site if take.setup.sensors else "unknown"
    return Opened(tracks, shift_s, take.label, exercise_of(take.label), site, take.warnings)


def _track(blocks: list[MotionBlock], shift_s: float) -> Track:
    if not blocks:
        nothing = np.empty(0, dtype=np.float32)
        return Track(np.empty(0), nothing, nothing)
    angle = np.concatenate([block.angle for block in blocks]) * (180.0 / math.pi)
    force = np.concatenate([block.force for block in blocks]) / STANDARD_GRAVITY
    t_s = np.concatenate([block.t_s for block in blocks]) + shift_s
    return Track(t_s, angle.astype(np.float32), force.astype(np.float32))
