"""What the page of the review asks for, checked."""

from collections.abc import Mapping
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from legday.recording.label import Interval
from legday.web._patience import body_of

M = TypeVar("M", bound=BaseModel)


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


async def body(request: web.Request, model: type[M]) -> M:
    """Return a request's body; only JSON, which no other site's form can send.

    Raises
    ------
    HTTPUnsupportedMediaType, HTTPBadRequest
        For another type, or a body that is not as it should be.
    """
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Want application/json.\n")
    try:
        return model.model_validate_json(await body_of(request))
    except ValidationError as error:
        raise _refusal(error) from None


def number(request: web.Request, name: str) -> float:
    """Return a number of a request's query.

    Raises
    ------
    HTTPBadRequest
        Where it is none, or not finite.
    """
    try:
        found = float(request.query[name])
    except (KeyError, ValueError):
        raise web.HTTPBadRequest(text=f"{name}: want a number.\n") from None
    if not abs(found) < float("inf"):
        raise web.HTTPBadRequest(text=f"{name}: want a number.\n")
    return found


def _refusal(error: ValidationError) -> web.HTTPException:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return web.HTTPBadRequest(text=f"{place}: {first['msg']}")
