"""How long ``legday --help`` takes, beside an interpreter that does nothing and one that imports typer.

The three take turns, so that the ratios hold on a noisy machine:

    python -m benchmarks.startup [--rounds 20]
"""

import argparse
import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python -c pass": "pass",
    "python -c 'import typer'": "import typer",
    "legday --help": "import sys; sys.argv = ['legday', '--help']; from legday.cli import main; main()",
}


def once_ms(program: str) -> float:
    """Return how long a fresh interpreter takes to run a program, ms."""
    began_s = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return (time.perf_counter() - began_s) * 1e3


def main() -> None:
    """Print median and least time of each, and the median as a multiple of the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for name in (*COMMANDS, *(name for _ in range(rounds) for name in COMMANDS)):
        times[name].append(once_ms(COMMANDS[name]))
    idle_ms = statistics.median(times["python -c pass"][1:])
    for name, taken in times.items():
        median = statistics.median(taken[1:])
        print(f"{name:26s} median {median:6.0f} ms  least {min(taken):6.0f} ms  {median / idle_ms:5.1f} x")


if __name__ == "__main__":
    main()
