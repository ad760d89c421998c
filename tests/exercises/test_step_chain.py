"""The chain of steps on humps whose meaning is known."""

import pytest

from legday.exercises._hump_choice import ChainLimits, StepSeen
from legday.exercises._step_chain import StepChain

LIMITS = ChainLimits(first=4, weak=0.25, misses=3, back_misses=0, height_m_s2=0.5)
PERIOD_S = 0.5


def chain_of(humps: list[tuple[float, float]], limits: ChainLimits = LIMITS) -> list[StepSeen]:
    """Feed humps as they come, the tempo known from the fifth on; resolve whenever something is due."""
    chain, steps = StepChain(), []
    for number, (t_s, height) in enumerate(humps):
        while chain.due_s <= t_s:
            steps += chain.resolve(limits)
        chain.add([(t_s, height)])
        if number == 4:
            chain.keep_time(PERIOD_S)
            steps += chain.start(t_s, limits)
    while chain.active:
        steps += chain.resolve(limits)
    return steps


def regular(count: int, height: float = 3.0) -> list[tuple[float, float]]:
    return [(10.0 + PERIOD_S * number, height) for number in range(count)]


def test_regular_humps_are_steps() -> None:
    steps = chain_of(regular(20))
    assert [step.t_s for step in steps] == [t_s for t_s, _ in regular(20)]
    assert {step.quality for step in steps} == {"good"}


def test_two_humps_in_one_step_are_one_step() -> None:
    humps = sorted(regular(20) + [(t_s + 0.18, 1.8) for t_s, _ in regular(20)[6:]])
    assert len(chain_of(humps)) == 20


def test_feet_that_come_unevenly_are_steps_all_the_same() -> None:
    humps = [(t_s + (0.09 if number % 2 else 0.0), h) for number, (t_s, h) in enumerate(regular(20))]
    assert [step.t_s for step in chain_of(humps)] == [t_s for t_s, _ in humps]


def test_a_missing_step_is_assumed_where_it_was_expected() -> None:
    humps = regular(20)
    missing = humps.pop(12)
    steps = chain_of(humps)
    assert len(steps) == 20
    assert steps[12].quality == "assumed"
    assert steps[12].t_s == pytest.approx(missing[0], abs=0.05)


def test_what_is_missing_at_the_end_is_not_assumed() -> None:
    assert len(chain_of(regular(12))) == 12


def test_a_pause_longer_than_may_be_assumed_ends_the_chain() -> None:
    humps = regular(30)
    assert len(chain_of(humps[:10] + humps[15:])) == 10


def test_far_weaker_humps_are_no_steps() -> None:
    assert len(chain_of(regular(10) + [(t_s, 0.3) for t_s, _ in regular(20)[10:]])) == 10


def test_too_few_or_too_weak_humps_start_nothing() -> None:
    assert chain_of([(8.0, 3.0), (9.1, 3.0), *regular(3)]) == []
    assert chain_of(regular(20, height=0.3)) == []


def test_the_time_is_the_middle_of_the_stretch_above_the_level() -> None:
    chain = StepChain()
    for t_s, height in regular(5):
        chain.add([(t_s, height)])
        chain.add_crests([(t_s - 0.1, t_s + 0.2)])
    chain.keep_time(PERIOD_S)
    assert [step.t_s for step in chain.start(12.1, LIMITS)] == pytest.approx(
        [t + 0.05 for t, _ in regular(5)]
    )
