"""Tell systemd that the service is ready, alive, ending: the datagrams of ``sd_notify``."""

import os
import socket
from collections.abc import Mapping

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"

SOCKET = "NOTIFY_SOCKET"


def notify(state: str, environment: Mapping[str, str] = os.environ) -> None:
    """Send a state to the service manager that started us, if one did and it listens."""
    address = environment.get(SOCKET, "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        try:
            manager.sendto(state.encode(), address)
        except OSError:
            return
