"""Sensor Logger, an app for iPhone and Android, by its HTTP push or by MQTT: the same JSON either way."""

from legday.sources.sensor_logger.broker import BrokerFeed
from legday.sources.sensor_logger.messages import Messages
from legday.sources.sensor_logger.push import PushFeed
from legday.sources.sensor_logger.settings import MQTT_SCHEME, SCHEME, SensorLoggerSettings

__all__ = [
    "MQTT_SCHEME",
    "SCHEME",
    "BrokerFeed",
    "Messages",
    "PushFeed",
    "SensorLoggerSettings",
]
