"""How many rows an hour Home Assistant's recorder writes because of legday.

The recorder writes a row when the state of an entity changes or one of its attributes does, and one for each
event of an event entity; the first value, of which a start has one, is left out. The entities are those of
the discovery messages, their values read from the messages as Home Assistant reads them, by the same
templates; the messages are those of the service, at the rate at which it publishes them. No Home Assistant
is needed:

    python -m benchmarks.recorder_load [--minutes 10]

Training is the demo's athlete, who rests little; idle is the same sensor lying still.
"""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Self

from jinja2 import Environment

from legday.core.inputs import Input, Tick, time_ns
from legday.core.setup import SessionSetup
from legday.publishers import Context, Message
from legday.publishers._home_assistant import HomeAssistant
from legday.publishers._topics import delivery
from legday.publishers.mqtt import MqttSettings
from legday.sensors.registry import profile
from legday.service import Service
from legday.simulate.athlete import Athlete
from legday.simulate.radio import Radio, transmit
from legday.simulate.sensor import Strapped, sense
from legday.sources import Pace
from legday.sources.virtual import VirtualSource
from legday.sources.virtual_settings import VirtualSettings

START_NS = 1_800_000_000_000_000_000
HOUR_S = 3600.0
RATE_HZ = 60.0
WITHOUT_STATE = frozenset({"button", "device_automation"})


class Recorder:
    """Counts the rows; a publisher.

    Parameters
    ----------
    setup : SessionSetup
        The session that is discovered.
    """

    def __init__(self, setup: SessionSetup) -> None:
        settings = MqttSettings(url="mqtt://127.0.0.1")
        context = Context(setup, lambda *_: True, lambda: START_NS, "")
        jinja = Environment(autoescape=False)  # noqa: S701 - values, not pages
        jinja.filters["tojson"] = json.dumps
        self._jinja = jinja
        self._base = settings.base
        self._entities = [
            (key, {**body, **component})
            for said in HomeAssistant(settings, context).deliveries()
            for body in [json.loads(said.payload)]
            for key, component in body["components"].items()
            if component["platform"] not in WITHOUT_STATE and component.get("enabled_by_default", True)
        ]
        self._shown: dict[str, tuple[str, str]] = {}
        self.rows: Counter[str] = Counter()
        self.messages: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        return None

    async def publish(self, message: Message) -> None:
        """Show a message to every entity that listens to its topic."""
        sent = delivery(self._base, message)
        self.messages[message.kind] += 1
        for key, entity in self._entities:
            if sent.topic in {entity.get("state_topic"), entity.get("json_attributes_topic")}:
                self._show(key, entity, sent.topic, sent.payload)

    def _show(self, key: str, entity: dict[str, Any], topic: str, payload: bytes) -> None:
        if entity["platform"] == "event":
            self.rows[key] += 1
            return
        shown, attributes = self._shown.get(entity["unique_id"], ("", ""))
        if topic == entity.get("state_topic"):
            shown = self._rendered(entity.get("value_template"), payload)
        if topic == entity.get("json_attributes_topic"):
            attributes = self._rendered(entity.get("json_attributes_template"), payload)
        before = self._shown.get(entity["unique_id"])
        if before is not None and before != (shown, attributes):
            self.rows[key] += 1
        self._shown[entity["unique_id"]] = shown, attributes

    def _rendered(self, template: str | None, payload: bytes) -> str:
        if template is None:
            return payload.decode()
        try:
            value = json.loads(payload)
        except ValueError:
            value = None
        return self._jinja.from_string(template).render(value=payload.decode(), value_json=value)


class Still:
    """A sensor that lies still; its time is that of its inputs."""

    waits = True

    def __init__(self, seconds: float) -> None:
        athlete = Athlete()
        athlete.stay(seconds)
        block = sense(athlete.kinematics(), Strapped(RATE_HZ))
        packets: list[Input] = list(transmit(block, profile("movella_dot"), Radio(start_ns=START_NS)))
        ticks = [Tick(at_ns) for at_ns in range(START_NS, time_ns(packets[-1]), 10**9)]
        self._inputs = sorted([*packets, *ticks], key=time_ns)

    async def inputs(self) -> Any:
        """Yield them all."""
        for item in self._inputs:
            yield item


async def rows(setup: SessionSetup, source: Any) -> Recorder:
    """Return what a session has the recorder write, its clock being that of its inputs."""
    recorder = Recorder(setup)
    service = Service(setup, source, now_ns=lambda: clock[0])
    clock = [START_NS]
    push = service.session.push

    def timed(inputs: Any) -> Any:
        items = list(inputs)
        clock[0] = max([clock[0], *map(time_ns, items)])
        return push(items)

    service.session.push = timed  # type: ignore[method-assign]
    await service.run([recorder])
    return recorder


def lines(name: str, recorder: Recorder, seconds: float) -> Iterator[str]:
    """Yield the figures: all, and the entities that write most."""
    an_hour = HOUR_S / seconds
    yield (
        f"{name}: {recorder.rows.total() * an_hour:,.0f} rows an hour, from "
        f"{recorder.messages['state'] * an_hour:,.0f} states and {recorder.messages['event'] * an_hour:,.0f} "
        f"events; {recorder.messages['live'] * an_hour:,.0f} live messages are left alone"
    )
    for key, count in recorder.rows.most_common(6):
        yield f"  {key:24s} {count * an_hour:8,.0f}"


async def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    seconds = 60.0 * parser.parse_args().minutes
    demo = VirtualSource(VirtualSettings(), START_NS, Pace(None), seconds)
    for name, source in (("training", demo), ("idle", Still(seconds))):
        for line in lines(name, await rows(demo.setup, source), seconds):
            print(line)


if __name__ == "__main__":
    asyncio.run(main())
