"""What computed a cached figure: the installed code that decodes and finds motion, by a hash of its source.

The version alone does not tell one checkout from another, and a figure of the code before must not be read as
one of today's.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

PARTS = (
    *("core", "sensors", "motion", "recording", "sample_pipeline.py"),
    *(
        f"evaluation/{name}.py"
        for name in ("material", "prepared", "in_motion", "card", "signal", "baselines")
    ),
)
LIBRARIES = ("legday", "vqf", "numpy")


@cache
def made_by() -> str:
    """Return the hash, the same as long as the same code and libraries are installed."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for part in PARTS:
        _add(digest, files("legday").joinpath(part))
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", source: Traversable) -> None:
    if source.is_dir():
        for each in sorted(source.iterdir(), key=lambda one: one.name):
            _add(digest, each)
    elif source.name.endswith(".py"):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
