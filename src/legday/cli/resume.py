"""Which recording a new run goes on with, and what a new one is called."""

import math
import time
from pathlib import Path

from legday.cli.complaint import complain
from legday.core.inputs import time_ns
from legday.core.setup import SessionSetup
from legday.recording.mcap_file import Recording
from legday.recording.unfinished import RecordingSettings, unfinished
from legday.recording.writer import PART
from legday.sources import host_now_ns


def resumable(place: Path, wanted: bool | None, settings: RecordingSettings) -> Recording | None:
    """Return the recording that was cut short and should be gone on with.

    Parameters
    ----------
    place : Path
        The recording that was asked for, or the folder of all.
    wanted : bool or None
        However old it is; never; None leaves it to the settings.
    settings : RecordingSettings
        How old it may be.
    """
    if wanted is False:
        return None
    within_s = math.inf if wanted else settings.resume_s
    return unfinished(place, within_s, time.time())


def suits(found: Recording, setup: SessionSetup) -> bool:
    """Return whether the sensors are those of the recording; the clock then goes on from its end."""
    now, then = setup.sensors, found.setup.sensors
    if [(each.device, each.profile) for each in now] != [(each.device, each.profile) for each in then]:
        complain(f"{found.path.name} is not gone on with: its sensors were others")
        return False
    host_now_ns.start_at(max(map(time_ns, found.inputs()), default=0))
    return True


def finished_name(part: Path) -> Path:
    """Return what a recording will be called when it is finished."""
    return part.with_name(part.name.removesuffix(PART))


def unused(path: Path) -> Path:
    """Return a path that no recording has: a clock that was set back tells the same time twice."""
    number, free = 1, path
    while free.exists() or free.with_name(free.name + PART).exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free
