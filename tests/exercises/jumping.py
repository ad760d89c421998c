"""Runs a jump exercise over a made-up thigh and keeps what it counted."""

from tests.exercises.flying_thigh import Jumper

from legday.core.block import MotionBlock
from legday.core.detector import Setting
from legday.core.events import Event, Jump, Rejected
from legday.exercises import exercise


def events_of(name: str, block: MotionBlock, rate_hz: float = 100.0, **params: object) -> list[Event]:
    """Return all that the exercise says of a block, its end among it."""
    setting = Setting(rate_hz, "thigh", gyroscope=block.gyr is not None)
    detector = exercise(name).build(setting, params)
    return detector.update(block) + detector.finish()


def jumps_of(name: str, jumper: Jumper, rate_hz: float = 100.0, **sensor: object) -> list[Jump]:
    """Return the jumps that the exercise counts in a performance, by their landings."""
    events = events_of(name, jumper.block(rate_hz, **sensor), rate_hz)
    return sorted((e for e in events if isinstance(e, Jump)), key=lambda jump: jump.landing_s)


def rejected(events: list[Event]) -> list[str]:
    """Return why candidates were left out."""
    return [event.reason for event in events if isinstance(event, Rejected)]
