"""Where the count lags, a quicker signal tells a repetition first; what does not come is taken back."""

from dataclasses import replace

import numpy as np
import pytest
from tests.exercises.repeating import cut_at, standing_reps

from legday.core.block import STANDARD_GRAVITY, MotionBlock, SampleBlock
from legday.core.detector import Setting
from legday.core.events import Event, Rep, Retracted
from legday.core.filters import lowpass
from legday.exercises import exercise as find_exercise
from legday.exercises._cycle_report import NOT_WHOLE
from legday.exercises._cycle_signal import CycleSignal
from legday.exercises._elsewhere import Candidate
from legday.exercises._leg import Limits, Rows
from legday.exercises._own_range import OwnRange
from legday.exercises._slip import Slip
from legday.exercises._zigzag import Zigzag
from legday.motion.frontend import Frontend

ROWS_HZ = 10.0
LIMITS = Limits(0.3, 0.25, 0.6, 0.48, 0.48, 0.3, 0.9, settle_s=1.5, home_s=1e9, posture=10.0)
OUT_AND_BACK = np.interp(np.arange(60), [10, 20, 40, 50], [0.0, 1.0, 1.0, 0.0])


def followed(quick: np.ndarray, nearly: bool = True) -> list[tuple[str, float]]:
    """Return what is found, and when, in a signal whose low-passed one is counted."""
    vectors = np.outer(quick, (1.0, 0.0, 0.0))
    counted, _ = lowpass(0.23, ROWS_HZ).apply(vectors, None)
    rows = Rows.of(0, (np.arange(len(quick)) / ROWS_HZ).tolist(), counted, vectors)
    zigzag, own, found, first = Zigzag(), OwnRange(), list[tuple[str, float]](), 0
    zigzag.start(0, rows.points[0], rows.times[0])
    while (event := zigzag.search(rows, first, len(quick), LIMITS, own, nearly=nearly)) is not None:
        found.append((event.kind, rows.times[event.i]))
        first = event.i + 1
    return found


def test_a_repetition_is_foreseen_half_way_back_and_certain_later() -> None:
    found = followed(np.tile(OUT_AND_BACK, 3))
    assert [kind for kind, _ in found] == ["nearly", "back"] * 3
    for n, (_, t_s) in enumerate(found[::2]):
        assert 4.5 <= t_s - 6.0 * n <= 5.0
    assert (
        min(certain - foreseen for (_, foreseen), (_, certain) in zip(found[::2], found[1::2], strict=True))
        > 0.2
    )


def test_who_does_not_ask_hears_of_what_is_certain_and_of_the_same() -> None:
    quick = np.tile(OUT_AND_BACK, 3)
    assert followed(quick, nearly=False) == [each for each in followed(quick) if each[0] == "back"]


def test_a_way_back_that_breaks_off_is_dropped_once_the_leg_rests_out_there() -> None:
    dip = np.interp(np.arange(330), [10, 20, 60, 64, 68], [0.0, 1.0, 1.0, 0.2, 1.0])
    found = [each for each in followed(dip) if each[0] != "held"]
    assert [kind for kind, _ in found] == ["nearly", "dropped"]
    assert found[1][1] > 20.0  # nobody holds the far end of a repetition longer


def test_a_small_way_out_beside_the_usual_ones_is_not_foreseen() -> None:
    small = np.concatenate([np.tile(OUT_AND_BACK, 3), 0.5 * OUT_AND_BACK])
    own = OwnRange([1.0], 1.0)
    kinds = [kind for kind, _ in followed(small)]
    assert kinds.count("nearly") == 4  # nothing is known of the person's own range here
    rows = Rows.of(0, [0.0], np.array([[0.55, 0.0, 0.0]]), np.array([[0.1, 0.0, 0.0]]))
    out = Zigzag(near=(0.0, 0.0, 0.0), far=(0.59, 0.0, 0.0), reach=0.59)
    assert out.comes_back(rows, 0, LIMITS, OwnRange())
    assert not out.comes_back(rows, 0, LIMITS, own)


def tilting(degrees: np.ndarray, rate_hz: float, aside_deg: np.ndarray | float = 0.0) -> MotionBlock:
    """Return what the front end makes of a sensor on the arm that tilts like this, at rest but for that."""
    angle, aside = np.radians(degrees), np.radians(np.broadcast_to(aside_deg, degrees.shape))
    down = np.stack([np.sin(angle), np.cos(angle) * np.cos(aside), np.cos(angle) * np.sin(aside)], axis=1)
    t_s, flags = np.arange(len(degrees)) / rate_hz, np.zeros(len(degrees), np.uint8)
    block = SampleBlock(0, t_s, STANDARD_GRAVITY * down, None, flags)
    return Frontend(Setting(rate_hz, "arm", gyroscope=False)).update(block)


