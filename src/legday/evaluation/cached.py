"""Takes opened for scoring through a cache: what reading, decoding and motion cost is paid once."""

from pathlib import Path

from legday.errors import TakeError
from legday.evaluation.card import Card
from legday.evaluation.material import Known, Material, open_material
from legday.evaluation.signal import Signal, resample
from legday.evaluation.takes import Takes
from legday.recording.take import read_take

TAKES = Takes(most_bytes=0)
"""What this process has opened: each take is scored once, so none is held."""


def open_cached(path: Path, cache: Path) -> Material:
    """Read a take, or a recording and the TOML beside it, from the cache where it can lie there.

    Recordings of several sensors, and those that are scored set by set, are read from their own file; so is
    everything where the cache cannot be written.

    Raises
    ------
    TakeError
        Naming the place at fault.
    """
    try:
        card, motion = TAKES.open(path, cache)
    except (OSError, TakeError):
        return open_material(path)
    return open_material(path) if card.label.sets else _material(path, card, Known(motion, card.bare_rule))


def _material(path: Path, card: Card, known: Known) -> Material:
    return Material(
        path=path,
        label=card.label,
        setup=card.setup,
        duration_s=card.duration_s,
        open_inputs=lambda: open_material(path).open_inputs(),
        read_signal=None if path.suffix == ".mcap" else lambda: _signal(path),
        warnings=card.warnings,
        known=known,
    )


def _signal(path: Path) -> Signal:
    take = read_take(path)
    return resample(take.t_s, take.acc)
