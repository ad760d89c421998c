"""What two sensors say together: one count, whose leg it was, left beside right, the knee."""

import math
from itertools import pairwise
from statistics import median

import pytest

from legday.core.events import Event, Lift, Rep, Retracted
from legday.core.inputs import Command
from legday.core.setup import SensorSetup, SessionSetup
from legday.exercises import exercise
from legday.session import Session
from legday.simulate.athlete import Athlete
from legday.simulate.truth import Leg
from legday.workout.pairing import Heard, Pairing
from legday.workout.pairing.roles import roles_of
from legday.workout.tracker import Tracker
from tests.workout.two_sensors import (
    THIGH_AND_SHANK,
    THIGHS,
    by_arrival,
    run,
    setup,
    sides,
    standing,
    streams,
)


def squatting(reps: int, right_share: float = 1.0) -> Athlete:
    athlete = Athlete(seed=4, right_share=right_share)
    athlete.stay(2.0)
    for _ in range(reps):
        athlete.squat()
        athlete.stay(0.3)
    athlete.stay(2.0)
    return athlete


def of_type(events: list[Event], kind: str) -> list[Event]:
    return [event for event in events if event.type == kind]


class TestBothLegsAtOnce:
    def test_a_squat_that_two_thighs_see_counts_once(self) -> None:
        events = run(setup("squat", THIGHS), by_arrival(streams(squatting(6), THIGHS)))
        reps = standing(events, "workout", "rep")
        assert [rep.n for rep in reps] == [1, 2, 3, 4, 5, 6]
        assert sides(reps) == {"both": 6}
        assert [event.count for event in of_type(events, "set_ended")] == [6]
        assert len(standing(events, "left", "rep")) == len(standing(events, "right", "rep")) == 6

    def test_the_larger_leg_is_named_with_its_share(self) -> None:
        events = run(setup("squat", THIGHS), by_arrival(streams(squatting(5, 0.8), THIGHS)))
        beside = of_type(events, "asymmetry")
        assert [event.n for event in beside] == [1, 2, 3, 4, 5]
        wanted = (1.0 - 0.8) / (0.5 * (1.0 + 0.8))
        for event in beside:
            assert event.index == pytest.approx(wanted, abs=0.03)
            assert abs(event.lead_s) < 0.03

    def test_jumps_count_once_and_compare_their_landings(self) -> None:
        athlete = Athlete(seed=4)
        athlete.stay(2.0)
        for _ in range(5):
            athlete.jump()
            athlete.stay(0.8)
        events = run(setup("countermovement_jump", THIGHS), by_arrival(streams(athlete, THIGHS)))
        jumps = standing(events, "workout", "jump")
        assert [jump.n for jump in jumps] == [1, 2, 3, 4, 5]
        for jump, true in zip(jumps, athlete.truth.jumps, strict=True):
            assert jump.landing_s == pytest.approx(true.landing_s, abs=0.05)
        assert all(abs(event.index) < 0.2 for event in of_type(events, "asymmetry"))

    def test_the_ids_are_the_workouts_own(self) -> None:
        events = run(setup("squat", THIGHS), by_arrival(streams(squatting(3), THIGHS)))
        for device in ("left", "right", "workout"):
            serials = [event.serial for event in events if event.device == device]
            assert serials == list(range(len(serials)))

    def test_undo_and_correction_change_the_count_that_stands(self) -> None:
        inputs = by_arrival(streams(squatting(6), THIGHS))
        middle = next(i for i, item in enumerate(inputs) if item.arrival_ns > 10e9)
        commands = [Command(0, "undo"), Command(0, "adjust", "+1"), Command(0, "adjust", "+1")]
        events = run(setup("squat", THIGHS), [*inputs[:middle], *commands, *inputs[middle:]])
        assert [(e.device, e.reason) for e in of_type(events, "retracted")] == [("workout", "undone")]
        assert [event.device for event in of_type(events, "correction")] == ["workout", "workout"]
        assert [event.count for event in of_type(events, "set_ended")] == [7]
        assert standing(events, "workout", "rep")[-1].n == 7