def events_of(
    motion: MotionBlock, rate_hz: float, exercise: str = "burpee", samples: int = 10**6, **params: float
) -> list[Event]:
    detector = find_exercise(exercise).build(Setting(rate_hz, "arm", gyroscope=False), params)
    events, rest = list[Event](), motion
    while len(rest) > samples:
        piece, rest = cut_at(rest, samples)
        events += detector.update(piece)
    return [*events, *detector.update(rest), *detector.finish()]


def burpees(rate_hz: float, times: int = 5, rest_s: float = 2.0) -> np.ndarray:
    """Return the tilt of an arm: down in a second, two seconds there, up in a second, and a rest."""
    period_s = 4.0 + rest_s
    begin_s = [3.0 + period_s * n for n in range(times)]
    corners_s = [0.0, 3.0] + [begin + at for begin in begin_s for at in (1.0, 3.0, 4.0, period_s)]
    degrees = [0.0, 0.0] + [90.0, 90.0, 0.0, 0.0] * times
    return np.interp(np.arange(0.0, corners_s[-1] + 3.0, 1.0 / rate_hz), corners_s, degrees)


@pytest.mark.parametrize(("rate_hz", "latest_s"), [(4.2, 0.33), (10.0, 0.25), (50.0, 0.2), (100.0, 0.2)])
def test_a_burpee_on_the_arm_is_told_when_the_person_is_back(rate_hz: float, latest_s: float) -> None:
    reps = standing_reps(events_of(tilting(burpees(rate_hz), rate_hz), rate_hz))
    assert len(reps) == 5
    for n, rep in enumerate(reps):
        assert abs(rep.end_s - (7.0 + 6.0 * n)) < 0.25
        assert rep.decided_s - rep.end_s < latest_s


@pytest.mark.parametrize("samples", [1, 7, 64])
def test_what_was_foreseen_is_told_the_same_in_any_pieces(samples: int) -> None:
    motion = tilting(burpees(10.0), 10.0)
    assert events_of(motion, 10.0, samples=samples) == events_of(motion, 10.0)


@pytest.mark.parametrize("samples", [1, 64, 10**6])
def test_a_burpee_that_breaks_off_is_withdrawn(samples: int) -> None:
    """Half way up, down again, and lying there for half a minute: that was none."""
    rate_hz = 10.0
    broken = np.interp(np.arange(400), [0, 10, 30, 33, 36], [0.0, 90.0, 90.0, 20.0, 90.0])
    motion = tilting(np.concatenate([burpees(rate_hz, 3), broken]), rate_hz)
    events = events_of(motion, rate_hz, samples=samples)
    assert len(standing_reps(events)) == 3
    (gone,) = [event for event in events if isinstance(event, Retracted)]
    assert gone.reason == NOT_WHOLE


@pytest.mark.parametrize("rate_hz", [10.0, 25.0])
def test_a_squat_on_the_arm_is_told_when_the_person_is_back(rate_hz: float) -> None:
    squats = np.interp(burpees(rate_hz, 5, rest_s=1.0), [0.0, 90.0], [0.0, 45.0])
    reps = standing_reps(events_of(tilting(squats, rate_hz), rate_hz, exercise="squat"))
    assert len(reps) == 5
    assert max(rep.decided_s - rep.end_s for rep in reps) < 0.2


def swaying() -> MotionBlock:
    """Return one burpee at whose end the arm is held aside for a second, where it is told."""
    t_s = np.arange(0.0, 12.0, 0.1)
    degrees = np.interp(t_s, [3.0, 4.0, 6.0, 6.8, 7.2, 7.4], [0.0, 90.0, 90.0, 20.0, 20.0, 0.0])
    return tilting(degrees, 10.0, np.interp(t_s, [6.0, 6.8, 7.2, 7.4], [0.0, 60.0, 60.0, 0.0]))


def test_one_that_was_told_swaying_may_stand_alone_once_it_has_been_whole() -> None:
    (rep,) = standing_reps(events_of(swaying(), 10.0))
    assert rep.decided_s < 7.5


def test_what_is_objected_to_when_it_is_foreseen_is_judged_once_more_when_it_is_certain() -> None:
    events = events_of(swaying(), 10.0, astray=0.25)
    assert [event.type for event in events] == ["rejected", "rep"]
    assert events[0].decided_s < 7.3 < events[1].decided_s


