"""Write the pages into a folder: ``python -m legday.cli.reference docs/reference``."""

import sys
from pathlib import Path

from legday.cli.reference import PAGES


def main() -> None:
    """Write every page into the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m legday.cli.reference FOLDER")
    for name, page in PAGES.items():
        path = Path(sys.argv[1]) / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(), encoding="utf-8")
        print(path)


main()
