"""The time of day for a session: it follows the system's clock forwards and never goes back."""

import time
from collections.abc import Callable


class SteadyClock:
    """Nanoseconds since 1970 that never decrease.

    Where the system's clock is set back, time goes on from where it was, by the clock that counts since boot;
    where it is set forward, as on a computer without a battery that has found the network, it is followed.

    Parameters
    ----------
    wall_ns, steady_ns : callable
        The system's clocks.
    """

    def __init__(
        self,
        wall_ns: Callable[[], int] = time.time_ns,
        steady_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._wall_ns = wall_ns
        self._steady_ns = steady_ns
        self._offset_ns = wall_ns() - steady_ns()

    def __call__(self) -> int:
        """Return the time now."""
        steady_ns = self._steady_ns()
        self._offset_ns = max(self._offset_ns, self._wall_ns() - steady_ns)
        return steady_ns + self._offset_ns

    def start_at(self, not_before_ns: int) -> None:
        """Go on from a time at which a session that is resumed has been already."""
        self._offset_ns = max(self._offset_ns, not_before_ns - self._steady_ns())


host_now_ns = SteadyClock()
"""The clock of this process: whatever stamps an input takes it, so that all agree."""
