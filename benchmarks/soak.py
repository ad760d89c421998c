"""Fifty sensors for ten minutes: whether the service's memory stays, and whether every event comes.

The sensors, the way of the data and the subscriber are those of `benchmarks.latency`. The service runs in a
process of its own, which keeps no more than a number for each sensor, so that the memory is the service's.
Each minute has a line; in the end stands the trend, a straight line through the memory of every second but
those of the first minute. When the service, the broker or whoever sends dies, a line says so and all ends:

    python -m benchmarks.soak [--sensors 50] [--minutes 10] [--broker mosquitto]
"""

import argparse
import asyncio
import gc
import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import aiomqtt
import numpy as np

from benchmarks.latency import (
    BROKERS,
    SocketSource,
    add_and_note_events,
    gateway,
    plan_of,
    publisher,
    resident_mib_now,
    setup_of,
)
from benchmarks.outside import live
from legday.publishers import Outbox
from legday.publishers.mqtt import MqttSettings
from legday.service import Service

MINUTE_S = 60
ENOUGH_S = 60
"""A trend wants so many seconds behind the first minute, or it is one of noise."""


@dataclass(frozen=True)
class Second:
    """What the service's process is at: time, resident memory, processor time, inputs taken and lost."""

    at_s: float
    mib: float
    used_s: float
    taken: int
    lost: int


def serve(settings: MqttSettings, sensors: int, folder: Path, told: Connection) -> None:
    """Run the service; tell its port, a `Second` each second, in the end each device's number of events."""
    try:
        asyncio.run(_serve(settings, sensors, folder, told))
    except OSError:
        raise SystemExit("the process that sends is gone: the soak ends") from None


async def _serve(settings: MqttSettings, sensors: int, folder: Path, told: Connection) -> None:
    setup, source = setup_of(sensors), SocketSource()
    await source.listen()
    service = gateway(setup, source, folder)
    decided: Counter[str] = Counter()
    add_and_note_events(service, lambda event, _: decided.update((event.device,)))
    asyncio.get_running_loop().add_reader(told.fileno(), service.stop)  # readable when nobody is there
    told.send(source.port)
    async with Outbox(folder / "outbox.sqlite") as outbox:
        gc.freeze()  # as the command does
        telling = asyncio.create_task(_tell(service, told))
        await service.run([publisher(service, settings, outbox)])
        telling.cancel()
    told.send(dict(decided))


def now(service: Service) -> Second:
    """Return what this process is at."""
    return Second(time.monotonic(), resident_mib_now(), time.process_time(), service.taken, service.lost)


async def _tell(service: Service, told: Connection) -> None:
    while True:
        told.send(now(service))
        await asyncio.sleep(1.0)


async def _follow(told: Connection, seconds: list[Second]) -> dict[str, int]:
    """Print a line each minute; return in the end how many events each device had."""
    told_minute = -1
    before = Second(time.monotonic(), 0.0, 0.0, 0, 0)
    while isinstance(heard := await asyncio.to_thread(told.recv), Second):
        seconds.append(heard)
        minute = int((heard.at_s - seconds[0].at_s) // MINUTE_S)
        if minute > told_minute:
            print(_line(minute, before, heard), flush=True)
            told_minute, before = minute, heard
    events: dict[str, int] = heard
    return events


def _line(minute: int, before: Second, now: Second) -> str:
    if minute == 0:
        return f"minute  0  {now.mib:6.1f} MiB"
    share = (now.used_s - before.used_s) / (now.at_s - before.at_s)
    return (
        f"minute {minute:2d}  {now.mib:6.1f} MiB  {100 * share:3.0f} % of a core  "
        f"{now.taken - before.taken:6d} inputs, {now.lost} lost so far"
    )


def trend(seconds: Sequence[Second]) -> str:
    """Return how the memory went on behind the first minute."""
    began_s = seconds[0].at_s + MINUTE_S
    later = [second for second in seconds if second.at_s >= began_s]
    if not later or later[-1].at_s - began_s < ENOUGH_S:
        return "trend: wants two minutes at least"
    mib = np.array([second.mib for second in later])
    slope = float(np.polyfit([second.at_s - began_s for second in later], mib, 1)[0])
    return (
        f"trend behind the first minute: {3600 * slope:+.2f} MiB an hour; "
        f"between {mib.min():.1f} and {mib.max():.1f} MiB, at the end {mib[-1]:.1f}"
    )


async def _soak(sensors: int, minutes: float, broker: str) -> None:
    plan = plan_of(sensors, MINUTE_S * minutes)
    ours, theirs = multiprocessing.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        async with BROKERS[broker]() as (settings, port):
            arguments = (settings, sensors, Path(folder), theirs)
            service = multiprocessing.get_context("spawn").Process(target=serve, args=arguments, daemon=True)
            service.start()
            theirs.close()
            try:
                gateway_port = await asyncio.to_thread(ours.recv)
                following = asyncio.create_task(_follow(ours, seconds := []))
                received = await live(plan, port, gateway_port)
                decided = await following
            except (EOFError, OSError, aiomqtt.MqttError) as error:
                raise SystemExit(_ended_early(service, error)) from None
    _print(seconds, decided, Counter(name.rsplit(".", 2)[1] for name in received))


def _ended_early(service: SpawnProcess, error: Exception) -> str:
    if isinstance(error, aiomqtt.MqttError):
        service.kill()
        return f"the broker is gone: {error}"
    service.join(MINUTE_S)
    return f"the service's process ended early, exit status {service.exitcode}"


def _print(seconds: Sequence[Second], decided: dict[str, int], received: Counter[str]) -> None:
    lost = sum(max(0, count - received[device]) for device, count in decided.items())
    print(f"{sum(decided.values())} events, {lost} of them lost; {seconds[-1].lost} inputs lost")
    print(trend(seconds))


async def main() -> None:
    """Print a line for each minute, then what was lost and the trend."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sensors", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--broker", choices=sorted(BROKERS), default="mosquitto")
    options = parser.parse_args()
    await _soak(options.sensors, options.minutes, options.broker)


if __name__ == "__main__":
    asyncio.run(main())