class TestLegsInTurn:
    def test_lifts_of_both_knees_are_one_count_with_their_sides(self) -> None:
        athlete = Athlete(seed=4)
        athlete.stay(2.0)
        athlete.high_knees(12, steps_per_min=150.0)
        athlete.stay(2.0)
        events = run(setup("high_knees", THIGHS), by_arrival(streams(athlete, THIGHS)))
        lifts = standing(events, "workout", "lift")
        assert len(lifts) == len(athlete.truth.lifts) == 24
        in_time = sorted(lifts, key=lambda lift: lift.t_s)
        assert [lift.side for lift in in_time] == [lift.side for lift in athlete.truth.lifts]
        for lift, true in zip(in_time, athlete.truth.lifts, strict=True):
            assert lift.t_s == pytest.approx(true.t_s, abs=0.06)
        assert of_type(events, "missed_alternation") == []

    def test_the_cadence_is_that_of_both_legs(self) -> None:
        athlete = Athlete(seed=4)
        athlete.stay(2.0)
        athlete.high_knees(12, steps_per_min=150.0)
        athlete.stay(3.0)
        events = run(setup("high_knees", THIGHS), by_arrival(streams(athlete, THIGHS)))
        told = [e for e in of_type(events, "cadence") if e.device == "workout"]
        lifts_s = [lift.t_s for lift in athlete.truth.lifts]
        strides_s = [later - sooner for sooner, later in zip(lifts_s, lifts_s[2:], strict=False)]
        assert median(e.steps_per_s for e in told[:-1]) == pytest.approx(2.0 / median(strides_s), abs=0.05)
        assert told[-1].steps_per_s == 0.0

    def test_lunges_name_the_leg_in_front(self) -> None:
        athlete = Athlete(seed=4)
        athlete.stay(2.0)
        for leg in ("left", "right", "left", "right", "right", "left"):
            athlete.lunge(leg=leg)
            athlete.stay(0.6)
        athlete.stay(1.0)
        events = run(setup("lunge", THIGHS), by_arrival(streams(athlete, THIGHS)))
        reps = standing(events, "workout", "rep")
        assert [rep.side for rep in reps] == ["left", "right", "left", "right", "right", "left"]
        assert [event.side for event in of_type(events, "missed_alternation")] == ["left"]

    @pytest.mark.parametrize("legs", [("left", "right") * 3, ("left",) * 6])
    def test_the_total_of_both_legs_is_a_number_only_with_two_sensors(self, legs: tuple[Leg, ...]) -> None:
        athlete = Athlete(seed=4)
        athlete.stay(2.0)
        for leg in legs:
            athlete.lunge(leg=leg)
            athlete.stay(0.6)
        athlete.stay(1.0)
        summaries = []
        for worn in (THIGHS, THIGHS[:1]):
            (ended,) = of_type(run(setup("lunge", worn), by_arrival(streams(athlete, worn))), "set_ended")
            summaries.append((ended.count, ended.both_legs, ended.both_legs_quality))
        assert summaries == [(6, 6, "good"), (legs.count("left"), None, None)]

    def test_a_leg_raise_of_one_leg_is_that_legs(self) -> None:
        athlete = Athlete(seed=4)
        athlete.stay(3.0)
        athlete.lie_down()
        athlete.stay(2.0)
        for _ in range(5):
            athlete.leg_raise()
            athlete.stay(0.5)
        athlete.stay(2.0)
        events = run(setup("straight_leg_raise", THIGHS), by_arrival(streams(athlete, THIGHS)))
        assert sides(standing(events, "workout", "rep"))["left"] >= 5
        assert of_type(events, "missed_alternation") == []

    def test_steps_that_both_sensors_see_count_once_and_have_a_foot(self) -> None:
        athlete = Athlete(seed=4)
        athlete.stay(2.0)
        athlete.walk(20.0)
        athlete.stay(2.0)
        events = run(setup("walk", THIGHS), by_arrival(streams(athlete, THIGHS)))
        steps = standing(events, "workout", "step")
        assert len(steps) == pytest.approx(len(athlete.truth.steps), abs=2)
        known = [step for step in sorted(steps, key=lambda step: step.t_s) if step.side != "unknown"]
        assert len(known) > 0.6 * len(steps)
        step_s = 60.0 / 108.0
        for one, two in pairwise(known):
            passed = round((two.t_s - one.t_s) / step_s)
            assert (one.side != two.side) is (passed % 2 == 1)
        for step in known:
            nearest = min(athlete.truth.steps, key=lambda true: abs(true.t_s - step.t_s))
            assert step.side == nearest.side


