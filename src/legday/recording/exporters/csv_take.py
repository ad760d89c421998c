"""CSV: a take as ``docs/reference/takes.md`` describes it, one for each sensor, with its label beside it."""

from pathlib import Path

from legday.recording.exporters._exporter import Export, Exporter
from legday.recording.write_take import write_take


def write(export: Export, stem: Path) -> list[Path]:
    """Write a CSV and a TOML for each sensor; holes stay holes."""
    written = []
    for device, decoded in export.sensors.items():
        path = stem.with_name(f"{stem.name}{'' if len(export.sensors) == 1 else f'_{device}'}.csv")
        sensor = decoded.sensor
        known = {"site": sensor.site, "subject": sensor.person, "rate_hz": decoded.grid_hz or None}
        changes = {key: value for key, value in known.items() if not getattr(export.label, key) and value}
        label = export.label.model_copy(update=changes)
        write_take(path, decoded.t_s, decoded.acc, decoded.gyr, label)
        written.append(path)
    return written


EXPORTER = Exporter("csv", "CSV and TOML", ".csv", write)
