"""Device ticks or arrival times to uniform blocks: wrap, drift, loss, order and holes; pure."""

from legday.sensors.timeline.health import Health
from legday.sensors.timeline.timeline import Timeline, TimelineState

__all__ = ["Health", "Timeline", "TimelineState"]
