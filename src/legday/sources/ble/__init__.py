"""The Bluetooth LE collector: find sensors, start them, stay connected, and hand on what they send."""

from legday.sources.ble.settings import BleSettings
from legday.sources.ble.source import BleSource
from legday.sources.ble.target import Target, parse_target

__all__ = ["BleSettings", "BleSource", "Target", "parse_target"]
