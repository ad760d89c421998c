"""The history on the page: every set that was done, from the file that live sessions write."""

import asyncio
from pathlib import Path
from typing import Any

from aiohttp import web

from legday.errors import HistoryError
from legday.exercises import exercises
from legday.history import History, SetDone

PAGE = Path(__file__).with_name("static") / "history.html"

MOST_SETS = 5000
"""So many of the newest go to the page."""


class HistoryView:
    """Joins the history to a page's server.

    Parameters
    ----------
    path : Path
        The history's file; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, application: web.Application) -> None:
        """Add the routes."""
        application.router.add_get("/history", _page)
        application.router.add_get("/history/sets.json", self._sets)

    async def _sets(self, _request: web.Request) -> web.Response:
        try:
            sets, plans = await asyncio.to_thread(self._read)
        except HistoryError as error:
            raise web.HTTPInternalServerError(text=str(error)) from None
        titles = {each.name: each.title for each in exercises().values()}
        counts = {each.name: each.counts for each in exercises().values()}
        done = [_outside(each, plans.get(each.session, "")) for each in sets[-MOST_SETS:]]
        return web.json_response({"sets": done, "titles": titles, "counts": counts})

    def _read(self) -> tuple[list[SetDone], dict[str, str]]:
        if not self._path.exists():
            return [], {}
        with History(self._path) as kept:
            return kept.sets(), kept.plans()


def _outside(done: SetDone, plan: str) -> dict[str, Any]:
    known = {"session": done.session, "person": done.person, "exercise": done.exercise, "plan": plan}
    times = {"start_ms": done.start_ms, "end_ms": done.end_ms}
    return {**done.body, **known, **times, "n": done.n, "count": done.count}


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE)