class TestKnee:
    @pytest.mark.parametrize("profile_id", ["take", "movella_dot"])
    def test_a_knee_that_bends_in_a_leg_raise_is_remarked_on(self, profile_id: str) -> None:
        bends_deg = (0.0, 5.0, 10.0, 30.0, 45.0, 0.0)
        athlete = Athlete(seed=1)
        athlete.stay(3.0)
        athlete.lie_down()
        athlete.stay(3.0)
        for bend_deg in bends_deg:
            athlete.leg_raise(knee_deg=bend_deg)
            athlete.stay(0.6)
        athlete.stay(2.0)
        rate_hz = 100.0 if profile_id == "take" else 60.0
        packets = streams(athlete, THIGH_AND_SHANK, profile_id, rate_hz)
        events = run(setup("straight_leg_raise", THIGH_AND_SHANK, profile_id), by_arrival(packets))
        reps = standing(events, "workout", "rep")[-len(bends_deg) :]
        knees = {event.n: event.change_rad for event in of_type(events, "knee")}
        for rep, bend_deg in zip(reps, bends_deg, strict=True):
            assert math.degrees(knees[rep.n]) == pytest.approx(bend_deg, abs=6.0)
            assert ("knee_bends" in rep.form) is (bend_deg >= 30.0)

    def test_the_shank_does_not_count(self) -> None:
        athlete = squatting(4)
        events = run(setup("squat", THIGH_AND_SHANK), by_arrival(streams(athlete, THIGH_AND_SHANK)))
        assert len(standing(events, "workout", "rep")) == 4
        assert of_type(events, "knee") == []


