"""Parameters of counting sprints."""

from pydantic import Field

from legday.exercises._turning import TurningParams


class SprintParams(TurningParams):
    """Parameters of `Sprint`."""

    shortest_s: float = Field(0.17, gt=0.1, lt=0.6, description="Shortest step period, s.")
    longest_s: float = Field(0.5, gt=0.4, lt=2.0, description="Longest step period, s.")
    usual_s: float = Field(0.28, gt=0.15, lt=1.0, description="Ordinary step period, s.")
    hump_hz: float = Field(5.0, gt=1.0, lt=8.0, description="Low-pass behind which a step is one hump, Hz.")
    back_misses: int = Field(1, ge=0, le=4, description="Steps in a row that may be missing at the start.")
    memory_s: float = Field(1.2, gt=0.3, lt=10.0, description="Memory of the tempo, s.")
    longest_turn_s: float = Field(2.5, gt=0.5, lt=15.0, description="Longest turn, s.")
    turns_apart_s: float = Field(3.0, ge=0.0, lt=10.0, description="Least time between two turns, s.")
    least_steps: int = Field(8, ge=2, le=40, description="Least steps of a leg.")
    stop_s: float = Field(3.0, gt=0.5, lt=10.0, description="Time without a step that ends a leg, s.")
    pause_s: float = Field(1.0, gt=0.2, lt=4.0, description="Without gyroscope: shortest braking, s.")
