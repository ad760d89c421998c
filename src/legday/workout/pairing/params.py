"""Parameters of what is joined from several sensors."""

from pydantic import Field

from legday.core.detector import Params

NAME = "pairing"
"""Under this name a setup's ``params`` may change them."""


class PairingParams(Params):
    """Parameters of the pairing."""

    landing_s: float = Field(0.15, gt=0.02, lt=0.3, description="Landings this near are one jump, s.")
    overlap: float = Field(
        0.1,
        gt=0.0,
        lt=0.95,
        description="Repetitions of both legs are one if they share so much of the shorter: two sensors may "
        "see different halves of a cycle as the repetition.",
    )
    alike: float = Field(
        0.5,
        gt=0.0,
        lt=0.95,
        description="They are compared, and those of single legs are one, if they share so much.",
    )
    wait_s: float = Field(
        0.4, ge=0.0, lt=2.0, description="How long a repetition of one leg waits for the other's view, s."
    )
    step_share: float = Field(
        0.6, gt=0.3, lt=0.9, description="Steps nearer than this share of the period are one."
    )
    longest_stride_s: float = Field(2.4, gt=0.8, lt=5.0, description="A longer stride is a pause, s.")
    settle_s: float = Field(
        1.0, ge=0.0, lt=5.0, description="A lift may be found so late that the other leg's came before, s."
    )
    knee_rad: float = Field(
        0.35, gt=0.05, lt=1.5, description="Change of the angle of a straight knee that is remarked on, rad."
    )
