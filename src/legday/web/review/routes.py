"""The review of takes: list, draw, count anew with other parameters, keep what a person marks."""

import asyncio
import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from legday.errors import LegdayError
from legday.exercises import exercise as find_exercise
from legday.exercises import exercises
from legday.recording.label import Interval
from legday.recording.save_label import save_truth
from legday.web._patience import body_of
from legday.web.review.parameters import sliders
from legday.web.review.recount import Opened, leave_interrupts_to_the_service, open_take, recount, told
from legday.web.review.shelf import Listed, Shelf

PAGE = Path(__file__).parents[1] / "static" / "review.html"

MOST_COLUMNS = 4000
KEPT_OPEN = 4
"""Takes whose motion stays in memory; of an hour at 100 Hz each is 6 MB."""

T = TypeVar("T")


class Marks(BaseModel):
    """What a person marked; null takes a kind of mark away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reps: int | None = Field(None, ge=0)
    rep_times_s: tuple[float, ...] | None = None
    rep_intervals_s: tuple[Interval, ...] | None = None
    set_intervals_s: tuple[Interval, ...] | None = None
    takeoff_s: tuple[float, ...] | None = None
    landing_s: tuple[float, ...] | None = None


class Question(BaseModel):
    """What a take is to be counted as; null as it was recorded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exercise: str | None = None
    params: Mapping[str, float] = Field(default_factory=dict)
    marks: Marks | None = None


class Saved(BaseModel):
    """What is to be written beside a take."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exercise: str | None = None
    marks: Marks


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
        self._worker: ProcessPoolExecutor | None = None

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
        application.on_cleanup.append(self._close)

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
        start_s, end_s, columns = (_number(request, name) for name in ("from", "to", "columns"))
        wanted = max(2, min(MOST_COLUMNS, int(columns)))
        drawn = {device: track.window(start_s, end_s, wanted) for device, track in opened.tracks.items()}
        return web.json_response(drawn)

    async def _count(self, request: web.Request) -> web.Response:
        listed = await self._named(request)
        asked = await _body(request, Question)
        marks = None if asked.marks is None else asked.marks.model_dump(mode="json", exclude_none=True)
        found = await self._work(recount, listed.path, asked.exercise, dict(asked.params), marks)
        return web.json_response(found)

    async def _save(self, request: web.Request) -> web.Response:
        listed = await self._named(request)
        saved = await _body(request, Saved)
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
            opened = await self._work(open_take, listed.path)
            self._open[key] = opened
            while len(self._open) > KEPT_OPEN:
                del self._open[next(iter(self._open))]
        return self._open[key]

    async def _work(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function of this page in the worker; what it cannot read is told to the page."""
        if self._worker is None:
            self._worker = ProcessPoolExecutor(
                1, multiprocessing.get_context("spawn"), leave_interrupts_to_the_service
            )
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._worker, told, function, *arguments)
        except LegdayError as error:
            raise web.HTTPUnprocessableEntity(text=str(error)) from None
        except BrokenProcessPool:
            self._worker = None
            raise web.HTTPInternalServerError(text="Counting ended before its time; try again.") from None

    async def _close(self, _application: web.Application) -> None:
        if self._worker is not None:
            await asyncio.to_thread(self._worker.shutdown, cancel_futures=True)


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE)


async def _parameters(request: web.Request) -> web.Response:
    try:
        exercise = find_exercise(request.query.get("exercise", ""))
    except LegdayError as error:
        raise web.HTTPNotFound(text=str(error)) from None
    return web.json_response({"parameters": sliders(exercise, request.query.get("site", "unknown"))})


M = TypeVar("M", bound=BaseModel)


async def _body(request: web.Request, model: type[M]) -> M:
    """Return a request's body; only JSON, which no other site's form can send."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Want application/json.\n")
    try:
        return model.model_validate_json(await body_of(request))
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> web.HTTPException:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return web.HTTPBadRequest(text=f"{place}: {first['msg']}")


def _number(request: web.Request, name: str) -> float:
    try:
        number = float(request.query[name])
    except (KeyError, ValueError):
        raise web.HTTPBadRequest(text=f"{name}: want a number.\n") from None
    if not abs(number) < float("inf"):
        raise web.HTTPBadRequest(text=f"{name}: want a number.\n")
    return number
