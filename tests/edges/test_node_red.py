"""The flow of the how-to, in a real Node-RED."""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiomqtt
import pytest

from legday.publishers import Context
from legday.publishers.mqtt import MqttPublisher
from tests.conftest import CHECKOUT

from .brokers import HOST, eventually, free_port, listening
from .conftest import Obeyed
from .test_responses import ended, settings

FLOW = CHECKOUT / "docs" / "how-to" / "node-red" / "flow.json"
SETTINGS = "module.exports = {uiHost: '127.0.0.1', telemetry: {enabled: false}, editorTheme: {tours: false}}"


@contextlib.asynccontextmanager
async def node_red(folder: Path, broker_port: int) -> AsyncIterator[int]:
    """Run Node-RED with the flow of the how-to and its broker set; yield its port."""
    installed = CHECKOUT / ".cache" / "node-red"
    node = shutil.which("node")
    if node is None or not (installed / "complete").exists():
        pytest.skip("Node-RED is not installed here: .ci/run does it where there is npm")
    flow = json.loads(FLOW.read_text())
    for each in flow:
        if each["type"] == "mqtt-broker":
            each["port"] = str(broker_port)
    (folder / "flow.json").write_text(json.dumps(flow))
    (folder / "settings.js").write_text(SETTINGS)
    port, program = free_port(), installed / "node_modules" / "node-red" / "red.js"
    arguments = ("-u", folder, "-s", folder / "settings.js", "-p", str(port), folder / "flow.json")
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            node, program, *arguments, stdout=log, stderr=log, stdin=asyncio.subprocess.DEVNULL
        )
        try:
            yield port
        finally:
            process.kill()
            await process.wait()


@pytest.mark.mosquitto
async def test_the_flow_says_each_set_once_and_takes_the_newest_back(
    mosquitto_port: int, context: Context, obeyed: Obeyed, tmp_path: Path
) -> None:
    async with (
        listening(mosquitto_port, "#") as heard,
        node_red(tmp_path, mosquitto_port) as port,
        aiomqtt.Client(HOST, mosquitto_port) as again,
        MqttPublisher(settings(mosquitto_port), context) as publisher,
    ):
        await eventually(lambda: "Connected to broker" in (tmp_path / "log").read_text())
        await publisher.publish(ended(2))
        await publisher.publish(ended(3, 5))
        for event in await heard.until("legday/v1/workout/event/set_ended", count=2):
            await again.publish("legday/v1/workout/event/set_ended", event, qos=1)
        await publisher.publish(ended(4, 1))
        await heard.until("legday-flow/said", count=3)
        assert heard.on("legday-flow/said") == [b"Set 2: 8 squats", b"Set 3: 5 squats", b"Set 4: 1 squat"]
        await _press(port, "legday-undo")
        [answer] = await heard.until("legday/v1/all/response/undo")
        assert json.loads(answer)["transaction"] == "node-red"
    assert [each.name for each in obeyed.commands] == ["undo"]


async def _press(port: int, node: str) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(f"POST /inject/{node} HTTP/1.0\r\nHost: {HOST}\r\nContent-Length: 0\r\n\r\n".encode())
    assert b"200" in await reader.readline()
    writer.close()
    await writer.wait_closed()
