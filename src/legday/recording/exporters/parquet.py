"""Parquet: a row a sample, the unit of each column in its field's metadata; events in a file of their own."""

import json
from pathlib import Path
from typing import Any

from legday.core.block import FloatArray
from legday.errors import MissingExtraError
from legday.recording.decoded import Decoded
from legday.recording.exporters._exporter import Export, Exporter

AXES = "xyz"


def write(export: Export, stem: Path) -> list[Path]:
    """Write ``<stem>.parquet`` with the samples of all sensors, and ``<stem>_events.parquet``.

    Raises
    ------
    MissingExtraError
        Without pyarrow.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("parquet", "writing Parquet") from error
    samples, events = stem.with_name(f"{stem.name}.parquet"), stem.with_name(f"{stem.name}_events.parquet")
    tables = [_table(pa, device, decoded) for device, decoded in export.sensors.items()]
    facts = {"legday.take": export.name, "legday.label": export.label.model_dump_json(exclude_none=True)}
    parquet.write_table(_with_facts(pa.concat_tables(tables, promote_options="default"), facts), samples)
    parquet.write_table(_with_facts(_events(pa, export), facts), events)
    return [samples, events]


def _table(pa: Any, device: str, decoded: Decoded) -> Any:
    columns: dict[str, tuple[FloatArray, str]] = {"t_s": (decoded.t_s, "s")}
    for index, axis in enumerate(AXES):
        columns[f"acc_{axis}_m_s2"] = (decoded.acc[:, index], "m/s2")
    if (gyr := decoded.gyr) is not None:
        for index, axis in enumerate(AXES):
            columns[f"gyr_{axis}_rad_s"] = (gyr[:, index], "rad/s")
    fields = [pa.field("device", pa.string())]
    fields += [pa.field(name, pa.float64(), metadata={"unit": unit}) for name, (_, unit) in columns.items()]
    fields.append(pa.field("flags", pa.uint8(), metadata={"bits": "1 bridged, 2 missing, 4 clipped"}))
    arrays = [pa.array([device] * len(decoded.t_s), pa.string())]
    arrays += [pa.array(values) for values, _ in columns.values()]
    return pa.Table.from_arrays([*arrays, pa.array(decoded.flags)], schema=pa.schema(fields))


def _events(pa: Any, export: Export) -> Any:
    """Return an event a row: what all have, and the whole of it as JSON."""
    rows = [
        {
            "id": each["id"],
            "type": each["type"],
            "device": each["device"],
            "decided_s": each["decided_s"],
            "body": json.dumps(each, allow_nan=False),
        }
        for each in export.messages
    ]
    text = pa.string()
    schema = pa.schema(
        [
            *(pa.field(name, text) for name in ("id", "type", "device")),
            pa.field("decided_s", pa.float64(), metadata={"unit": "s"}),
            pa.field("body", text),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _with_facts(table: Any, facts: dict[str, str]) -> Any:
    return table.replace_schema_metadata({**(table.schema.metadata or {}), **facts})


EXPORTER = Exporter("parquet", "Parquet", ".parquet", write)
