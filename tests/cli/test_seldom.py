"""What commands change of Python's search for garbage is theirs alone."""

import gc

from legday.cli.seldom import collected_seldom


def test_garbage_is_looked_for_as_before_when_the_work_is_done() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with collected_seldom():
        assert gc.get_threshold()[0] > before[0]
        assert gc.get_freeze_count() > frozen
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
