"""A million spoilt notifications over all profiles: what is raised, how long one takes, what stays in memory.

A simulated performance and the test vectors, of which every third notification has bits flipped, bytes
replaced, cut off or put in, comes on another characteristic, at another time, or is noise. Decoding may raise
`DecodeError` and nothing else. The first tenth also goes through a session, with timeline, front end and
detector, as it would live. Any other exception ends the run, a warning of numpy's included:

    python -m benchmarks.mutations [--count 1000000] [--seed 0] [--profile ID]...
"""

import argparse
import time
import warnings
from itertools import islice

import psutil
from tests.sensors.mutations import session_of, spoilt

from legday.errors import DecodeError
from legday.sensors.profile import Profile
from legday.sensors.registry import profiles

MEBIBYTE = 2**20


def row_of(profile: Profile, count: int, seed: int) -> str:
    """Decode so many notifications, some of them in a session, and return a line of the table."""
    session, process = session_of(profile), psutil.Process()
    events = sum(len(session.push([packet])) for packet in islice(spoilt(profile, seed), count // 10))
    stream, decoder = spoilt(profile, seed), profile.decoder()
    refused, slowest_s, early = 0, 0.0, process.memory_info().rss
    for packet in islice(stream, count):
        began_s = time.perf_counter()
        try:
            decoder.decode(packet)
        except DecodeError:
            refused += 1
        slowest_s = max(slowest_s, time.perf_counter() - began_s)
    grown = (process.memory_info().rss - early) / MEBIBYTE
    figures = f"{count} | {refused} | {1e3 * slowest_s:.1f} | {grown:+.1f} | {count // 10} | {events}"
    return f"| `{profile.id}` | {figures} |"


def main() -> None:
    """Print a line for each profile."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--profile", action="append")
    options = parser.parse_args()
    warnings.simplefilter("error")
    known = profiles()
    chosen = [known[identifier] for identifier in options.profile or known]
    each, began_s = -(-options.count // len(chosen)), time.perf_counter()
    print("| profile | decoded | refused | slowest, ms | MiB grown | in a session | events |")
    print("|---|---|---|---|---|---|---|")
    for profile in chosen:
        print(row_of(profile, each, options.seed), flush=True)
    print(f"{each * len(chosen)} notifications in {time.perf_counter() - began_s:.0f} s")


if __name__ == "__main__":
    main()
