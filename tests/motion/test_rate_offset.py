"""What the gyroscope reads at rest is found between repetitions, and movement is not taken for it."""

from dataclasses import replace

import numpy as np
import pytest

from legday.core.block import MISSING, STANDARD_GRAVITY, SampleBlock
from legday.motion.rate_offset import RateOffset
from tests.contract.state_bytes import state_bytes
from tests.motion.planar import Floats, flagged, moved, part, seen, squats, strapped, true_angle
from tests.motion.test_frontend import TILTED, error_deg, rms

READ = np.radians([2.0, -1.5, 1.0])


def turning(rate_deg_s: Floats, rate_hz: float = 100.0, axis: int = 0) -> SampleBlock:
    """Return what a sensor with `READ` feels that turns at this rate from upright about one of its axes."""
    t = np.arange(len(rate_deg_s)) / rate_hz
    angle = np.cumsum(np.radians(rate_deg_s)) / rate_hz
    random = np.random.default_rng(1)
    gravity = [np.zeros_like(t), np.sin(angle), np.cos(angle)]
    if axis == 2:
        gravity = [np.zeros_like(t), np.zeros_like(t), np.ones_like(t)]
    acc = STANDARD_GRAVITY * np.stack(gravity, axis=1) + 0.03 * random.standard_normal((len(t), 3))
    gyr = READ + 0.005 * random.standard_normal((len(t), 3))
    gyr[:, axis] += np.radians(rate_deg_s)
    return SampleBlock(0, t, acc, gyr, np.zeros(len(t), np.uint8))


def left_deg_s(block: SampleBlock, rate_hz: float = 100.0) -> float:
    """Return how much of what the gyroscope reads at rest is left at the end of a block."""
    offset = RateOffset(rate_hz)
    offset.corrected(block)
    return float(np.degrees(np.abs(offset.state.offset - READ).max()))


@pytest.mark.parametrize("rate_hz", [10.0, 25.0, 100.0, 200.0])
def test_a_second_of_standing_is_enough(rate_hz: float) -> None:
    assert left_deg_s(turning(np.zeros(round(1.1 * rate_hz)), rate_hz), rate_hz) < 0.3


def test_half_seconds_between_repetitions_are_enough() -> None:
    out = np.concatenate([np.full(100, 60.0), np.full(100, -60.0), np.zeros(110)])
    assert left_deg_s(turning(np.tile(out, 8))) < 0.3


@pytest.mark.parametrize("rate_deg_s", [4.0, 8.0, 16.0])
def test_a_limb_that_is_raised_slowly_and_evenly_reads_nothing(rate_deg_s: float) -> None:
    one = np.concatenate([np.full(300, rate_deg_s), np.zeros(100), np.full(300, -rate_deg_s), np.zeros(100)])
    every = [
        left_deg_s(turning(np.concatenate([np.zeros(200), one])[:count])) for count in range(200, 1001, 50)
    ]
    assert max(every) < 0.1 * rate_deg_s


def test_a_turn_on_the_spot_is_no_reading_at_rest() -> None:
    turn = np.concatenate([np.zeros(300), np.full(200, 90.0), np.zeros(50)])
    assert left_deg_s(turning(turn, axis=2)) < 0.3


def test_made_up_samples_are_no_stillness() -> None:
    raised = turning(np.concatenate([np.zeros(300), np.full(200, 8.0)]))  # they hold gravity where it was
    assert left_deg_s(flagged(raised, MISSING, 310, 490)) < 0.3


def test_it_stays_over_a_gap() -> None:
    offset, block = RateOffset(100.0), turning(np.zeros(330))
    offset.corrected(block)
    offset.after_gap()
    gyr = offset.corrected(part(block, 0, 20)).gyr
    assert gyr is not None
    assert np.degrees(np.abs(gyr.mean(axis=0)).max()) < 0.3


def test_half_seconds_on_either_side_of_a_gap_are_not_held_against_each_other() -> None:
    offset, block = RateOffset(100.0), turning(np.full(100, 8.0), axis=2)
    offset.corrected(part(block, 0, 50))
    offset.after_gap()
    offset.corrected(part(block, 50, 100))
    assert not offset.state.offset.any()


def test_a_block_without_a_rate_of_turn_stays_as_it_is() -> None:
    block = replace(turning(np.zeros(60)), gyr=None)
    assert RateOffset(100.0).corrected(block) is block


def test_samples_one_by_one_give_the_same_bytes() -> None:
    block = flagged(
        turning(np.concatenate([np.zeros(190), np.full(100, 60.0), np.zeros(140)])), MISSING, 90, 99
    )
    whole, single = RateOffset(100.0), RateOffset(100.0)
    expected = whole.corrected(block)
    got = [single.corrected(part(block, i, i + 1)) for i in range(len(block))]
    assert b"".join(np.asarray(each.gyr).tobytes() for each in got) == np.asarray(expected.gyr).tobytes()
    assert state_bytes(single.save()) == state_bytes(whole.save())


@pytest.mark.parametrize("read_deg_s", [0.5, 1.0, 2.0, 5.0])
def test_the_angle_of_squats_hardly_minds_what_the_gyroscope_reads_at_rest(read_deg_s: float) -> None:
    motion = moved(squats())
    block = strapped(motion, TILTED)
    assert block.gyr is not None
    block = replace(block, gyr=block.gyr + np.radians([read_deg_s, -read_deg_s, read_deg_s]) / np.sqrt(3.0))
    assert rms(error_deg(seen(block), true_angle(motion, block))) < 1.5
