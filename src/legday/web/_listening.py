"""Listen on the usual port, or on a free one where that is taken and none was asked for."""

import ssl

from aiohttp import web

from legday.errors import SettingsError
from legday.web._patience import PatientRunner

CLOSE_S = 2.0
"""Requests that are being answered get so long when the server closes."""


async def listen(
    application: web.Application,
    setting: str,
    host: str,
    wanted: int | None,
    usual: int,
    context: ssl.SSLContext | None,
) -> tuple[PatientRunner, int]:
    """Return what serves an application, and its port.

    Parameters
    ----------
    application : Application
        What is served.
    setting : str
        The setting that a port which cannot be had is told by.
    host : str
        Address to listen on.
    wanted, usual : int
        The port asked for, if any, and the one that is tried first otherwise.
    context : SSLContext or None
        Certificate; None serves in the clear.

    Raises
    ------
    SettingsError
        When the address cannot be listened on.
    """
    runner = PatientRunner(application, CLOSE_S)
    await runner.setup()
    reason: str | None = None
    for port in (usual, 0) if wanted is None else (wanted,):
        try:
            await web.TCPSite(runner, host, port, ssl_context=context).start()
        except OSError as error:
            reason = error.strerror
            continue
        return runner, int(runner.addresses[0][1])
    await runner.cleanup()
    raise SettingsError(f"setting {setting}: cannot listen on {host}:{wanted}: {reason}")
