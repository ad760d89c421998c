"""The retained summaries: of the set and of the session that ended last."""

from legday.publishers._message import Message
from legday.publishers._topics import Delivery, summary


class Last:
    """Follows the events for summaries.

    Parameters
    ----------
    base : str
        First part of every topic.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._set: tuple[int, int] | None = None

    def follow(self, message: Message) -> Delivery | None:
        """Return the summary that an event brings; a correction brings one if it is of the last set."""
        body = message.body
        match body.get("type"):
            case "session_ended" | "session_corrected":
                return summary(self._base, message, "session")
            case "set_ended":
                self._set = body["session"], body["n"]
            case "set_corrected" if self._set == (body["session"], body["n"]):
                pass
            case _:
                return None
        return summary(self._base, message, "set")
