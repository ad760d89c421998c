"""Takes in the forms of other programs: one file per form; the registry finds them, no list to edit."""

import importlib
import pkgutil
from functools import cache

from legday.recording.exporters._exporter import Export, Exporter


@cache
def exporters() -> dict[str, Exporter]:
    """Return every registered exporter by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_")
    found = [importlib.import_module(f"{__name__}.{name}").EXPORTER for name in names]
    return {exporter.name: exporter for exporter in found}


__all__ = ["Export", "Exporter", "exporters"]
