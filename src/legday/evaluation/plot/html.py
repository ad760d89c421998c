"""The picture as one HTML file that needs nothing else: drag to zoom, double-click to see all."""

import json
import math
from importlib.resources import files
from pathlib import Path

from legday.evaluation.plot.picture import Mark, Picture

VENDOR = files("legday").joinpath("web", "static", "vendor")
EXPORTED = "export { uPlot as default };"
DECIMALS = 3


def write_html(drawn: Picture, path: Path) -> None:
    """Write a picture.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    plot = VENDOR.joinpath("uPlot.esm.js").read_text(encoding="utf-8").replace(EXPORTED, "")
    data = {
        "title": drawn.title,
        "t": _rounded(drawn.t_s),
        "angle": _rounded(drawn.angle_deg),
        "force": _rounded(drawn.force_g),
        "marks": {
            "counted": _marks(drawn.counted),
            "rejected": _marks(drawn.rejected),
            "truth": _marks(drawn.truth),
        },
    }
    page = files("legday.evaluation.plot").joinpath("page.html").read_text(encoding="utf-8")
    style = VENDOR.joinpath("uPlot.css").read_text(encoding="utf-8")
    # "</" would end the script that carries the data.
    carried = json.dumps(data, allow_nan=False).replace("</", "<\\/")
    for name, text in (("STYLE", style), ("UPLOT", plot), ("DATA", carried)):
        page = page.replace(f"/*{name}*/", text)
    path.write_text(page, encoding="utf-8")


def _rounded(values: list[float]) -> list[float | None]:
    return [round(value, DECIMALS) if math.isfinite(value) else None for value in values]


def _marks(marks: list[Mark]) -> list[list[float | str]]:
    return [[round(each.start_s, DECIMALS), round(each.end_s, DECIMALS), each.text] for each in marks]
