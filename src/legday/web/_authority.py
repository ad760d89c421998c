"""A certificate authority of one's own, so that a phone's browser can talk to this machine in private.

The authority's key stays in the data folder. It can vouch for private networks only: its certificate says
so (name constraints), whoever holds the key.
"""

import datetime
import hashlib
import os
import plistlib
import ssl
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from legday.errors import MissingExtraError, SettingsError
from legday.web._certificates import DOMAINS, is_private, key_pem, leaf_for, signed_by_itself
from legday.whole_file import put_names_on_disk

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

AUTHORITY_FILE, LEAF_FILE = "authority.pem", "phone.pem"

OWN_WANTED = (
    "our own certificates are for private addresses and names that end in {domains}: set web.certificate and "
    "web.key for {name}"
)


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority's certificate, as phones want it.

    Parameters
    ----------
    der : bytes
        The certificate.
    """

    der: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in pairs of hex digits."""
        digits = hashlib.sha256(self.der).hexdigest().upper()
        return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))

    @property
    def mobileconfig(self) -> bytes:
        """A profile for iPhones that holds the certificate."""
        own = uuid.uuid5(uuid.NAMESPACE_OID, self.fingerprint)
        payload = {
            "PayloadType": "com.apple.security.root",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"legday.authority.{own}",
            "PayloadUUID": str(uuid.uuid5(own, "payload")),
            "PayloadDisplayName": "legday on this network",
            "PayloadCertificateFileName": "legday.crt",
            "PayloadContent": self.der,
        }
        profile = {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"legday.profile.{own}",
            "PayloadUUID": str(own),
            "PayloadDisplayName": "legday",
            "PayloadDescription": "Lets this phone trust legday on your own network.",
            "PayloadContent": [payload],
        }
        return plistlib.dumps(profile)


def own_certificate(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return a context with the user's certificate.

    Raises
    ------
    SettingsError
        For files that hold none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"settings web.certificate, web.key: {certificate}, {key}: {error}") from None
    return context


def certified(folder: Path, names: list[str], now: datetime.datetime) -> tuple[ssl.SSLContext, Authority]:
    """Return a context for these names and addresses, and the authority that vouches for it.

    The authority is made at the first call and kept in the folder; the certificate is made anew each time.

    Raises
    ------
    MissingExtraError
        Without the extra that makes certificates.
    SettingsError
        For a name that the authority must not vouch for, or a folder that cannot be written.
    """
    try:
        from cryptography.hazmat.primitives.serialization import Encoding
    except ImportError:
        raise MissingExtraError("phone", "a certificate for the phone's page") from None
    for name in names:
        if not is_private(name):
            raise SettingsError(OWN_WANTED.format(domains=", ".join(DOMAINS), name=name))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority, key = _authority(folder / AUTHORITY_FILE, now)
        leaf, leaf_key = leaf_for(authority, key, names, now)
        chain = leaf.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM)
        _write_private(folder / LEAF_FILE, key_pem(leaf_key) + chain)
    except OSError as error:
        raise SettingsError(f"{folder}: want a folder that can be written: {error.strerror}") from None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / LEAF_FILE)
    return context, Authority(authority.public_bytes(Encoding.DER))


def _authority(path: Path, now: datetime.datetime) -> "tuple[x509.Certificate, ec.EllipticCurvePrivateKey]":
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

    if path.exists():
        text = path.read_bytes()
        try:
            certificate, key = x509.load_pem_x509_certificate(text), load_pem_private_key(text, None)
        except ValueError:
            raise SettingsError(f"{path}: want our authority; remove the file to make another") from None
        if isinstance(key, ec.EllipticCurvePrivateKey) and certificate.not_valid_after_utc > now:
            return certificate, key
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = signed_by_itself(key, now)
    _write_private(path, key_pem(key) + certificate.public_bytes(Encoding.PEM))
    return certificate, key


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that nobody else may read, whole or not at all."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    put_names_on_disk(path.parent)
