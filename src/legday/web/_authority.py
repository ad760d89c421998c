"""A certificate authority of one's own, so that a phone's browser can talk to this machine in private.

The authority's key stays in the data folder. It can vouch for private networks only: its certificate says
so (name constraints), whoever holds the key.
"""

import datetime
import hashlib
import ipaddress
import os
import plistlib
import ssl
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from legday.errors import MissingExtraError, SettingsError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

AUTHORITY_FILE, LEAF_FILE = "authority.pem", "phone.pem"
AUTHORITY_DAYS, LEAF_DAYS = 3650, 397
"""Browsers refuse a leaf that lasts longer than 398 days."""

SERVER = "legday on this machine"
"""Subject of a leaf. An address there would be held against the names that the authority may vouch for."""

DOMAINS = ("local", "lan", "home", "home.arpa", "internal", "localhost", "test")
NETWORKS = (
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
)
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
        _check(name)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority, key = _authority(folder / AUTHORITY_FILE, now)
        leaf, leaf_key = _leaf(authority, key, names, now)
        chain = leaf.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM)
        _write_private(folder / LEAF_FILE, _key_pem(leaf_key) + chain)
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
    certificate = _signed_by_itself(key, now)
    _write_private(path, _key_pem(key) + certificate.public_bytes(Encoding.PEM))
    return certificate, key


def _signed_by_itself(key: "ec.EllipticCurvePrivateKey", now: datetime.datetime) -> "x509.Certificate":
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    builder = _builder(_name("legday on this network"), _name("legday on this network"), now, AUTHORITY_DAYS)
    permitted: list[x509.GeneralName] = [x509.DNSName(domain) for domain in DOMAINS]
    permitted += [x509.IPAddress(ipaddress.ip_network(network)) for network in NETWORKS]
    return (
        builder.public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _leaf(
    authority: "x509.Certificate",
    key: "ec.EllipticCurvePrivateKey",
    names: list[str],
    now: datetime.datetime,
) -> "tuple[x509.Certificate, ec.EllipticCurvePrivateKey]":
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID

    own = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    served = [ExtendedKeyUsageOID.SERVER_AUTH]
    leaf = (
        _builder(_name(SERVER), authority.subject, now, LEAF_DAYS)
        .public_key(own.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(served), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(issuer, critical=False)
        .sign(key, hashes.SHA256())
    )
    return leaf, own


def _builder(
    subject: "x509.Name", issuer: "x509.Name", now: datetime.datetime, days: int
) -> "x509.CertificateBuilder":
    from cryptography import x509

    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - day).not_valid_after(now + days * day - 2 * day)


def _usage(*, signs_certificates: bool) -> "x509.KeyUsage":
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> "x509.Name":
    from cryptography import x509

    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text[:64])])


def _general(name: str) -> "x509.GeneralName":
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _check(name: str) -> None:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        private = any(name == domain or name.endswith(f".{domain}") for domain in DOMAINS)
    else:
        networks = (ipaddress.ip_network(network) for network in NETWORKS)
        private = any(address.version == network.version and address in network for network in networks)
    if not private:
        raise SettingsError(OWN_WANTED.format(domains=", ".join(DOMAINS), name=name))


def _key_pem(key: "ec.EllipticCurvePrivateKey") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that nobody else may read, whole or not at all."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    beside.replace(path)
