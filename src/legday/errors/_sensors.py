"""Errors of sensors, and of what is told of them in profiles."""

from legday.errors._root import LegdayError


class ProfileError(LegdayError):
    """A firmware profile that cannot be used.

    Attributes
    ----------
    profile : str
        Profile id or file name.
    key : str
        Dotted key at fault, empty where the whole file is.
    line : int or None
        Its line, where known.
    """

    def __init__(self, profile: str, wanted: str, key: str = "", line: int | None = None) -> None:
        self.profile = profile
        self.key = key
        self.wanted = wanted
        self.line = line
        file = profile if line is None else f"{profile}, line {line}"
        place = f"{file}: {key}" if key else file
        super().__init__(f"{place}: {wanted}")


class LayoutError(LegdayError):
    """A packet that does not go with its layout.

    Attributes
    ----------
    profile : str
        Profile id.
    got, wanted : str
        What was there and what the layout asks for.
    """

    def __init__(self, profile: str, got: str, wanted: str) -> None:
        self.profile = profile
        self.got = got
        self.wanted = wanted
        super().__init__(f"{profile}: got {got}, want {wanted}")


class DecodeError(LayoutError):
    """Bytes that are not what the profile says a notification holds."""


class EncodeError(LayoutError):
    """Samples that the profile's packets cannot carry."""


class SensorError(LegdayError):
    """A sensor that cannot be reached or refuses to start.

    Attributes
    ----------
    sensor : str
        Name or address.
    """

    def __init__(self, sensor: str, wanted: str) -> None:
        self.sensor = sensor
        self.wanted = wanted
        super().__init__(f"{sensor}: {wanted}")
