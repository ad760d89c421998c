"""A URL as a code that a phone scans."""

import io
from typing import TYPE_CHECKING

from legday.errors import MissingExtraError

if TYPE_CHECKING:
    from segno import QRCode


class Scannable:
    """A URL as a QR code.

    Parameters
    ----------
    url : str
        What the phone opens.

    Raises
    ------
    MissingExtraError
        Without the extra that draws it.
    """

    def __init__(self, url: str) -> None:
        self._code = _code_of(url)

    def for_terminal(self) -> str:
        """Return it in the characters of a terminal."""
        drawn = io.StringIO()
        self._code.terminal(drawn, compact=True)
        return drawn.getvalue()

    def picture(self) -> str:
        """Return it as the address of a picture that carries its own data, dark on white."""
        return str(self._code.svg_data_uri(scale=8, border=4, light="white"))


def _code_of(url: str) -> "QRCode":
    try:
        import segno
    except ImportError:
        raise MissingExtraError("phone", "the code for the phone") from None
    return segno.make(url, error="l", micro=False)
