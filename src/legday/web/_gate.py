"""What a page may say to the broker: read the public topics, send commands, nothing else."""

import re

from legday.errors import BridgeError
from legday.web._packets import (
    CONNECT,
    PUBLISH,
    SUBSCRIBE,
    UNSUBSCRIBE,
    Frame,
    read_connect,
    read_filters,
    read_publish,
)

CLIENT_PREFIX = "page-"
"""Client ids of pages; one that named the service's own id would throw it off the broker."""

# PUBLISH, PUBACK to PUBCOMP, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT
_AFTER_CONNECT = frozenset({PUBLISH, 4, 5, 6, 7, SUBSCRIBE, UNSUBSCRIBE, 12, 14})


class Gate:
    """Judges the packets of one page in turn.

    Parameters
    ----------
    root : str
        What every public topic starts with, such as ``legday/v1``.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._command = re.compile(re.escape(root) + r"/[a-z0-9_-]+/cmd/[a-z0-9_-]+")
        self._connected = False

    def check(self, frame: Frame) -> None:
        """Let a packet pass.

        Raises
        ------
        BridgeError
            With the reason, for one that must not.
        """
        if frame.kind == CONNECT and not self._connected:
            self._check_connect(frame)
            self._connected = True
        elif not self._connected or frame.kind not in _AFTER_CONNECT:
            raise BridgeError(f"a packet of type {frame.kind} is not allowed here")
        elif frame.kind == PUBLISH:
            self._check_publish(frame)
        elif frame.kind == SUBSCRIBE:
            self._check_subscribe(frame)

    def _check_connect(self, frame: Frame) -> None:
        connect = read_connect(frame)
        if not connect.client_id.startswith(CLIENT_PREFIX):
            raise BridgeError(f"client id {connect.client_id!r}: want one that starts with {CLIENT_PREFIX}")
        if connect.has_will:
            raise BridgeError("a page has no last will")

    def _check_publish(self, frame: Frame) -> None:
        publish = read_publish(frame)
        if not self._command.fullmatch(publish.topic):
            raise BridgeError(f"{publish.topic!r} is not a topic that a page may publish to")
        if publish.retain:
            raise BridgeError("a command must not be retained")
        if publish.has_properties:
            # rumqttd breaks the connections of MQTT 3.1.1 clients when it hands properties on to them
            raise BridgeError("a command must not carry properties")

    def _check_subscribe(self, frame: Frame) -> None:
        for wanted in read_filters(frame):
            if not wanted.startswith(f"{self._root}/"):
                raise BridgeError(f"{wanted!r} is not a public topic; they start with {self._root}/")
