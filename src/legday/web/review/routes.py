"""The review of takes: list, draw, count anew with other parameters, keep what a person marks."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from legday.errors import LegdayError
from legday.exercises import exercise as find_exercise
from legday.exercises import exercises
from legday.recording.save_label import save_truth
from legday.web.review.asked import Question, Saved, body, number
from legday.web.review.opened import Opened, open_take
from legday.web.review.parameters import sliders
from legday.web.review.recount import recount
from legday.web.review.shelf import Listed, Shelf
from legday.web.review.worker import Worker

PAGE = Path(__file__).parents[1] / "static" / "review.html"

MOST_COLUMNS = 4000
KEPT_OPEN = 4
"""Takes whose motion stays in memory; of an hour at 100 Hz each is 6 MB."""


class Review:
    """Joins the review to a page's server.

    Parameters
    ----------
    places : sequence of Path
        Takes, and folders of takes.
    """

    def __init__(self, places: Sequence[Path]) -> None:
        self._shelf = Shelf(places)
        self._open: dict[tuple[Path, float], Opened] = {}
        self._worker = Worker()

    def __call__(self, application: web.Application) -> None:
        """Add the routes, and end the worker with the server."""
        router = application.router
        router.add_get("/review", _page)
        router.add_get("/review/takes.json", self._takes)
        router.add_get("/review/take.json", self._take)
        router.add_get("/review/signal.json", self._signal)
        router.add_get("/review/parameters.json", _parameters)
        router.add_post("/review/count.json", self._count)
        router.add_put("/review/labels.json", self._save)
        application.on_cleanup.append(self._worker.close)

    async def _takes(self, _request: web.Request) -> web.Response:
        listed = await asyncio.to_thread(self._shelf.listed)
        takes = [
            {
                "name": each.name,
                "modified_ms": round(each.modified_s * 1000),
                "size": each.size,
                "labelled": each.label.exists(),
            }
            for each in listed
        ]
        return web.json_response({"takes": takes})

    async def _take(self, request: web.Request) -> web.Response:
        listed = await self._named(request)
        opened = await self._opened(listed)
        ends = [track.t_s[[0, -1]].tolist() for track in opened.tracks.values() if len(track.t_s)]
        label = opened.label
        return web.json_response(
            {
                "name": listed.name,
                "start_s": min((each[0] for each in ends), default=0.0),
                "end_s": max((each[1] for each in ends), default=0.0),
                "devices": list(opened.tracks),
                "shift_s": dict(opened.shift_s),
                "exercise": opened.exercise,
                "site": opened.site,
                "said": label.exercise,
                "synthetic": label.synthetic,
                "marks": {} if label.truth is None else label.truth.model_dump(mode="json"),
                "warnings": opened.warnings,
                "exercises": [{"name": each.name, "title": each.title} for each in exercises().values()],
            }
        )

    async def _signal(self, request: web.Request) -> web.Response:
        opened = await self._opened(await self._named(request))
        start_s, end_s, columns = (number(request, name) for name in ("from", "to", "columns"))
        wanted = max(2, min(MOST_COLUMNS, int(columns)))
        drawn = {device: track.window(start_s, end_s, wanted) for device, track in opened.tracks.items()}
        return web.json_response(drawn)

    async def _count(self, request: web.Request) -> web.Response:
        listed = await self._named(request)
        asked = await body(request, Question)
        marks = None if asked.marks is None else asked.marks.model_dump(mode="json", exclude_none=True)
        found = await self._worker.run(recount, listed.path, asked.exercise, dict(asked.params), marks)
        return web.json_response(found)

    async def _save(self, request: web.Request) -> web.Response:
        listed = await self._named(request)
        saved = await body(request, Saved)
        try:
            await asyncio.to_thread(
                save_truth, listed.label, saved.marks.model_dump(mode="json"), saved.exercise
            )
        except LegdayError as error:
            raise web.HTTPUnprocessableEntity(text=str(error)) from None
        return web.json_response({"file": listed.label.name})

    async def _named(self, request: web.Request) -> Listed:
        name = request.query.get("take", "")
        listed = await asyncio.to_thread(self._shelf.find, name)
        if listed is None:
            raise web.HTTPNotFound(text=f"No take {name[:200]!r} here.\n")
        return listed

    async def _opened(self, listed: Listed) -> Opened:
        """Return a take's motion, the last few from memory."""
        key = (listed.path, listed.modified_s)
        if key not in self._open:
            opened = await self._worker.run(open_take, listed.path)
            self._open[key] = opened
            while len(self._open) > KEPT_OPEN:
                del self._open[next(iter(self._open))]
        return self._open[key]


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE)


async def _parameters(request: web.Request) -> web.Response:
    try:
        exercise = find_exercise(request.query.get("exercise", ""))
    except LegdayError as error:
        raise web.HTTPNotFound(text=str(error)) from None
    return web.json_response({"parameters": sliders(exercise, request.query.get("site", "unknown"))})
