from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from legday.core.events import Event, Rep
from legday.evaluation import negatives, score
from legday.evaluation.material import Material

HEADER = "t_s,acc_x_m_s2,acc_y_m_s2,acc_z_m_s2"
STILL = "\n".join([HEADER, *(f"{i / 50:.4f},0.1,0.2,9.8" for i in range(501))]) + "\n"


def reps(times_s: Iterable[float], latency_s: float = 0.1) -> list[Event]:
    """Return repetitions of two seconds around each time."""
    return [
        Rep(serial=n, n=n + 1, start_s=t_s - 1, turn_s=t_s, end_s=t_s + 1, decided_s=t_s + 1 + latency_s)
        for n, t_s in enumerate(times_s)
    ]


@pytest.fixture
def write_take(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write ten still seconds under a name such as ``set/take``, with a label."""

    def write(name: str, label: str) -> Path:
        path = tmp_path / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(STILL, encoding="utf-8")
        path.with_suffix(".toml").write_text(label, encoding="utf-8")
        return path

    return write


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], list[Event]]:
    """Say what a session finds, by take and exercise, so that every figure can be worked out by hand."""
    events: dict[tuple[str, str], list[Event]] = {}

    def run(material: Material, exercises: Sequence[str]) -> dict[str, list[Event]]:
        return {name: events.get((material.path.stem, name), []) for name in exercises}

    monkeypatch.setattr(score, "run", run)
    monkeypatch.setattr(negatives, "run", run)
    return events
