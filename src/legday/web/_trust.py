"""How a phone learns to trust the certificate of this machine, and what it installs for that."""

from pathlib import Path

from aiohttp import web

from legday.web._authority import Authority

PAGE = Path(__file__).with_name("static") / "phone" / "trust.html"


class Trust:
    """Hands out the certificate of our own authority, where there is one.

    Attributes
    ----------
    authority : Authority or None
        None where the owner of this machine brought a certificate.
    """

    def __init__(self) -> None:
        self.authority: Authority | None = None

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the routes."""
        router.add_get("/trust", _page)
        router.add_get("/trust/authority.json", self._told)
        router.add_get("/trust/legday.crt", self._certificate)
        router.add_get("/trust/legday.mobileconfig", self._profile)

    async def _told(self, _request: web.Request) -> web.Response:
        return web.json_response({"fingerprint": self.authority.fingerprint if self.authority else None})

    async def _certificate(self, _request: web.Request) -> web.Response:
        return _download(self._own().der, "application/x-x509-ca-cert", "legday.crt")

    async def _profile(self, _request: web.Request) -> web.Response:
        content = self._own().mobileconfig
        return _download(content, "application/x-apple-aspen-config", "legday.mobileconfig")

    def _own(self) -> Authority:
        if self.authority is None:
            raise web.HTTPNotFound(text="This server has a certificate of its owner's: nothing to install.\n")
        return self.authority


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE)


def _download(content: bytes, kind: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type=kind, headers=headers)
