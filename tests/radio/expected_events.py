"""Write what is found in the project's recordings: ``python -m tests.radio.expected_events recordings``.

Beside each ``NAME.mcap`` it writes ``NAME.events.jsonl``, the events that `tests.cli.test_radio_recordings`
expects from then on. Run it when a detector is meant to find something else than before, and look at the
difference: each line that changes is a change of behaviour.
"""

import json
import sys
from pathlib import Path
from typing import Any

from legday.cli.takes import events_of, open_take
from legday.messages import message

PACKETS = 100
"""Samples in a packet of a CSV take; recordings have their packets as they were sent."""


def expected(path: Path) -> Path:
    """Return where the events of a recording stand."""
    return path.with_suffix(".events.jsonl")


def found(path: Path) -> list[dict[str, Any]]:
    """Return the events of a recording, as ``legday replay`` writes them, without what is null.

    A field that is new and says nothing here is no change of behaviour.
    """
    take = open_take(path, None, PACKETS)
    messages = (message(event, take.setup.recording) for event in events_of(take))
    return [{key: value for key, value in each.items() if value is not None} for each in messages]


def main(folder: Path) -> None:
    """Write the expected events of every recording below a folder."""
    for path in sorted(folder.glob("*/*.mcap")):
        lines = [json.dumps(event) for event in found(path)]
        expected(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{expected(path)}: {len(lines)} events")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
