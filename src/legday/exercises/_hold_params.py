"""Parameters of holds."""

from pydantic import Field

from legday.core.detector import Params


class HoldParams(Params):
    """Parameters of a hold."""

    low_rad: float = Field(0.79, gt=0.0, lt=3.2, description="Least angle from standing of a hold, rad.")
    high_rad: float = Field(2.88, gt=0.0, le=3.2, description="Greatest angle from standing, rad.")
    margin_rad: float = Field(0.09, ge=0.0, lt=0.5, description="Beyond these, a hold under way ends, rad.")
    cutoff_hz: float = Field(2.0, gt=0.5, lt=5.0, description="Low-pass of the angle: below tremor, Hz.")
    calm_rad_s: float = Field(0.15, gt=0.02, lt=1.0, description="Slower than this is calm, rad/s.")
    settle_s: float = Field(1.0, gt=0.1, lt=5.0, description="Calm that begins a hold, s.")
    shortest_s: float = Field(3.0, gt=0.0, lt=30.0, description="A shorter rest is a pause, not a hold, s.")
    leave_rad: float = Field(
        0.21, gt=0.02, lt=1.0, description="A hold ends on turning further than this, rad."
    )
    within_s: float = Field(1.0, gt=0.1, lt=5.0, description="Within this time: slower is sagging, s.")
    leave_s: float = Field(0.3, ge=0.0, lt=2.0, description="Time that has to last, s.")
    silence_s: float = Field(5.0, gt=0.5, lt=60.0, description="A hold survives a gap up to this long, s.")
