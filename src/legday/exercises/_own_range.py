"""The person's own range: how large the repetitions have been lately."""

from dataclasses import dataclass, field

KEPT_SIZES = 5
FADE_AFTER_S = 3.0
FADE_HALF_S = 8.0


@dataclass(slots=True)
class OwnRange:
    """The person's own range: the median of the last five swings, fading while none comes.

    Small repetitions after large ones are still seen because of the fading. ``usual`` is the median size, 0
    while nothing is known.
    """

    sizes: list[float] = field(default_factory=list)
    usual: float = 0.0
    last_s: float = 0.0

    def add(self, size: float, t_s: float) -> None:
        """Take in a swing of this size that ended at ``t_s``."""
        self._keep([*self.sizes[1 - KEPT_SIZES :], size])
        self.last_s = t_s

    def take_back(self) -> None:
        """Forget the latest swing."""
        self._keep(self.sizes[:-1])

    def _keep(self, sizes: list[float]) -> None:
        self.sizes = sizes
        self.usual = sorted(sizes)[len(sizes) // 2] if sizes else 0.0

    def at(self, t_s: float) -> float:
        """Return the median size, faded."""
        idle_s = t_s - self.last_s - FADE_AFTER_S
        return self.usual if idle_s <= 0.0 else self.usual * float(0.5 ** (idle_s / FADE_HALF_S))
