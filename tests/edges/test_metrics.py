"""``/metrics`` as Prometheus reads it, and the dashboard that asks for it."""

import json
import re

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from legday.publishers import Message
from legday.web._metrics import PATH, Metrics
from tests.conftest import CHECKOUT

from .payloads import event, state

HOW_TO = CHECKOUT / "docs" / "how-to"
HEALTH = {"rate_hz": 99.8, "loss_pct": 0.5, "jitter_ms": 4, "battery_pct": 80, "rssi_dbm": -60}

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def followed() -> Metrics:
    metrics = Metrics()
    metrics.follow(lambda: 1234, lambda: 7, lambda: {"mqtt://near:1883": True, "mqtt://far:1883": False})
    return metrics


async def read(metrics: Metrics) -> Samples:
    application = web.Application()
    metrics(application)
    async with TestClient(TestServer(application)) as client:
        answer = await client.get(PATH)
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        families = text_string_to_metric_families(await answer.text())
        return {
            (each.name, frozenset(each.labels.items())): each.value
            for family in families
            for each in family.samples
        }


def of(samples: Samples, name: str, **labels: str) -> float:
    return samples[name, frozenset(labels.items())]


async def test_what_was_published_and_what_the_service_knows_can_be_read() -> None:
    metrics = followed()
    known = {**state(3).body, "sensor": HEALTH, "lost_inputs": 2}
    for each in (event(1), event(2), Message("state", "thigh", known), Message("state", "workout", known)):
        await metrics.publish(each)
    samples = await read(metrics)
    assert of(samples, "legday_inputs_total") == 1234
    assert of(samples, "legday_events_total", device="thigh", type="rep") == 2
    assert of(samples, "legday_count") == 3
    assert of(samples, "legday_sensor_rate_hertz", device="thigh") == 99.8
    assert of(samples, "legday_sensor_loss_percent", device="thigh") == 0.5
    assert of(samples, "legday_sensor_battery_percent", device="thigh") == 80
    assert of(samples, "legday_lost_inputs_total") == 2
    assert of(samples, "legday_outbox_events") == 7
    assert of(samples, "legday_broker_connected", broker="mqtt://near:1883") == 1
    assert of(samples, "legday_broker_connected", broker="mqtt://far:1883") == 0


async def test_what_is_unknown_is_left_out_and_not_zero() -> None:
    metrics = followed()
    await metrics.publish(state(1))
    assert not any(name.startswith("legday_sensor") for name, _ in await read(metrics))


async def test_every_query_of_the_dashboard_and_every_name_of_the_page_is_a_metric() -> None:
    metrics = followed()
    known = {**state(3).body, "sensor": HEALTH}
    for each in (event(1), Message("state", "thigh", known), Message("state", "workout", known)):
        await metrics.publish(each)
    there = {name for name, _ in await read(metrics)}
    dashboard = json.loads((HOW_TO / "grafana" / "dashboard.json").read_text())
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(asked) >= len(dashboard["panels"])
    assert {name for query in asked for name in re.findall(r"legday_\w+", query)} <= there
    assert set(re.findall(r"`(legday_\w+)`", (HOW_TO / "grafana.md").read_text())) == there


def test_the_dashboard_has_what_grafana_needs() -> None:
    dashboard = json.loads((HOW_TO / "grafana" / "dashboard.json").read_text())
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time"} <= dashboard.keys()
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    for panel in dashboard["panels"]:
        assert {"title", "type", "gridPos", "datasource", "targets"} <= panel.keys()
        assert panel["datasource"]["uid"] == "${datasource}"
