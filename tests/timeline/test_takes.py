"""Recordings of real people: every clock that phones and sensors really have."""

from pathlib import Path

import numpy as np
import pytest

from legday.core.block import MISSING
from legday.recording.take import Take, read_take
from legday.sensors.samples import Clock, Samples
from legday.sensors.timeline import Timeline
from tests.timeline.streams import Output, run

pytestmark = pytest.mark.real_data

TAKES_A_SET = 2


def takes(folder: Path) -> list[Take]:
    """The first takes of every set."""
    sets = sorted(path for path in folder.iterdir() if path.is_dir())
    return [read_take(path) for each in sets for path in sorted(each.glob("*.csv"))[:TAKES_A_SET]]


def replayed(take: Take, size: int) -> tuple[Output, Timeline]:
    timeline = Timeline(Clock("each", rate_hz=take.rate_hz or 0.0))
    parts = [slice(k, k + size) for k in range(0, len(take), size)]
    samples = [
        Samples(
            round(float(take.t_s[part][-1]) * 1e9),
            take.acc[part],
            None if take.gyr is None else take.gyr[part],
            take.t_s[part],
        )
        for part in parts
    ]
    return run(timeline, samples), timeline


def test_every_take_comes_through(real_data_folder: Path) -> None:
    found = takes(real_data_folder)
    assert len(found) > 20
    for take in found:
        out, timeline = replayed(take, 1000)
        rate_hz = timeline.grid_hz
        assert rate_hz is not None
        assert rate_hz == pytest.approx(100.0 if (take.rate_hz or 0.0) > 208.0 else take.rate_hz)
        broken_s = sum(hole.end_s - hole.start_s for hole in out.holes if hole.breaks)
        assert len(out.t_s) == pytest.approx(
            (take.duration_s - broken_s) * rate_hz, abs=3 + 2 * len(out.holes)
        )
        assert np.isfinite(out.acc).all()
        assert (np.diff(out.t_s) > 0).all()
        assert (out.t_s >= take.t_s[0]).all()
        assert (out.t_s <= take.t_s[-1] + 1e-3).all()


def test_what_is_not_flagged_lies_on_the_recording(real_data_folder: Path) -> None:
    for take in takes(real_data_folder):
        out, timeline = replayed(take, 1000)
        if timeline.grid_hz != take.rate_hz:
            continue  # averaged
        real = (out.flags & MISSING) == 0
        straight = np.column_stack([np.interp(out.t_s, take.t_s, column) for column in take.acc.T])
        np.testing.assert_allclose(out.acc[real], straight[real], atol=2e-4)


def test_packets_of_any_size_give_the_same_bits(real_data_folder: Path) -> None:
    for take in takes(real_data_folder):
        if len(take) > 6000:
            continue
        expected, _ = replayed(take, 1000)
        for size in (1, 10):
            out, _ = replayed(take, size)
            assert out.order == expected.order
            assert out.acc.tobytes() == expected.acc.tobytes()
            assert out.flags.tobytes() == expected.flags.tobytes()


def test_cut_recordings_break_where_they_were_cut(real_data_folder: Path) -> None:
    for path in sorted((real_data_folder / "cmu_imu_exercise").glob("*.csv")):
        take = read_take(path)
        out, _ = replayed(take, 1000)
        cuts = np.flatnonzero(np.diff(take.t_s) > 0.5)
        assert [hole.start_s for hole in out.holes if hole.breaks] == take.t_s[cuts].tolist()
        assert [hole.end_s for hole in out.holes if hole.breaks] == take.t_s[cuts + 1].tolist()
