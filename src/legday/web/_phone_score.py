"""The count on the phones that send."""

from typing import Self

from legday.publishers import Message
from legday.web._phone import PhoneServer


class PhoneScore:
    """A way out to the phones: they show the count and answer each repetition with a short buzz.

    Parameters
    ----------
    server : PhoneServer
        Where they are.
    """

    def __init__(self, server: PhoneServer) -> None:
        self._server = server

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None: ...

    async def publish(self, message: Message) -> None:
        """Show a state's count."""
        self._server.show(message)
