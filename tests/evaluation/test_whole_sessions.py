"""Whole sessions of real people: takes of one person joined, the sets of one exercise found by themselves."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from legday.core.events import Event, SetEnded
from legday.recording.take import Take, read_take
from legday.session import Session

pytestmark = pytest.mark.real_data

REST_S = 20.0
"""Standing still between the takes, longer than what ends a set."""

SESSIONS = {
    "mobifall sub10": ("mobifall_pocket", "sub10_{}_1", ("WAL", "JUM", "WAL", "JUM", "JOG")),
    "mobifall sub2": ("mobifall_pocket", "sub2_{}_1", ("WAL", "JUM", "CSI", "JUM", "WAL")),
    "mobifall sub5": ("mobifall_pocket", "sub5_{}_1", ("JOG", "JUM", "SCH", "JUM", "SCH")),
    "mobifall sub9": ("mobifall_pocket", "sub9_{}_1", ("SCH", "JUM", "JOG", "JUM", "SCH")),
    "mobifall sub11": ("mobifall_pocket", "sub11_{}_1", ("STU", "JUM", "STN", "JUM", "JOG")),
    "umafall s14": ("umafall_pocket", "s14_{}_1", ("goupstairs", "hopping", "godownstairs", "hopping")),
    "umafall s05": ("umafall_pocket", "s05_{}_1", ("sitting", "hopping", "jogging", "hopping", "sitting")),
}


def joined(takes: list[Take]) -> Take:
    """Return the takes one after another, each ending in standing still, upright as it was on the average."""
    times, forces, rates, now_s = [], [], [], 0.0
    for take in takes:
        period_s = 1.0 / float(take.label.rate_hz or 1.0 / np.median(np.diff(take.t_s)))
        still = np.arange(1, round(REST_S / period_s)) * period_s
        t_s = np.concatenate((take.t_s - take.t_s[0], take.t_s[-1] - take.t_s[0] + still))
        level = np.median(take.acc, axis=0)
        level *= 9.81 / np.linalg.norm(level)
        times.append(now_s + t_s)
        forces.append(np.concatenate((take.acc, np.tile(level, (len(still), 1)))))
        if take.gyr is not None:
            rates.append(np.concatenate((take.gyr, np.zeros((len(still), 3)))))
        now_s = float(times[-1][-1]) + period_s
    gyr = np.concatenate(rates) if rates else None
    return replace(takes[0], t_s=np.concatenate(times), acc=np.concatenate(forces), gyr=gyr)


@pytest.mark.parametrize("name", SESSIONS)
def test_jumps_between_everyday_movement_are_two_sets(name: str, real_data_folder: Path) -> None:
    folder, stem, parts = SESSIONS[name]
    takes = [read_take(real_data_folder / folder / f"{stem.format(part)}.csv") for part in parts]
    truths = [take.truth for take in takes if take.exercise == "repeated_jump"]
    whole = joined(takes)
    session = Session(whole.setup("repeated_jump"))
    events: list[Event] = [*session.push(whole.inputs()), *session.finish()]
    sets = [event for event in events if isinstance(event, SetEnded)]
    assert len(sets) == len(truths) == 2
    for found, truth in zip(sets, truths, strict=True):
        assert truth is not None
        assert found.count == pytest.approx(truth.reps, abs=truth.reps_plus_minus)
