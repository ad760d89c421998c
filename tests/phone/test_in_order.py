"""Numbered messages come out in order, each once."""

import numpy as np

from legday.sources._in_order import InOrder


def test_any_order_and_any_repetition_come_out_in_order_once() -> None:
    random = np.random.default_rng(6)
    for _ in range(300):
        sent = random.permutation(np.repeat(np.arange(12), random.integers(1, 3, 12))).tolist()
        messages: InOrder[int] = InOrder(0)
        assert [each for number in sent for each in messages.push(number, number)] == list(range(12))
        assert messages.duplicates == len(sent) - 12


def test_what_never_comes_is_waited_for_only_so_long() -> None:
    messages: InOrder[int] = InOrder(0, patience=3)
    out = [messages.push(number, number) for number in (0, 2, 3, 4, 5)]
    assert out == [[0], [], [], [], [2, 3, 4, 5]]
    assert messages.lost == 1
    assert messages.push(1, 1) == []


def test_what_the_sender_has_thrown_away_is_not_waited_for() -> None:
    messages: InOrder[int] = InOrder(0)
    assert messages.push(7, 7) == []
    assert messages.skip_to(6) == []
    assert messages.push(6, 6) == [6, 7]
    assert messages.skip_to(2) == []
    assert (messages.next, messages.lost) == (8, 6)


def test_the_end_brings_what_still_waits() -> None:
    messages: InOrder[int] = InOrder(0)
    messages.push(2, 2)
    messages.push(4, 4)
    assert messages.flush() == [2, 4]
    assert messages.flush() == []
