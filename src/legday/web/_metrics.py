"""``/metrics``: the state of the service for Prometheus, on the page's own port and behind its token."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from legday.publishers import Message

PATH = "/metrics"

_SENSOR_GAUGES = {
    "rate_hz": ("legday_sensor_rate_hertz", "Samples per second, over 5 s."),
    "loss_pct": ("legday_sensor_loss_percent", "Samples that never came."),
    "jitter_ms": ("legday_sensor_jitter_milliseconds", "How unevenly samples come."),
    "battery_pct": ("legday_sensor_battery_percent", "Charge of the battery."),
    "rssi_dbm": ("legday_sensor_rssi_dbm", "Signal strength when it last advertised."),
}


class Metrics:
    """Follows what is published, and adds what the service knows when it is asked."""

    def __init__(self) -> None:
        self._inputs: Callable[[], int] = lambda: 0
        self._waiting: Callable[[], int] = lambda: 0
        self._brokers: Callable[[], Mapping[str, bool]] = dict
        self._events: Counter[tuple[str, str]] = Counter()
        self._states: dict[str, Mapping[str, Any]] = {}
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def follow(
        self,
        inputs: Callable[[], int],
        waiting: Callable[[], int],
        brokers: Callable[[], Mapping[str, bool]],
    ) -> None:
        """Follow a session that begins.

        Parameters
        ----------
        inputs, waiting : callable
            Inputs that the session took so far; events that wait for a broker.
        brokers : callable
            By address, whether each broker is connected.
        """
        self._inputs, self._waiting, self._brokers = inputs, waiting, brokers

    def __call__(self, application: web.Application) -> None:
        """Join the page's server."""
        application.router.add_get(PATH, self._handle)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        return None

    async def publish(self, message: Message) -> None:
        """Count an event, keep a state."""
        if message.kind == "event":
            self._events[message.device, message.body["type"]] += 1
        elif message.kind == "state":
            self._states[message.device] = message.body

    def collect(self) -> Iterator[Metric]:
        """Yield every figure as of now; what is unknown is left out, never zero."""
        yield _counter("legday_inputs", "Inputs that the session took.", self._inputs())
        yield self._counted()
        yield _gauge("legday_count", "Count of the running or last set.", (), self._of_states("count"))
        for key, (name, meaning) in _SENSOR_GAUGES.items():
            yield _gauge(name, meaning, ("device",), self._of_sensors(key))
        for key, meaning in (
            ("lost_inputs", "Inputs that came faster than they could be taken."),
            ("lost_events", "Events that had to make room for newer ones."),
        ):
            newest = [state[key] for state in self._states.values() if key in state]
            yield _counter(f"legday_{key}", meaning, max(newest, default=0))
        yield _gauge("legday_outbox_events", "Events that wait for a broker.", (), [((), self._waiting())])
        connected = [((address,), float(up)) for address, up in self._brokers().items()]
        yield _gauge("legday_broker_connected", "1 while the broker is there.", ("broker",), connected)

    def _counted(self) -> Metric:
        family = CounterMetricFamily(
            "legday_events", "Events of each device by type.", labels=("device", "type")
        )
        for (device, kind), count in self._events.items():
            family.add_metric((device, kind), count)
        return family

    def _of_states(self, key: str) -> Iterator[tuple[tuple[str, ...], float]]:
        if "workout" in self._states:
            yield (), self._states["workout"][key]

    def _of_sensors(self, key: str) -> Iterator[tuple[tuple[str, ...], float]]:
        for device, state in self._states.items():
            value = (state.get("sensor") or {}).get(key)
            if value is not None:
                yield (device,), value

    async def _handle(self, _request: web.Request) -> web.Response:
        body = generate_latest(self._registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


def _counter(name: str, meaning: str, value: float) -> Metric:
    return CounterMetricFamily(name, meaning, value=value)


def _gauge(
    name: str, meaning: str, labels: tuple[str, ...], samples: Iterable[tuple[tuple[str, ...], float]]
) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family
