"""What stands in the certificates: an authority for private networks only, and what it signs."""

import datetime
import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

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


def is_private(name: str) -> bool:
    """Return whether the authority may vouch for a name or an address."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return any(name == domain or name.endswith(f".{domain}") for domain in DOMAINS)
    networks = (ipaddress.ip_network(network) for network in NETWORKS)
    return any(address.version == network.version and address in network for network in networks)


def signed_by_itself(key: "ec.EllipticCurvePrivateKey", now: datetime.datetime) -> "x509.Certificate":
    """Return an authority's certificate, which vouches for private names and addresses only."""
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


def leaf_for(
    authority: "x509.Certificate",
    key: "ec.EllipticCurvePrivateKey",
    names: list[str],
    now: datetime.datetime,
) -> "tuple[x509.Certificate, ec.EllipticCurvePrivateKey]":
    """Return a certificate for these names that the authority signed, and its own key."""
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


def key_pem(key: "ec.EllipticCurvePrivateKey") -> bytes:
    """Return a private key as PEM, not encrypted."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
