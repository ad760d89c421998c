"""Label Studio: a task of its TimeSeries template, with what legday found as predictions.

The samples go into a CSV beside the JSON; the task names it, so that both can be put where Label Studio
serves local files. Truth that the take already has becomes an annotation.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from legday.recording.exporters._exporter import Export, Exporter
from legday.recording.exporters.csv_take import write as write_csv

FROM_NAME, TO_NAME = "label", "ts"
Region = Mapping[str, Any]


def write(export: Export, stem: Path) -> list[Path]:
    """Write ``<stem>.json`` and the CSVs it speaks of."""
    tables = write_csv(export, stem)
    tasks = [_task(export, table, device) for table, device in zip(tables, export.sensors, strict=True)]
    path = stem.with_name(f"{stem.name}.json")
    path.write_text(json.dumps(tasks, indent=1, allow_nan=False), encoding="utf-8")
    return [path, *tables]


def _task(export: Export, table: Path, device: str) -> dict[str, Any]:
    found = [region for each in _standing(export, device) if (region := _region(each)) is not None]
    task: dict[str, Any] = {
        "data": {"csv": table.name, "take": export.name},
        "predictions": [{"model_version": "legday", "result": found}],
    }
    truth = export.label.truth
    if truth is not None and truth.rep_intervals_s:
        marked = [_labelled(start, end, "rep") for start, end in truth.rep_intervals_s]
        task["annotations"] = [{"result": marked}]
    return task


def _standing(export: Export, device: str) -> Iterable[Mapping[str, Any]]:
    gone = {each["retracts"] for each in export.messages if each["type"] == "retracted"}
    return (each for each in export.messages if each["device"] == device and each["id"] not in gone)


def _region(message: Mapping[str, Any]) -> Region | None:
    kind = message["type"]
    if kind in {"rep", "hold", "turn", "shuttle", "rejected"}:
        return _labelled(message["start_s"], message["end_s"], kind)
    if kind == "jump":
        start_s = message["landing_s"] if message["takeoff_s"] is None else message["takeoff_s"]
        return _labelled(start_s, message["landing_s"], kind)
    if kind in {"lift", "step"}:
        return _labelled(message["t_s"], message["t_s"], kind)
    return None


def _labelled(start_s: float, end_s: float, label: str) -> Region:
    value = {"start": start_s, "end": end_s, "instant": start_s == end_s, "timeserieslabels": [label]}
    return {"from_name": FROM_NAME, "to_name": TO_NAME, "type": "timeserieslabels", "value": value}


EXPORTER = Exporter("label-studio", "Label Studio", ".json", write)
