"""Which repetitions stand, by what comes before and behind them."""

import pytest

from legday.exercises._cycle_params import CycleParams
from legday.exercises._lone import Latest
from legday.exercises._provisional import Provisional

CALM, SHAKEN, BRISK = (3.0, False), (1.2, False), (0.7, True)


def withdrawn(
    *kinds: tuple[float, bool],
    apart_s: float = 1.0,
    lasting_s: float = 0.0,
    sizes: tuple[float, ...] = (),
    clean: bool = False,
) -> set[int]:
    """Return the serials that do not stand when repetitions of these kinds follow each other."""
    provisional, gone = Provisional(), set[int]()
    for serial, (calm, brisk) in enumerate(kinds):
        t_s = serial * apart_s
        size = sizes[serial] if sizes else 1.0
        latest = Latest(serial, size, t_s, t_s - lasting_s, calm, clean=clean, brisk=brisk)
        gone |= {each.serial for each in provisional.expire(t_s - lasting_s / 2, moving=True)}
        gone |= {each.serial for each in provisional.begin(t_s - lasting_s, t_s)}
        gone |= {each.serial for each in provisional.take(latest, CycleParams())}
    return gone | {each.serial for each in provisional.end(len(kinds) * apart_s)}


def test_of_calm_repetitions_two_stand_and_one_alone_does_not() -> None:
    assert withdrawn(CALM) == {0}
    assert withdrawn(CALM, CALM) == set()


def test_who_rests_after_each_repetition_keeps_those_that_could_stand_alone() -> None:
    assert withdrawn(*[CALM] * 4, apart_s=18.0, clean=True) == set()
    assert withdrawn(*[CALM] * 4, apart_s=18.0) == {0, 1, 2, 3}


def test_a_movement_a_whole_rest_before_a_set_does_not_stand() -> None:
    assert withdrawn(*[CALM] * 2, apart_s=20.0, clean=True) == {0}


def test_the_rest_between_repetitions_counts_and_not_how_long_they_take() -> None:
    assert withdrawn(*[CALM] * 4, apart_s=20.0, lasting_s=6.0) == set()
    assert withdrawn(*[CALM] * 4, apart_s=22.0, lasting_s=6.0) == {0, 1, 2, 3}


def test_what_moves_when_the_time_is_over_is_waited_for_no_longer_than_a_repetition() -> None:
    provisional = Provisional()
    first = Latest(0, 1.0, 1.0, 0.0, 3.0, clean=False, brisk=False)
    assert list(provisional.take(first, CycleParams())) == []
    assert list(provisional.expire(16.1, moving=True)) == []
    assert list(provisional.expire(27.9, moving=True)) == []
    assert [each.t_s for each in provisional.expire(28.1, moving=True)] == [28.0]


def recalled(*sizes: float, apart_s: float = 25.0, clean: bool = True) -> list[int]:
    """Return the serials that stand after all when repetitions come each by itself."""
    provisional, stand = Provisional(), list[int]()
    for serial, size in enumerate(sizes):
        start_s = serial * apart_s
        list(provisional.begin(start_s, start_s + 2.0))
        stand += [each.serial for each in provisional.recall(size, start_s)]
        latest = Latest(serial, size, start_s + 2.0, start_s, 3.0, clean=clean, brisk=False)
        assert list(provisional.take(latest, CycleParams())) == []
    return stand


def test_the_third_of_a_kind_by_itself_makes_a_set_of_them() -> None:
    assert recalled(1.0, 1.1, 0.9) == [0, 1]
    assert recalled(1.0, 1.1, 0.9, 1.0) == [0, 1]
    assert recalled(1.0, 1.1) == []
    assert recalled(3.0, 1.0, 1.1) == []
    assert recalled(3.0, 1.0, 1.1, 0.9) == [1, 2]
    assert recalled(1.0, 1.1, 0.9, apart_s=50.0) == []
    assert recalled(1.0, 1.1, 0.9, clean=False) == []


def test_of_three_the_two_that_are_alike_stand() -> None:
    assert withdrawn(*[CALM] * 4, sizes=(3.0, 1.0, 1.1, 1.0), clean=True) == {0}
    assert withdrawn(*[CALM] * 4, sizes=(1.0, 0.3, 1.1, 1.0), clean=True) == {1}
    assert withdrawn(*[CALM] * 2, sizes=(1.0, 0.3), clean=True) == {1}


def test_shaken_repetitions_never_confirm_each_other() -> None:
    assert withdrawn(*[SHAKEN] * 6) == set(range(6))


@pytest.mark.parametrize("times", [1, 2, 3])
def test_fewer_than_four_brisk_repetitions_do_not_stand(times: int) -> None:
    assert withdrawn(*[BRISK] * times) == set(range(times))


@pytest.mark.parametrize("times", [4, 5, 9])
def test_four_brisk_repetitions_stand_and_so_do_those_behind_them(times: int) -> None:
    assert withdrawn(*[BRISK] * times) == set()


def test_brisk_repetitions_far_apart_are_no_train() -> None:
    assert withdrawn(*[BRISK] * 6, apart_s=4.0) == set(range(6))


def test_one_brisk_repetition_behind_calm_ones_does_not_stand() -> None:
    assert withdrawn(CALM, CALM, CALM, BRISK) == {3}


def test_a_stride_withdraws_all_that_wait() -> None:
    provisional = Provisional()
    for serial in range(3):
        latest = Latest(serial, 1.0, float(serial), float(serial), 0.7, clean=False, brisk=True)
        assert list(provisional.take(latest, CycleParams())) == []
    assert [each.serial for each in provisional.interrupt(0.9, 3.0, 0.5)] == [0, 1, 2]
    assert provisional.waiting == []


def test_what_turned_out_otherwise_is_judged_by_that() -> None:
    """A repetition that was told half way back could stand alone once it has been whole."""
    provisional = Provisional()
    told = Latest(7, 0.6, 1.0, 0.0, 3.0, clean=False, brisk=False)
    assert list(provisional.take(told, CycleParams())) == []
    assert provisional.waiting_of(7) == told
    provisional.correct(told._replace(size=1.0, clean=True))
    assert list(provisional.end(2.0)) == []
    assert provisional.waiting_of(7) is None
