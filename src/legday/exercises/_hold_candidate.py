"""A hold under way."""

from dataclasses import dataclass

from legday.exercises._stillness import Instant, Stillness


@dataclass(slots=True)
class Candidate:
    """A hold under way: where it began, where it was calm last, how far it strayed, when to report."""

    begin: Instant
    calm: Instant
    least_rad: float
    most_rad: float
    progress_s: float
    settled: bool = False
    left_s: float | None = None
    gap_inside: bool = False

    def rest(self, seen: Stillness, start: int, end: int) -> None:
        """Note that the thigh was calm for these samples."""
        self.calm = seen.instant(end - 1)
        self.least_rad = min(self.least_rad, float(seen.angle[start:end].min()))
        self.most_rad = max(self.most_rad, float(seen.angle[start:end].max()))
