"""What a stream of samples suffered on its way."""

from dataclasses import dataclass


@dataclass(slots=True)
class Health:
    """Counts since the stream began.

    Parameters
    ----------
    received : int
        Samples of the accelerometer that came, whatever became of them; a gyroscope's are in them, or beside.
    lost : int
        Samples that should have come and did not, by the clock.
    duplicates : int
        Samples dropped because their time had been there before.
    reordered : int
        Samples dropped because a later one had come before them.
    damaged : int
        Samples dropped because a value or their time was not a finite number.
    restarts : int
        Times that the device's clock started anew.
    jitter_s : float
        Running mean of how late notifications are against the earliest possible arrival, s.
    """

    received: int = 0
    lost: int = 0
    duplicates: int = 0
    reordered: int = 0
    damaged: int = 0
    restarts: int = 0
    jitter_s: float = 0.0
