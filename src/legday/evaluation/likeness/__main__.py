"""``python -m legday.evaluation.likeness FOLDER PICTURE``: draw the comparison, print its table."""

import argparse
import sys
from pathlib import Path

from legday.evaluation.likeness.compare import compare
from legday.evaluation.likeness.draw import draw, lines


def main() -> None:
    """Compare the simulator with the takes of a folder."""
    parser = argparse.ArgumentParser(prog="python -m legday.evaluation.likeness", description=main.__doc__)
    parser.add_argument("folder", type=Path, help="folder of takes of people")
    parser.add_argument("picture", type=Path, help="the PNG to write")
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        sys.exit(f"{arguments.folder}: no such folder")
    comparisons = list(compare(arguments.folder))
    draw(comparisons, arguments.picture)
    for line in lines(comparisons):
        print(line)


if __name__ == "__main__":
    main()
