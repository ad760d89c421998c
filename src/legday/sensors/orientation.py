"""How the chip sits in its case, as a profile tells it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from legday.sensors.model import Part

Axis = Literal["+x", "-x", "+y", "-y", "+z", "-z"]


def _each_once(axes: tuple[Axis, Axis, Axis]) -> tuple[Axis, Axis, Axis]:
    if {axis[1] for axis in axes} != set("xyz"):
        raise ValueError(f"each of x, y and z once, not {', '.join(axes)}")
    return axes


Axes = Annotated[tuple[Axis, Axis, Axis], AfterValidator(_each_once)]
CASE: Axes = ("+x", "+y", "+z")


class Orientation(Part):
    """From the chip to the case: the chip's axis behind each axis printed on the case."""

    acc: Axes = Field(
        CASE, description="Axes of the accelerometer; all three turned where it has gravity's sign."
    )
    gyr: Axes = Field(CASE, description="Axes of the gyroscope.")
    gravity: Literal["included", "removed"] = Field("included", description="Whether acc at rest reads 1 g.")
    frame: Literal["sensor", "earth"] = Field("sensor", description="The frame that acc is given in.")
