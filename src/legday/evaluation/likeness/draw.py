"""The comparison as a picture and as a table: statistics over takes, never a take itself."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from legday.core.block import FloatArray
from legday.evaluation.likeness.compare import SIMULATED, Comparison, Group
from legday.evaluation.likeness.figures import BANDS_HZ
from legday.evaluation.text import table

COLUMNS = {
    "cycle_s": "cycle, s",
    "peak_g": "peak over median, g",
    "trough_g": "trough under median, g",
    "swing_deg": "swing, degrees",
    "turning_deg_s": "turning, degrees/s",
}
COLOURS = {"people, thigh": "#1b6ca8", "people, pocket": "#74a9cf", SIMULATED: "#d1495b"}
DIGITS = {"cycle_s": 2, "peak_g": 2, "trough_g": 2, "swing_deg": 0, "turning_deg_s": 0}


def lines(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Yield a Markdown table: median over takes, and the least and the largest."""
    rows = [
        [
            comparison.motion.title,
            group.name,
            str(len(group.takes)),
            *(_figure(group, key) for key in COLUMNS),
        ]
        for comparison in comparisons
        for group in comparison.groups
    ]
    yield from table(["motion", "takes of", "takes", *COLUMNS.values()], rows)


def draw(comparisons: Sequence[Comparison], path: Path) -> None:
    """Draw a row for each motion, and write the picture."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(19.0, 2.9 * len(comparisons)), layout="constrained")
    grid: Any = figure.subplots(len(comparisons), 1 + len(COLUMNS), width_ratios=[2.2, *[1] * len(COLUMNS)])
    for axes, comparison in zip(grid.reshape(len(comparisons), -1), comparisons, strict=True):
        _spectrum(axes[0], comparison)
        for axis, key in zip(axes[1:], COLUMNS, strict=True):
            _boxes(axis, comparison, key)
    figure.suptitle("Takes of people beside simulated (synthetic) ones: bands and boxes over takes")
    figure.savefig(path, dpi=72)


def _figure(group: Group, key: str) -> str:
    values = _values(group, key)
    if not len(values):
        return "–"
    digits = DIGITS[key]
    middle, least, most = (f"{value:.{digits}f}" for value in (np.median(values), values.min(), values.max()))
    return f"{middle} ({least} … {most})"


def _values(group: Group, key: str) -> FloatArray:
    values = np.array([getattr(take, key) for take in group.takes], dtype=np.float64)
    return np.asarray(values[np.isfinite(values)])


def _spectrum(axis: Any, comparison: Comparison) -> None:
    """Draw the median of each band and the range of the middle eight tenths of the takes."""
    for group in comparison.groups:
        bands = np.array([take.bands_m_s2 for take in group.takes])
        seen = np.isfinite(bands).any(axis=0)
        low, middle, high = np.nanpercentile(bands[:, seen], [10.0, 50.0, 90.0], axis=0)
        colour = COLOURS[group.name]
        axis.fill_between(BANDS_HZ[seen], low, high, color=colour, alpha=0.2, linewidth=0)
        axis.plot(BANDS_HZ[seen], middle, color=colour, label=f"{group.name}, {len(group.takes)} takes")
    axis.set(xscale="log", yscale="log", ylabel="m/s² RMS a third octave", title=comparison.motion.title)
    axis.set_xlabel("Hz")
    axis.grid(which="both", alpha=0.25)
    axis.legend(fontsize="x-small")


def _boxes(axis: Any, comparison: Comparison, key: str) -> None:
    groups = [group for group in comparison.groups if len(_values(group, key))]
    axis.set_title(COLUMNS[key], fontsize="small")
    if not groups:
        axis.set_axis_off()
        return
    drawn = axis.boxplot(
        [_values(group, key) for group in groups], patch_artist=True, widths=0.6, whis=(0, 100)
    )
    for box, group in zip(drawn["boxes"], groups, strict=True):
        box.set(facecolor=COLOURS[group.name], alpha=0.6)
    names = [group.name.split(", ")[-1].split(" (")[0] for group in groups]
    axis.set_xticks(range(1, len(groups) + 1), names, fontsize="x-small")
    axis.set_ylim(bottom=min(0.0, *(float(_values(group, key).min()) for group in groups)))
