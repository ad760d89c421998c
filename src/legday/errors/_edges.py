"""Errors of settings, brokers and pages, where legday meets the world."""

from legday.errors._root import LegdayError


class SettingsError(LegdayError):
    """A setting, argument or file of settings that cannot be used."""


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


class ReviewError(LegdayError):
    """A take that cannot be reviewed as it was asked for; it travels from one process to another."""


class TuneError(LegdayError):
    """A search that cannot be made: no takes, no people, a parameter that is none."""
