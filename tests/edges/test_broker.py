"""The embedded broker: there when it is entered, gone when we are, and on loopback only."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import aiomqtt
import pytest

from legday.broker import BrokerSettings, EmbeddedBroker
from legday.errors import BrokerError

from .brokers import HOST, free_port, listening

ORPHAN = """
import asyncio, time
from legday.broker import EmbeddedBroker

async def main():
    async with EmbeddedBroker() as broker:
        print(broker.listeners.port, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


def accepts(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((host, port)) == 0


async def test_both_versions_of_the_protocol_meet(embedded: EmbeddedBroker) -> None:
    v5 = aiomqtt.ProtocolVersion.V5
    async with (
        listening(embedded.listeners.port) as plain,
        listening(embedded.listeners.port_v5, protocol=v5) as modern,
        aiomqtt.Client(HOST, embedded.listeners.port) as sender,
    ):
        await sender.publish("legday/x", b"1", qos=1)
        assert await plain.until("legday/x") == [b"1"]
        assert await modern.until("legday/x") == [b"1"]


async def test_it_listens_on_loopback_only(embedded: EmbeddedBroker) -> None:
    configuration = embedded.listeners.configuration()
    listens = [line for line in configuration.splitlines() if line.startswith("listen")]
    assert len(listens) == 2
    assert all('"127.0.0.1:' in line for line in listens)
    assert not accepts("127.0.0.2", embedded.listeners.port)


async def test_its_ports_are_closed_behind_it() -> None:
    async with EmbeddedBroker() as broker:
        ports = (broker.listeners.port, broker.listeners.port_v5)
        assert all(accepts(HOST, port) for port in ports)
    assert not any(accepts(HOST, port) for port in ports)


async def test_it_takes_the_port_it_is_told() -> None:
    port = free_port()
    async with EmbeddedBroker(BrokerSettings(port=port)) as broker:
        assert broker.listeners.port == port


async def test_a_port_that_is_taken_is_an_error_that_names_it() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BrokerError, match=f"{HOST}:{port}"):
            await EmbeddedBroker(BrokerSettings(port=port)).__aenter__()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_dies_with_us_however_we_die(number: signal.Signals) -> None:
    process = subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout is not None
    port = int(process.stdout.readline())
    assert accepts(HOST, port)
    process.send_signal(number)
    process.wait()
    process.stdout.close()
    for _ in range(100):
        if not accepts(HOST, port):
            return
        time.sleep(0.05)
    pytest.fail("the broker outlived its parent")


async def test_the_terminals_signals_do_not_end_it(embedded: EmbeddedBroker) -> None:
    process = embedded._process
    assert process is not None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process.send_signal(number)
    await asyncio.sleep(0.3)
    assert process.poll() is None
    assert accepts(HOST, embedded.listeners.port)


async def test_a_loop_that_starts_no_processes_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows none does of those that can watch sockets."""

    def refused(*_arguments: object, **_more: object) -> None:
        raise NotImplementedError

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "subprocess_exec", refused)
    monkeypatch.setattr(loop, "subprocess_shell", refused)
    async with EmbeddedBroker() as broker:
        assert accepts(HOST, broker.listeners.port)


async def test_its_configuration_is_not_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with EmbeddedBroker():
        assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240
