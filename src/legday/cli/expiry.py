"""How long the certificates hold that this installation uses, and what to do before they end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from legday.cli.finding import Finding
from legday.config import Settings
from legday.web._authority import AUTHORITY_FILE, LEAF_FILE

SOON = timedelta(days=30)
"""Time to ask somebody for another one."""

SUBJECT = "certificate"
NOT_READ = "its date was not looked at: pip install 'legday[phone]' brings what reads it"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A file of certificates, and what to do when they end.

    Parameters
    ----------
    path : Path
        The file, PEM.
    name : str
        What it is, or the setting that names it.
    advice : str
        What to do.
    holds : {'first', 'last'}
        Which of several ends the use of the file: a chain holds until its first one has ended, a choice of
        authorities until its last one has.
    """

    path: Path
    name: str
    advice: str
    holds: Literal["first", "last"] = "first"


def check_expiry(settings: Settings, folder: Path, now: datetime) -> list[Finding]:
    """Look at the date of every certificate in use.

    Parameters
    ----------
    settings : Settings
        They name those of the broker and of the page.
    folder : Path
        Our own authority is there, with what it signed for phones.
    now : datetime
        With its time zone.
    """
    return [_checked(each, now) for each in _in_use(settings, folder)]


def _in_use(settings: Settings, folder: Path) -> Iterator[Certificate]:
    mqtt, web = settings.mqtt, settings.web
    if mqtt.url is not None and mqtt.ca is not None:
        wanted = "ask whoever runs the broker for its authority's new certificate"
        yield Certificate(mqtt.ca, "mqtt.ca", wanted, "last")
    if mqtt.url is not None and mqtt.certificate is not None:
        yield Certificate(mqtt.certificate, "mqtt.certificate", "ask whoever runs the broker for a new one")
    if web.certificate is not None:
        yield Certificate(web.certificate, "web.certificate", "renew it, and start legday anew")
    if (folder / AUTHORITY_FILE).exists():
        wanted = "legday live --phone then makes another, which every phone has to be told to trust"
        yield Certificate(folder / AUTHORITY_FILE, "our own authority", wanted)
    if (folder / LEAF_FILE).exists():
        wanted = "start legday live --phone anew, which makes another; remove the file where no phone is used"
        yield Certificate(folder / LEAF_FILE, "the phone's page", wanted)


def _checked(certificate: Certificate, now: datetime) -> Finding:
    what = f"{certificate.name}: {certificate.path}"
    try:
        ends = _end(certificate)
    except ImportError:
        return Finding(SUBJECT, fine=True, text=f"{what}: {NOT_READ}")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "want a certificate (PEM)"
        return Finding(SUBJECT, fine=False, text=f"{what}: {reason}")
    if ends - now > SOON:
        return Finding(SUBJECT, fine=True, text=f"{what} holds until {ends:%Y-%m-%d}")
    tense = "ended" if ends <= now else "ends"
    return Finding(SUBJECT, fine=False, text=f"{what} {tense} on {ends:%Y-%m-%d}: {certificate.advice}")


def _end(certificate: Certificate) -> datetime:
    """Return when a file of certificates can no longer be used.

    Raises
    ------
    ImportError
        Without the extra that reads certificates.
    OSError, ValueError
        For a file that cannot be read, or holds none.
    """
    from cryptography import x509

    ends = [
        each.not_valid_after_utc for each in x509.load_pem_x509_certificates(certificate.path.read_bytes())
    ]
    return min(ends) if certificate.holds == "first" else max(ends)
