"""The address that others on the network reach this machine by."""

import socket

EVERY_ADDRESS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - to be recognised, not to be listened on

ELSEWHERE = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737): asking for the way there tells our own address, and nothing is sent."""


def own_address(host: str) -> str:
    """Return where a server that listens on ``host`` is reached; loopback where there is no network."""
    if host not in EVERY_ADDRESS:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
