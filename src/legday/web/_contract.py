"""The contract, given out beside the page, for programs that read the topics."""

from aiohttp import web

from legday.contract.asyncapi import asyncapi
from legday.contract.schemas import schemas

ASYNCAPI = "/contract/asyncapi.json"


def join_contract(application: web.Application) -> None:
    """Join the AsyncAPI document and the schemas to the page's server."""
    application.router.add_get(ASYNCAPI, _asyncapi)
    application.router.add_get("/contract/schemas/{name}.json", _schema)


async def _asyncapi(_request: web.Request) -> web.Response:
    return web.json_response(asyncapi())


async def _schema(request: web.Request) -> web.Response:
    schema = schemas().get(request.match_info["name"])
    if schema is None:
        raise web.HTTPNotFound(text="No such schema.\n")
    return web.json_response(schema)
