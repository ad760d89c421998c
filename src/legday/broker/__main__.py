"""The broker's own process: ``python -m legday.broker CONFIGURATION``, until standard input closes."""

import logging
import os
import signal
import sys
import threading

from iotcore import IotCoreBroker


def _exit_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Serve until the parent closes our standard input, on purpose or by ending."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    # rumqttd reports every packet as an error span
    logging.getLogger("rumqttd").setLevel(logging.CRITICAL)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    broker = IotCoreBroker(config_path=sys.argv[1])
    try:
        broker.check_ports()
    except OSError as error:
        sys.exit(str(error))
    broker.run_forever()


if __name__ == "__main__":
    main()
