"""Every error that legday raises on purpose; the facts are attributes, the message says got and want."""

from pathlib import Path


class LegdayError(Exception):
    """Root of the errors a person can do something about."""


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


class DecodeError(LegdayError):
    """Bytes that are not what the profile says a notification holds.

    Attributes
    ----------
    profile : str
        Profile id.
    got, wanted : str
        What the bytes were and what the layout asks for.
    """

    def __init__(self, profile: str, got: str, wanted: str) -> None:
        self.profile = profile
        self.got = got
        self.wanted = wanted
        super().__init__(f"{profile}: got {got}, want {wanted}")


class EncodeError(LegdayError):
    """Samples that the profile's packets cannot carry.

    Attributes
    ----------
    profile : str
        Profile id.
    got, wanted : str
        What the samples were and what the layout asks for.
    """

    def __init__(self, profile: str, got: str, wanted: str) -> None:
        self.profile = profile
        self.got = got
        self.wanted = wanted
        super().__init__(f"{profile}: got {got}, want {wanted}")


class GapError(LegdayError):
    """A detector was handed a block that does not follow the one before.

    Attributes
    ----------
    expected, got : int
        Sample indices.
    """

    def __init__(self, expected: int, got: int) -> None:
        self.expected = expected
        self.got = got
        super().__init__(f"block starts at sample {got}, want {expected}; call after_gap() first")


class TakeError(LegdayError):
    """A take (CSV and TOML, or MCAP) that cannot be read.

    Attributes
    ----------
    path : Path
        The file.
    place : str
        Line, column or key, empty where the whole file is meant.
    wanted : str
        What was wanted there.
    """

    def __init__(self, path: Path | str, wanted: str, place: str = "") -> None:
        self.path = Path(path)
        self.place = place
        self.wanted = wanted
        super().__init__(f"{path}: {place}: {wanted}" if place else f"{path}: {wanted}")


class RecordingError(TakeError):
    """A recording that cannot be written, read or repaired."""


class UnknownExerciseError(LegdayError):
    """An exercise name that nobody registered.

    Attributes
    ----------
    name : str
        The name asked for.
    known : tuple of str
        The names there are.
    """

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"unknown exercise {name!r}; known: {', '.join(known)}")


class SettingsError(LegdayError):
    """A setting, argument or file of settings that cannot be used."""


class BrokerError(LegdayError):
    """An MQTT broker that is not there, refuses, or speaks something else.

    Attributes
    ----------
    url : str
        Address without credentials.
    """

    def __init__(self, url: str, wanted: str) -> None:
        self.url = url
        self.wanted = wanted
        super().__init__(f"{url}: {wanted}")


class CommandError(LegdayError):
    """A message that is no command of this session.

    Attributes
    ----------
    topic, wanted : str
        Where it came from and what was wanted.
    """

    def __init__(self, topic: str, wanted: str) -> None:
        self.topic = topic
        self.wanted = wanted
        super().__init__(f"{topic}: {wanted}")


class BridgeError(LegdayError):
    """A page sent the broker what a page must not send."""


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


class MissingExtraError(LegdayError):
    """Something that needs an extra which is not installed.

    Attributes
    ----------
    extra : str
        Name of the extra.
    """

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        super().__init__(f"{what} needs the extra {extra}: pip install 'legday[{extra}]'")


class PlanError(LegdayError):
    """A plan that cannot be used.

    Attributes
    ----------
    plan : str
        File or name.
    key : str
        Dotted key at fault, empty where the whole plan is.
    wanted : str
        What was wanted there.
    """

    def __init__(self, plan: str, wanted: str, key: str = "") -> None:
        self.plan = plan
        self.key = key
        self.wanted = wanted
        place = f"{plan}: {key}" if key else plan
        super().__init__(f"{place}: {wanted}")


class RefusedError(LegdayError):
    """A command that cannot be carried out now; the message says why."""


class HistoryError(LegdayError):
    """A history that cannot be read, written or exported.

    Attributes
    ----------
    path : Path
        The file.
    wanted : str
        What went wrong, or was wanted.
    """

    def __init__(self, path: Path, wanted: str) -> None:
        self.path = path
        self.wanted = wanted
        super().__init__(f"{path}: {wanted}")


class ReviewError(LegdayError):
    """A take that cannot be reviewed as it was asked for; it travels from one process to another."""


class TuneError(LegdayError):
    """A search that cannot be made: no takes, no people, a parameter that is none."""