def test_what_has_come_is_of_the_persons_own_range_and_nothing_is_waited_for() -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    detector.update(tilting(burpees(10.0), 10.0))
    assert len(detector.state.own.sizes) == 5
    assert detector.state.foreseen_row == -1


@pytest.mark.parametrize("unclear", ["none", "slip", "held", "waiting", "too soon"])
def test_nothing_is_foreseen_where_it_is_unclear(unclear: str) -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    detector.update(cut_at(tilting(burpees(10.0, 2), 10.0), 65)[0])
    state, row = detector.state, detector.state.row - 1
    t_s = state.track.time_s(row)
    if unclear == "slip":
        state.slip = Slip((0.3, 0.0, 0.0), row, 0, (0.0, 1.0, 0.0), Zigzag(), OwnRange())
    elif unclear == "held":
        state.elsewhere.start(row, state.zigzag.far, t_s, state.own)
    elif unclear == "waiting":
        state.waiting = detector.judged(state.zigzag.leg, row)
    elif unclear == "too soon":
        state.cycle_s = t_s - 0.1
    list(detector.foresee(row, t_s))
    assert (state.foreseen_row >= 0) == (unclear == "none")


def test_whoever_is_held_out_there_is_not_told_for_moving() -> None:
    held = np.interp(np.arange(330), [0, 10, 110, 114, 118], [0.0, 90.0, 90.0, 20.0, 90.0])
    events = events_of(tilting(np.concatenate([burpees(10.0, 3), held]), 10.0), 10.0)
    assert [event.type for event in events if isinstance(event, Rep | Retracted)] == ["rep"] * 3


def test_what_was_foreseen_about_another_rest_than_the_person_s_own_is_withdrawn() -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    told, _ = cut_at(tilting(burpees(10.0, 1), 10.0), 71)
    (rep,) = detector.update(told)
    state = detector.state
    assert state.foreseen_row >= 0
    (gone,) = detector.move(state.row - 1, Candidate(Zigzag(), OwnRange()))
    assert (gone.retracts, gone.reason) == (rep.serial, NOT_WHOLE)
    assert state.foreseen_row == -1


def test_a_step_aside_that_was_foreseen_is_withdrawn_once() -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    state = detector.state
    state.foreseen_row = state.last_out_row = state.zigzag.out_row = 40
    state.last_serial, state.count = 3, 1
    state.own.add(1.0, 2.0)
    (gone,) = detector.take_back(9.0)
    assert (gone.retracts, state.count, state.foreseen_row) == (3, 0, -1)
    assert state.own.usual == 1.0
    assert list(detector.take_back(10.0)) == []


def test_the_third_behind_long_rests_makes_a_set_where_reps_are_foreseen() -> None:
    events = events_of(tilting(burpees(10.0, 3, rest_s=24.0), 10.0), 10.0)
    assert len(standing_reps(events)) == 3


@pytest.mark.parametrize(
    ("cutoff_hz", "rate_hz", "lags", "delay_s"),
    [
        (0.23, 10.0, True, 0.139),  # burpees on the arm
        (0.45, 100.0, True, 0.15),  # squats on the wrist
        (0.45, 4.2, True, 0.0),  # and on the belly: a low-pass would only be late there
        (0.6, 100.0, False, 0.15),  # leg raises
        (1.5, 100.0, False, 0.15),  # squats on the thigh
    ],
)
def test_what_lags_by_more_than_is_noticed_is_foreseen(
    cutoff_hz: float, rate_hz: float, lags: bool, delay_s: float
) -> None:
    signal = CycleSignal(rate_hz, cutoff_hz, rotation=False, slip_g=9.0)
    assert signal.lags == lags
    assert signal.delay_s == pytest.approx(delay_s, abs=5e-4)


@pytest.mark.parametrize("has_come", [False, True])
def test_behind_a_slip_what_was_foreseen_is_as_it_is_without_the_step(has_come: bool) -> None:
    detector = find_exercise("burpee").build(Setting(10.0, "arm", gyroscope=False))
    detector.update(cut_at(tilting(burpees(10.0, 1), 10.0), 71)[0])
    state, row = detector.state, detector.state.row - 1
    told_row = state.foreseen_row
    assert told_row >= 0
    still_to_come = -1 if has_come else told_row
    slipped = Slip(
        (0.2, 0.0, 0.0), row, 0, state.zigzag.near, replace(state.zigzag), OwnRange(), still_to_come
    )
    state.slip = slipped
    list(detector.slip(row))
    assert state.foreseen_row == still_to_come
