"""What a take's sensors measured, on their uniform grid: decoded once, exported and counted from there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from legday.core.block import FlagArray, FloatArray, Hole, SampleBlock
from legday.core.inputs import Input, LinkChange, Packet
from legday.core.setup import SensorSetup, SessionSetup
from legday.sensors.intake import Intake, Piece
from legday.sensors.profile import Profile


@dataclass(slots=True)
class Decoded:
    """One sensor's samples and holes, in order.

    Parameters
    ----------
    sensor : SensorSetup
        The sensor.
    grid_hz : float
        Rate of the grid, Hz; 0 where nothing was measured.
    pieces : list of SampleBlock and Hole
        As the intake made them.
    """

    sensor: SensorSetup
    grid_hz: float = 0.0
    pieces: list[Piece] = field(default_factory=list)

    @property
    def blocks(self) -> list[SampleBlock]:
        """The samples without the holes between them."""
        return [piece for piece in self.pieces if isinstance(piece, SampleBlock) and len(piece)]

    @property
    def holes(self) -> list[Hole]:
        """The holes."""
        return [piece for piece in self.pieces if isinstance(piece, Hole)]

    @property
    def t_s(self) -> FloatArray:
        """Device time of all samples (n,), s."""
        return _joined([block.t_s for block in self.blocks], (0,))

    @property
    def acc(self) -> FloatArray:
        """Specific force (n, 3), m/s²."""
        return _joined([block.acc for block in self.blocks], (0, 3))

    @property
    def gyr(self) -> FloatArray | None:
        """Angular rate (n, 3), rad/s; None without a gyroscope."""
        turning = [block.gyr for block in self.blocks if block.gyr is not None]
        return _joined(turning, (0, 3)) if turning else None

    @property
    def flags(self) -> FlagArray:
        """Flags (n,): bridged, missing, clipped."""
        flags = [block.flags for block in self.blocks]
        return np.concatenate(flags) if flags else np.zeros(0, np.uint8)


def decode(
    setup: SessionSetup, inputs: Iterable[Input], find: Callable[[str], Profile]
) -> dict[str, Decoded]:
    """Return what each sensor of a session measured, by device; cadence sensors have no samples.

    Parameters
    ----------
    setup : SessionSetup
        The session.
    inputs : iterable of Input
        All it took.
    find : callable
        Returns the profile of an id.
    """
    known = {sensor.device: find(sensor.profile) for sensor in setup.sensors}
    moved = [sensor for sensor in setup.sensors if known[sensor.device].measures_motion]
    intakes = {sensor.device: Intake(sensor, known[sensor.device]) for sensor in moved}
    found = {sensor.device: Decoded(sensor) for sensor in moved}
    for item in inputs:
        if isinstance(item, Packet) and item.device in intakes:
            found[item.device].pieces += intakes[item.device].push(item)
        elif isinstance(item, LinkChange) and item.state == "disconnected" and item.device in intakes:
            found[item.device].pieces += intakes[item.device].interrupt()
    for device, intake in intakes.items():
        found[device].pieces += intake.finish()
        found[device].grid_hz = intake.grid_hz or 0.0
    return found


def _joined(parts: list[FloatArray], empty: tuple[int, ...]) -> FloatArray:
    return np.concatenate(parts) if parts else np.zeros(empty)