class TestJoining:
    """Events put in by hand: what the joints make of them."""

    @staticmethod
    def pairing(name: str) -> Pairing:
        made = Pairing(setup(name, THIGHS), Tracker())
        made.choose(exercise(name))
        return made

    @staticmethod
    def heard(device: str, now_s: float, *events: Event) -> Heard:
        own = [event.model_copy(update={"device": device}) for event in events]
        return Heard(device, own, (), now_s, 0.0, round(now_s * 1e9))

    @staticmethod
    def lift(serial: int, t_s: float) -> Lift:
        return Lift(serial=serial, decided_s=t_s + 0.1, t_s=t_s, n=serial + 1, angle_rad=1.4)

    def test_a_leg_that_misses_its_turn_is_named(self) -> None:
        pairing = self.pairing("high_knees")
        left = [self.lift(k, 1.0 + 0.8 * k) for k in range(6)]
        right = [self.lift(k, 1.4 + 0.8 * k) for k in range(6) if k != 3]
        events = pairing.hear(self.heard("left", 10.0, *left)) + pairing.hear(
            self.heard("right", 10.0, *right)
        )
        missed = of_type(events + pairing.finish(), "missed_alternation")
        assert [(event.side, round(event.t_s, 6)) for event in missed] == [("right", 3.8)]

    def test_a_set_of_one_leg_misses_nothing(self) -> None:
        pairing = self.pairing("high_knees")
        events = pairing.hear(self.heard("left", 10.0, *[self.lift(k, 1.0 + 0.8 * k) for k in range(6)]))
        events += pairing.hear(self.heard("right", 10.0)) + pairing.finish()
        assert len(of_type(events, "lift")) == 6
        assert of_type(events, "missed_alternation") == []

    @staticmethod
    def rep(serial: int, start_s: float, end_s: float, rom_rad: float) -> Rep:
        turn_s = 0.5 * (start_s + end_s)
        return Rep(
            serial=serial,
            decided_s=end_s + 0.1,
            start_s=start_s,
            turn_s=turn_s,
            end_s=end_s,
            n=serial + 1,
            rom_rad=rom_rad,
        )

    def test_lunges_of_two_legs_that_touch_are_two(self) -> None:
        pairing = self.pairing("lunge")
        events = pairing.hear(self.heard("left", 9.0, self.rep(0, 1.0, 3.2, 1.3)))
        events += pairing.hear(self.heard("right", 9.0, self.rep(0, 2.9, 4.2, 1.2)))
        events += pairing.finish()
        assert [rep.side for rep in of_type(events, "rep")] == ["left", "right"]

    def test_of_two_views_of_a_lunge_the_larger_is_the_leg(self) -> None:
        pairing = self.pairing("lunge")
        events = pairing.hear(self.heard("left", 9.0, self.rep(0, 1.0, 3.0, 0.3)))
        events += pairing.hear(self.heard("right", 9.0, self.rep(0, 1.2, 3.1, 1.2)))
        events += pairing.finish()
        assert [(rep.side, rep.rom_rad) for rep in of_type(events, "rep")] == [("right", 1.2)]

    def test_a_rep_stands_while_one_sensor_stands_by_it(self) -> None:
        pairing = self.pairing("squat")
        rep = Rep(serial=0, decided_s=3.0, start_s=1.0, turn_s=2.0, end_s=2.9, n=1)
        gone = {"serial": 1, "retracts": 0, "decided_s": 5.0, "reason": "alone"}
        events = pairing.hear(self.heard("left", 4.0, rep)) + pairing.hear(self.heard("right", 4.0, rep))
        assert len(of_type(events, "rep")) == 1
        events = pairing.hear(self.heard("left", 6.0, Retracted(**gone)))
        events += pairing.hear(self.heard("right", 6.0))
        assert of_type(events, "retracted") == []
        events = pairing.hear(self.heard("right", 8.0, Retracted(**{**gone, "decided_s": 7.0})))
        events += pairing.hear(self.heard("left", 8.0)) + pairing.finish()
        assert len(of_type(events, "retracted")) == 1


class TestRoles:
    @staticmethod
    def sensors(*sites: str) -> list[SensorSetup]:
        return [SensorSetup(device=site, profile="take", site=site) for site in sites]

    def test_two_sides_of_one_segment_count_together(self) -> None:
        roles = roles_of(self.sensors("left_thigh", "right_trouser_pocket"))
        assert roles.sides == {"left_thigh": "left", "right_trouser_pocket": "right"}

    def test_a_shank_belongs_to_the_thigh_of_its_side(self) -> None:
        roles = roles_of(self.sensors("right_shank", "left_thigh", "right_thigh"))
        assert roles.shanks == {"right_thigh": "right_shank"}
        assert set(roles.counting) == {"left_thigh", "right_thigh"}

    def test_otherwise_the_thigh_leads(self) -> None:
        assert roles_of(self.sensors("wrist", "thigh")).counting == ("thigh",)
        assert roles_of(self.sensors("wrist", "belly")).counting == ("wrist",)
        assert roles_of(self.sensors("shank", "thigh")).shanks == {"thigh": "shank"}


def test_one_sensor_has_no_pairing() -> None:
    sensor = SensorSetup(profile="take", site="left_thigh", rate_hz=100.0)
    assert Session(SessionSetup(exercise="squat", sensors=(sensor,))).pairing is None
