"""The picture as a PNG."""

from pathlib import Path
from typing import Any

from legday.errors import MissingExtraError
from legday.evaluation.plot.picture import Mark, Picture

WIDEST_IN = 40.0
IN_PER_S = 0.25
COLOURS = {"counted": "#1b7f4d", "rejected": "#9aa0a6", "truth": "#1b6ca8"}
BAND_MARGIN = 0.12
"""Room above and below the curve, of its height, for what counted and the truth."""

LEAST_S = 0.04
"""A moment is drawn this wide."""

GAP_S, GAP_SHARE = 0.06, 0.1
"""So much of a mark is left blank at its end, s or of its length: what touches can be counted."""


def write_png(drawn: Picture, path: Path) -> None:
    """Draw a picture.

    Raises
    ------
    MissingExtraError
        Without matplotlib.
    OSError
        When the file cannot be written.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plot", f"{path}: drawing") from error
    length_s = drawn.t_s[-1] - drawn.t_s[0] if drawn.t_s else 1.0
    figure = Figure(figsize=(min(max(8.0, IN_PER_S * length_s), WIDEST_IN), 6.0), layout="constrained")
    angle, force = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    _line(angle, drawn.t_s, drawn.angle_deg, "thigh angle, °")
    _line(force, drawn.t_s, drawn.force_g, "force, g")
    for kind, marks in (("truth", drawn.truth), ("rejected", drawn.rejected), ("counted", drawn.counted)):
        _shade(angle, marks, COLOURS[kind], kind)
    angle.margins(y=BAND_MARGIN)
    angle.set_title(drawn.title, loc="left")
    if drawn.truth or drawn.rejected or drawn.counted:
        angle.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, frameon=False)
    force.set_xlabel("time, s")
    figure.savefig(path, dpi=90)


def _line(axes: Any, t_s: list[float], values: list[float], label: str) -> None:
    axes.plot(t_s, values, color="#202124", linewidth=0.9)
    axes.set_ylabel(label)
    axes.grid(alpha=0.25)


def _shade(axes: Any, marks: list[Mark], colour: str, kind: str) -> None:
    """Shade spans in a band of their own: truth below, candidates in the middle, what counted above."""
    low, high = {"truth": (0.0, 0.08), "rejected": (0.46, 0.54), "counted": (0.92, 1.0)}[kind]
    for number, mark in enumerate(marks):
        length_s = mark.end_s - mark.start_s
        end_s = mark.start_s + max(LEAST_S, length_s - min(GAP_S, GAP_SHARE * length_s))
        axes.axvspan(mark.start_s, end_s, low, high, color=colour, label=kind if number == 0 else None)
