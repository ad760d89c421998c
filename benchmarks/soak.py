"""Fifty sensors for ten minutes: whether memory stays, and whether every event comes.

What `benchmarks.latency` measures, for longer, with the service's resident memory minute by minute. That
memory holds this command's own note of every event too, some 0.2 KiB each:

    python -m benchmarks.soak [--sensors 50] [--minutes 10] [--broker mosquitto]
"""

import argparse
import asyncio

from benchmarks.latency import BROKERS, measured

MINUTE_S = 60


async def main() -> None:
    """Print the figures, then a line for each minute."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sensors", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--broker", choices=sorted(BROKERS), default="mosquitto")
    options = parser.parse_args()
    figures = await measured(options.broker, options.sensors, MINUTE_S * options.minutes)
    print(f"{options.broker} {options.sensors} sensors {options.minutes:g} minutes  {figures}")
    for second, mib in enumerate(figures.resident_mib):
        if second % MINUTE_S == 0:
            print(f"minute {second // MINUTE_S:2d}  {mib:6.1f} MiB")
    print(f"at the end  {figures.resident_mib[-1]:6.1f} MiB")


if __name__ == "__main__":
    asyncio.run(main())
