"""What a sensor offers: sampling rates and ranges, with the bytes that ask for them."""

from typing import Literal, Self

from pydantic import Field, model_validator

from legday.sensors.model import HexBytes, Part


class RateChoice(Part):
    """One sampling rate."""

    hz: float = Field(gt=0, description="Samples a second.")
    code: HexBytes = Field("", description="Bytes that stand for it in the start script.")
    gyr_code: HexBytes = Field(
        "", description="The same where the gyroscope is asked by other bytes, as {gyr_rate}."
    )
    measured: bool = Field(
        False, description="Firmwares disagree on the code: the measured rate stands over this one."
    )


class Rates(Part):
    """The rates on offer."""

    default_hz: float = Field(gt=0, description="Asked for where nothing else was chosen.")
    choice: tuple[RateChoice, ...] = Field(min_length=1, description="Each rate on offer.")

    @model_validator(mode="after")
    def _has_its_default(self) -> Self:
        self.chosen(None)
        return self

    def chosen(self, hz: float | None) -> RateChoice:
        """Return the choice of this rate, or the default.

        Raises
        ------
        ValueError
            With the rates on offer.
        """
        wanted = self.default_hz if hz is None else hz
        for choice in self.choice:
            if choice.hz == wanted:
                return choice
        raise ValueError(
            f"{wanted:g} Hz is not offered; offered: {', '.join(f'{c.hz:g}' for c in self.choice)}"
        )


class RangeChoice(Part):
    """One range, ± ``value``."""

    value: float = Field(gt=0, description="End of the range, in the unit above.")
    code: HexBytes = Field("", description="Bytes that stand for it in the start script.")
    full_scale: float = Field(1.0, gt=0, description="Raw number of the end of the range, for by_range.")


class Ranges(Part):
    """The ranges on offer; a fixed range is an offer of one."""

    unit: Literal["m/s2", "g", "rad/s", "deg/s"] = Field(description="Unit of the values.")
    default: float = Field(gt=0, description="Asked for where nothing else was chosen.")
    choice: tuple[RangeChoice, ...] = Field(min_length=1, description="Each range on offer.")

    @model_validator(mode="after")
    def _has_its_default(self) -> Self:
        self.chosen(None)
        return self

    def chosen(self, value: float | None) -> RangeChoice:
        """Return the choice of this range, or the default.

        Raises
        ------
        ValueError
            With the ranges on offer.
        """
        wanted = self.default if value is None else value
        for choice in self.choice:
            if choice.value == wanted:
                return choice
        offered = ", ".join(f"{c.value:g}" for c in self.choice)
        raise ValueError(f"± {wanted:g} {self.unit} is not offered; offered: {offered}")
