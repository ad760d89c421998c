"""The command line as a person calls it, inside this process."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from legday.cli import main
from legday.sensors import registry

HEADER = "t_s,acc_x_m_s2,acc_y_m_s2,acc_z_m_s2"
STILL = "\n".join([HEADER, *(f"{index / 50:.4f},0.1,9.8,0.2" for index in range(150))]) + "\n"
"""Three seconds of standing still."""


@dataclass(frozen=True)
class Done:
    """What a call of the command line left behind."""

    status: int
    out: str
    err: str

    def refusal(self) -> str:
        """The one line of a call that refused what it was given."""
        assert self.status == 2, self
        assert self.err.startswith("legday: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err


Run = Callable[..., Done]
Write = Callable[..., Path]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Call the command line in an empty folder, with nothing set in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(registry, "_own_folders", [])

    def call(*arguments: Any) -> Done:
        monkeypatch.setattr(sys, "argv", ["legday", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        seen = capsys.readouterr()
        return Done(int(caught.value.code or 0), seen.out, seen.err)

    return call


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a take of three still seconds, or of what is given."""

    def written(name: str = "take", csv: str = STILL, toml: str | None = 'exercise = "squat"') -> Path:
        path = tmp_path / f"{name}.csv"
        path.write_text(csv)
        if toml is not None:
            path.with_suffix(".toml").write_text(toml)
        return path

    return written
