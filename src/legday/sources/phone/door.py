"""Who may come in: one token for the session, one phone for each seat."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from legday.core.setup import SensorSetup
from legday.core.site import site_of
from legday.errors import LegdayError
from legday.sources.ble.target import Target
from legday.sources.phone.seat import Seat

PROFILE = "phone_page"

WRONG_TOKEN = "This link does not belong to the session that is running. Scan the code in the terminal again."  # noqa: S105
ENDED = "The session has ended. Start legday again and scan the new code."
ALL_TAKEN = (
    "Another phone has opened this link already. For two phones start legday with "
    "--sensor phone=left_thigh --sensor phone=right_thigh."
)
NO_SITE = "Where is the phone worn? Choose a place."

Identity = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class RefusedPhoneError(LegdayError):
    """A phone that may not come in; the message is for the person who holds it."""


class Hello(BaseModel):
    """What a phone says first.

    A phone keeps its ``phone`` id while its page is open or opened anew; ``run`` is another each time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: str = Field(max_length=128)
    phone: Identity
    run: Identity
    first: int = Field(0, ge=0, lt=2**32)
    seat: str = Field("", max_length=64)
    site: str = Field("", max_length=64)


class Door:
    """The seats of a session and the token to them.

    Parameters
    ----------
    targets : mapping
        By device, one for each phone; an empty site leaves it to the person at the phone.
    now_ns : callable
        Host time.

    Attributes
    ----------
    token : str
        Good for the first phone on each seat, as long as the session lasts.
    is_open : bool
        False once the session has ended.
    seats : tuple of Seat
        In the order of the targets.
    """

    def __init__(self, targets: Mapping[str, Target], now_ns: Callable[[], int]) -> None:
        self.token = secrets.token_urlsafe(16)
        self.seats = tuple(Seat(name, each.site, each.person, now_ns) for name, each in targets.items())
        self.is_open = True

    @property
    def sensors(self) -> tuple[SensorSetup, ...]:
        """The phones as sensors of a session."""
        return tuple(
            SensorSetup(device=seat.device, profile=PROFILE, site=seat.site or "unknown", person=seat.person)
            for seat in self.seats
        )

    def check(self, token: str) -> None:
        """Let a token pass.

        Raises
        ------
        RefusedPhoneError
            For a session that has ended, and for any other token.
        """
        if not self.is_open:
            raise RefusedPhoneError(ENDED)
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise RefusedPhoneError(WRONG_TOKEN)

    def seats_of(self, phone: str) -> list[Seat]:
        """Return the seats that this phone has taken."""
        return [seat for seat in self.seats if seat.phone == phone]

    def free_for(self, phone: str) -> list[Seat]:
        """Return the seats that this phone may take: its own, else all that are free.

        Raises
        ------
        RefusedPhoneError
            Where there is none.
        """
        free = self.seats_of(phone) or [seat for seat in self.seats if not seat.phone]
        if not free:
            raise RefusedPhoneError(ALL_TAKEN)
        return free

    def admit(self, hello: Hello) -> Seat:
        """Return the phone's seat, which is its own from now on.

        Raises
        ------
        RefusedPhoneError
            With the reason, for the person who holds the phone.
        """
        self.check(hello.token)
        free = self.free_for(hello.phone)
        seat = next((each for each in free if each.device == hello.seat), free[0])
        if not seat.site:
            if site_of(hello.site) == "unknown":
                raise RefusedPhoneError(NO_SITE)
            seat.site = hello.site
        seat.phone = hello.phone
        seat.taken.set()
        return seat

    async def filled(self) -> None:
        """Wait until every seat is taken."""
        for seat in self.seats:
            await seat.taken.wait()

    def close(self) -> None:
        """Let nobody in any more."""
        self.is_open = False
