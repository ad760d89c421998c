"""The code that phones scan, for the page: nobody is told it but those who may open the page."""

from aiohttp import web

PATH = "/phone-code.json"

UNSTORED = {"Cache-Control": "no-store"}
"""The code carries the key of the session, which no cache must keep."""


class PhoneCode:
    """Joins the code to the page's server, behind its guard like everything there."""

    def __init__(self) -> None:
        self._waiting = True
        self._url: str | None = None
        self._picture: str | None = None

    def __call__(self, application: web.Application) -> None:
        """Add the route."""
        application.router.add_get(PATH, self._tell)

    def show(self, url: str, picture: str) -> None:
        """Show a code and what it says.

        Parameters
        ----------
        url : str
            What a phone opens, with the key.
        picture : str
            The code as a ``data:`` address.
        """
        self._url, self._picture = url, picture

    def hide(self) -> None:
        """Show nothing more: the phones are there."""
        self._waiting, self._url, self._picture = False, None, None

    async def _tell(self, _request: web.Request) -> web.Response:
        told = {"waiting": self._waiting, "url": self._url, "picture": self._picture}
        return web.json_response(told, headers=UNSTORED)
