"""How a sensor tells time, as its profile tells it."""

from pydantic import Field

from legday.sensors.model import Part
from legday.sensors.samples import Stamps


class Timekeeping(Part):
    """How the sensor tells time; the tick is the field of that name."""

    stamps: Stamps = Field(
        description="The sample that a packet's tick belongs to: each, first, last or none."
    )
    tick_s: float = Field(1.0, gt=0, description="Length of a tick, s.")
    wrap: int = Field(0, ge=0, description="The tick starts again at this value; 0 never.")
    on_change: bool = Field(False, description="Sends only what changed: silence is not loss.")
