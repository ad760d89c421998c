"""How well each sensor is heard: its rate, what is lost, how late it comes, how strong, and its battery."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from legday.core.inputs import Packet
from legday.pipeline import Pipeline
from legday.sources.ble.standard import BATTERY_LEVEL, FIRMWARE, MODEL, RSSI

WINDOW_NS = 5_000_000_000
"""The measured rate is the mean over this long."""

SHORTEST_NS = 1_000_000_000
FULL_PCT = 100

UNEVEN = 0.03
"""A rate is told anew when it differs by more than this share, or by more than 1 Hz."""


@dataclass(slots=True)
class _Heard:
    samples: deque[tuple[int, int]] = field(default_factory=deque)
    battery_pct: int | None = None
    rssi_dbm: int | None = None
    model: str | None = None
    firmware: str | None = None
    shown_hz: float | None = None


class Quality:
    """Follows the packets of each sensor."""

    def __init__(self) -> None:
        self._heard: dict[str, _Heard] = {}

    def follow(self, packet: Packet, pipeline: Pipeline) -> None:
        """Take a packet that the pipeline has just digested."""
        heard = self._heard.setdefault(packet.device, _Heard())
        _note(heard, packet)
        received = pipeline.intake.health.received
        if heard.samples and heard.samples[-1][1] == received:
            return
        heard.samples.append((packet.arrival_ns, received))
        while packet.arrival_ns - heard.samples[0][0] > WINDOW_NS:
            heard.samples.popleft()

    def state(self, device: str, pipeline: Pipeline, *, connected: bool) -> dict[str, Any]:
        """Return what is known of a sensor's link; null what is not, and the rate of one that is down."""
        heard, health = self._heard.get(device, _Heard()), pipeline.intake.health
        expected = health.received + health.lost
        own_battery = pipeline.intake.battery_percent
        return {
            "rate_hz": _rate_hz(heard) if connected else None,
            "loss_pct": round(100.0 * health.lost / expected, 1) if expected else None,
            "jitter_ms": round(1000.0 * health.jitter_s) if expected else None,
            "rssi_dbm": heard.rssi_dbm,
            "battery_pct": heard.battery_pct if own_battery is None else round(own_battery),
            "model": heard.model,
            "firmware": heard.firmware,
            "bad_packets": pipeline.intake.bad_packets,
        }


def _note(heard: _Heard, packet: Packet) -> None:
    """Read a standard characteristic; a value that the standard does not know is left alone."""
    payload = packet.payload
    if not payload:
        return
    if packet.characteristic == BATTERY_LEVEL and payload[0] <= FULL_PCT:
        heard.battery_pct = payload[0]
    elif packet.characteristic == RSSI:
        heard.rssi_dbm = int.from_bytes(payload[:1], "big", signed=True)
    elif packet.characteristic == MODEL:
        heard.model = _text(payload)
    elif packet.characteristic == FIRMWARE:
        heard.firmware = _text(payload)


def _text(payload: bytes) -> str:
    return payload.decode("utf-8", errors="replace").strip("\0 ")


def _rate_hz(heard: _Heard) -> float | None:
    """Return the measured rate; a little more or less is no news, and Home Assistant would keep each."""
    measured = _measured_hz(heard)
    shown = heard.shown_hz
    if measured is None or shown is None or abs(measured - shown) > max(1.0, UNEVEN * shown):
        heard.shown_hz = measured
    return heard.shown_hz


def _measured_hz(heard: _Heard) -> float | None:
    if not heard.samples:
        return None
    (first_ns, first), (last_ns, last) = heard.samples[0], heard.samples[-1]
    if last_ns - first_ns < SHORTEST_NS:
        return None
    return round((last - first) / ((last_ns - first_ns) * 1e-9))
