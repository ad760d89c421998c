"""A session that waits for phones, and a browser that is one."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from legday.core.inputs import Input, Packet
from legday.core.setup import SessionSetup
from legday.publishers import Message
from legday.service import Service
from legday.sources.ble import Target
from legday.sources.feeds import FeedSource
from legday.sources.phone import Door
from legday.web import PhoneScore, PhoneServer, PhoneSettings
from tests.conftest import PHONE_HOST
from tests.edges.brokers import mosquitto

expect.set_options(timeout=30_000)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

PERFORM = """
window.buzzes = [];
window.samples = 0;
navigator.vibrate = (ms) => (window.buzzes.push(ms), true);
window.moved = (timeStamp, acc, turn) => {
  const [x, y, z] = acc;
  const [alpha, beta, gamma] = turn;
  const event = new DeviceMotionEvent("devicemotion", {
    accelerationIncludingGravity: { x, y, z }, rotationRate: { alpha, beta, gamma }, interval: 10 });
  Object.defineProperty(event, "timeStamp", { value: timeStamp });
  window.dispatchEvent(event);
  window.samples += 1;
};
/* Rows of acceleration and rotation at 100 Hz, so many times as fast as they were, then the last for ever:
   a phone learns the newest count with the answer to its next frame. */
window.perform = (rows, speed) => new Promise((done) => {
  const start = performance.now();
  let at = 0;
  const move = (row) => window.moved(start + at++ * 10, row.slice(0, 3), row.slice(3));
  const step = () => {
    const due = Math.min(rows.length, ((performance.now() - start) / 10) * speed);
    while (at < due) move(rows[at]);
    if (at < rows.length) setTimeout(step, 5);
    else done(setInterval(move, 10, rows.at(-1)));
  };
  step();
});
/* The same attitude for ever, at 100 Hz by the events' own times, however busy the machine is. */
window.rest = (acc) => {
  let at = performance.now() - 10;
  return setInterval(() => window.moved((at += 10), acc, [0, 0, 0]), 10);
};
"""


@dataclass
class Heard:
    """A publisher and a recorder that keep what they are given."""

    messages: list[Message] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    full: bool = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None: ...

    async def publish(self, message: Message) -> None:
        self.messages.append(message)

    @contextlib.contextmanager
    def record(self) -> object:
        yield self

    def write(self, item: Input) -> None:
        self.inputs.append(item)

    def flush(self) -> None: ...

    def sync(self) -> None: ...

    def events(self, kind: str) -> list[Mapping[str, object]]:
        return [each.body for each in self.messages if each.kind == "event" and each.body["type"] == kind]

    @property
    def frames(self) -> list[bytes]:
        """Frames with samples, in the order in which the session took them."""
        packets = [item for item in self.inputs if isinstance(item, Packet)]
        return [packet.payload for packet in packets if packet.payload[0] != 1]

    @property
    def numbers(self) -> list[int]:
        return [int.from_bytes(frame[1:5], "little") for frame in self.frames]


@dataclass
class Waiting:
    """A session that begins when its phones are there."""

    door: Door
    server: PhoneServer
    heard: Heard
    service: Service | None = None

    async def run(self, exercise: str | None) -> None:
        await self.door.filled()
        setup = SessionSetup(recording="test", exercise=exercise, sensors=self.door.sensors)
        source = FeedSource(setup, self.door.seats)
        self.service = Service(setup, source, record=self.heard.record)
        await self.service.run([self.heard, PhoneScore(self.server)])


@contextlib.asynccontextmanager
async def waiting_for(folder: Path, exercise: str | None = "squat", **places: str) -> AsyncIterator[Waiting]:
    """Wait for phones at these places by device; none waits for one that chooses."""
    targets = {device: Target("phone", site) for device, site in (places or {"thigh": ""}).items()}
    door = Door(targets, time.time_ns)
    settings = PhoneSettings(host="127.0.0.1", port=0, name=PHONE_HOST)
    async with PhoneServer(settings, door, folder) as server:
        waiting = Waiting(door, server, Heard())
        running = asyncio.create_task(waiting.run(exercise))
        try:
            yield waiting
        finally:
            if waiting.service is None:
                running.cancel()
            else:
                waiting.service.stop()
            with contextlib.suppress(asyncio.CancelledError):
                await running


@contextlib.asynccontextmanager
async def phone_of(browser: Browser, scheme: str = "dark") -> AsyncIterator[Page]:
    """A phone whose page may make no error."""
    context: BrowserContext = await browser.new_context(
        **PHONE, ignore_https_errors=True, color_scheme=scheme
    )
    await context.add_init_script(PERFORM)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    await context.close()
    assert [each for each in complaints if "ERR_" not in each and "403" not in each] == []


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser) -> AsyncIterator[Page]:
    async with phone_of(browser) as page:
        yield page


async def put_on(page: Page, url: str, *, place: str | None = "Left thigh", up: float = 9.8) -> None:
    """Do what a person does up to Go; ``up`` is what the phone reads along z while it lies on its back."""
    await page.goto(url)
    await page.get_by_role("button", name="Start").click()
    if place is not None:
        await page.get_by_role("button", name=place).click()
    await expect(page.get_by_role("heading", name="Lay it on its back")).to_be_visible()
    resting = await page.evaluate("(up) => window.rest([0.1, 0.0, up])", up)
    await expect(page.get_by_role("button", name="Go")).to_be_visible()
    await page.evaluate("(timer) => clearInterval(timer)", resting)
    await page.get_by_role("button", name="Go").click()
    await expect(page.get_by_role("status").first).to_have_text("Connected")


async def eventually(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.02)


@pytest.fixture
def mosquitto_port(mosquitto_program: str, tmp_path: Path) -> Iterator[int]:
    with mosquitto(mosquitto_program, tmp_path) as port:
        yield port
