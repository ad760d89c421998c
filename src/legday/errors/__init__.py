"""Every error that legday raises on purpose; the facts are attributes, the message says got and want."""

from legday.errors._counting import GapError, PlanError, RefusedError, UnknownExerciseError
from legday.errors._edges import (
    BridgeError,
    BrokerError,
    CommandError,
    MissingExtraError,
    ReviewError,
    SettingsError,
    TuneError,
)
from legday.errors._files import HistoryError, RecordingError, TakeError
from legday.errors._root import LegdayError
from legday.errors._sensors import DecodeError, EncodeError, ProfileError, SensorError

__all__ = [
    "BridgeError",
    "BrokerError",
    "CommandError",
    "DecodeError",
    "EncodeError",
    "GapError",
    "HistoryError",
    "LegdayError",
    "MissingExtraError",
    "PlanError",
    "ProfileError",
    "RecordingError",
    "RefusedError",
    "ReviewError",
    "SensorError",
    "SettingsError",
    "TakeError",
    "TuneError",
    "UnknownExerciseError",
]
