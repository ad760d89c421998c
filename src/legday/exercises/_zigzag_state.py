"""Where a zigzag stands: its last turning point, the farthest point since, and the last way out."""

from dataclasses import dataclass
from math import dist

from legday.exercises._leg import Leg, Limits, Vector

HOME_SHARE = 0.4  # a swing that ends this much nearer to home than it began was a way back


@dataclass(slots=True)
class ZigzagState:
    """Where the zigzag stands; rows are counted since the stream began.

    ``near`` is the last turning point, ``far`` the farthest point from it since, ``reach`` their distance.
    ``out`` is where the last way out began, ``out_size`` how long it was. ``posed_row`` is where the last
    change of posture ended, ``told_row`` where the way out began from which the person was nearly back.
    """

    near: Vector = ()
    near_row: int = -1
    far: Vector = ()
    far_row: int = -1
    reach: float = 0.0
    outbound: bool = True
    out: Vector = ()
    out_row: int = -1
    out_size: float = 0.0
    is_back: bool = False
    still: Vector = ()
    still_s: float = 0.0
    rested_s: float = 0.0
    home: Vector = ()
    held_row: int = -1
    posed_row: int = -1
    told_row: int = -1

    @property
    def leg(self) -> Leg:
        """The last way out, finished or not."""
        if self.outbound:
            return Leg(self.near, self.far, self.near_row, self.reach)
        return Leg(self.out, self.near, self.out_row, self.out_size)

    def is_away(self, limits: Limits) -> bool:
        """Return whether the person is away from the rest, on the way out or not surely on the way back."""
        return self.reach >= limits.floor if self.outbound else not self.is_back

    def start(self, row: int, point: Vector, t_s: float) -> None:
        """Take ``point`` as the attitude at rest."""
        self.near = self.far = self.still = point
        self.near_row = self.far_row = row
        self.reach = 0.0
        self.outbound, self.is_back = True, False
        self.still_s = self.rested_s = t_s

    def move(self, by: Vector) -> None:
        """Go on in a frame in which every point is elsewhere by so much."""
        for name in ("near", "far", "out", "still", "home"):
            point: Vector = getattr(self, name)
            if point:
                setattr(self, name, moved(point, by))

    def is_homeward(self) -> bool:
        """Return whether the way out ends so near to home that it was a way back all along."""
        return bool(self.home) and dist(self.far, self.home) < HOME_SHARE * dist(self.near, self.home)

    def has_dropped(self) -> bool:
        """Return whether a way out from which the person was nearly back has ended without a way back."""
        if self.told_row < 0 or self.told_row == self.leg.row:
            return False
        self.told_row = -1
        return True


def moved(point: Vector, by: Vector) -> Vector:
    """Return a point elsewhere by so much."""
    return tuple(x + more for x, more in zip(point, by, strict=True))
