"""The page in a real browser, fed by nothing but the public topics."""

import asyncio
import contextlib
import math
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from legday.core.inputs import Command
from legday.core.setup import SensorSetup, SessionSetup
from legday.publishers import Answer, Context, Message, Surroundings, unanswered
from legday.web.server import WebServer

from .brokers import PATIENCE_S, eventually
from .conftest import SETUP, Obeyed
from .pages import PHONE, STATE, TWO_FRAMES, WALL, Stage, drawn, jump, opened, rejected, show, training

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FINGER_PX = 40
READABLE_PX = 53
CAPITAL = 0.71
"""Height of a capital letter, of the size of its type."""

expect.set_options(timeout=30_000)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    async with opened(browser) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def server(stage: Stage) -> AsyncIterator[WebServer]:
    async with stage.server() as server:
        yield server


async def drawn_soon(page: Page) -> None:
    """Wait until the line can be seen."""
    async with asyncio.timeout(PATIENCE_S):
        while await drawn(page) <= 50:
            await page.evaluate("new Promise(requestAnimationFrame)")


async def test_the_count_appears_and_grows(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    await page.goto(server.url)
    await expect(page.locator("#connection")).to_have_text("Connecting")
    async with training(stage, context) as out:
        await expect(page.locator("#connection")).to_have_text("Connected")
        await expect(page.locator("h1")).to_have_text("No exercise")
        for count in (0, 1, 2, 11):
            await out.publish(Message("state", "thigh", {**STATE, "count": count}))
            await expect(page.locator("#count")).to_have_text(str(count))
        await expect(page.locator("h1")).to_have_text("Squat")
        await expect(page.locator("#tempo")).to_have_text("24")
        await expect(page.locator("#tempo-unit")).to_have_text("reps/min")
        await expect(page.locator("#set")).to_have_text("1")


MEASURED = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const digits = document.createRange();
  digits.selectNodeContents(document.querySelector("#count"));
  const { left, right } = digits.getBoundingClientRect();
  const { top, bottom, height } = box("#count");
  const [below, page] = [box("#exercises").top, document.documentElement.scrollWidth];
  return { left, right, top, bottom, height, below, page };
}"""


async def test_the_count_fills_the_screen_and_nothing_is_cut_off(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    async with training(stage, context) as out:
        await page.goto(server.url)
        for count in (8, 88, 188, 1888):
            await out.publish(Message("state", "thigh", {**STATE, "count": count}))
            await expect(page.locator("#count")).to_have_text(str(count))
            for width, height in ((1280, 800), (1920, 1080), (390, 844), (844, 390)):
                await page.set_viewport_size({"width": width, "height": height})
                await page.evaluate(TWO_FRAMES)
                found = await page.evaluate(MEASURED)
                assert found["height"] >= 0.22 * min(width, height)
                assert found["page"] <= width
                assert found["left"] >= 0
                assert found["right"] <= width
                assert found["top"] >= 0
                assert found["bottom"] <= found["below"] + 1


async def test_the_angle_is_drawn_and_counted_reps_are_marked(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    await page.goto(server.url)
    await expect(page.locator(".nothing")).to_be_visible()
    assert await drawn(page) == 0
    async with training(stage, context):
        await expect(page.locator(".nothing")).to_be_hidden()
        await drawn_soon(page)


async def test_choosing_an_exercise_sends_the_command(
    page: Page, server: WebServer, stage: Stage, context: Context, obeyed: Obeyed
) -> None:
    async with training(stage, context) as out:
        await page.goto(server.url)
        await page.get_by_role("button", name="Squat", exact=True).click()
        await eventually(lambda: bool(obeyed.commands))
        assert [(each.name, each.value, each.device) for each in obeyed.commands] == [
            ("exercise", "squat", "")
        ]
        await out.publish(Message("state", "thigh", STATE))
        await expect(page.get_by_role("button", name="Squat", exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )


async def test_plans_of_one_s_own_can_be_chosen_and_one_that_is_broken_is_left_out(
    page: Page,
    server: WebServer,
    stage: Stage,
    obeyed: Obeyed,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "my-legs.toml").write_text(
        'name = "my-legs"\ntitle = "Mine <b>"\n[[exercises]]\nexercise = "squat"\nreps = 5\n'
    )
    (tmp_path / "broken.toml").write_text('name = "broken"\n')
    around = Surroundings(plan_folders=(tmp_path,))
    context = Context(SETUP, obeyed, time.time_ns, "test", surroundings=around)
    async with training(stage, context):
        await page.goto(server.url)
        await expect(page.locator("#plan option")).to_have_text(
            ["No plan", "Mine <b>", "Stronger legs for running"]
        )
        await page.select_option("#plan", "my-legs")
        await eventually(lambda: bool(obeyed.commands))
    assert [(each.name, each.value) for each in obeyed.commands] == [("plan", "my-legs")]
    assert "broken.toml" in caplog.text


async def test_a_refused_command_is_explained(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    async with training(stage, context) as out:
        await page.goto(server.url)
        await expect(page.locator("#connection")).to_have_text("Connected")
        refusal = {"type": "command_refused", "id": "t.workout.1", "reason": "no such exercise"}
        await out.publish(Message("event", "workout", refusal))
        await expect(page.get_by_role("alert")).to_have_text("no such exercise")


async def test_every_state_of_the_connection_is_told(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    connection = page.locator("#connection")
    await page.goto(server.url)
    async with training(stage, context) as out:
        await expect(connection).to_have_text("Connected")
        await out.publish(Message("status", "thigh", {"status": "offline"}))
        await expect(connection).to_have_text("No sensor")
        await out.publish(Message("status", "thigh", {"status": "online"}))
        await expect(connection).to_have_text("Connected")
    await expect(connection).to_have_text("legday has stopped")
    async with stage.publisher(context) as out:
        await out.publish(Message("status", "thigh", {"status": "online"}))
        await expect(connection).to_have_text("No data from the sensor")


async def test_a_page_that_lost_its_server_comes_back_by_itself(
    page: Page, stage: Stage, context: Context
) -> None:
    async with training(stage, context) as out:
        await out.publish(Message("state", "thigh", {**STATE, "count": 3}))
        async with stage.server() as server:
            port = int(server.url.rstrip("/").rsplit(":", 1)[1])
            await page.goto(server.url)
            await expect(page.locator("#count")).to_have_text("3")
        await expect(page.locator("#connection")).to_have_text("Reconnecting")
        await out.publish(Message("state", "thigh", {**STATE, "count": 4}))
        async with stage.server(port=port):
            await expect(page.locator("#connection")).to_have_text("Connected")
            await expect(page.locator("#count")).to_have_text("4")


async def test_a_set_of_a_plan_shows_its_number_its_target_and_how_far_one_is(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    async with training(stage, context) as out:
        await page.goto(server.url)
        target = {"reps": 10, "s": None, "shuttles": None}
        await show(out, count=4, set={"n": 2, "of": 3, "running": True}, target=target)
        await expect(page.locator("#set-of")).to_have_text("of 3")
        await expect(page.locator("#target")).to_have_text("10")
        await expect(page.locator("#progress")).to_have_js_property("value", 0.4)
        await expect(page.locator("#phase")).to_have_text("Go")
        await show(out, target=target | {"steps_per_min": [150.0, 170.0]}, steps_per_min=164.0)
        await expect(page.locator("#gauge")).to_have_attribute("data-inside", "yes")
        await show(out, target=target | {"steps_per_min": [150.0, 170.0]}, steps_per_min=180.0)
        await expect(page.locator("#gauge")).to_have_attribute("data-inside", "no")


async def test_a_rest_counts_down_in_its_ring(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    """On a clock that the test sets."""
    ends_s = round(time.time()) + 45
    await page.clock.set_fixed_time(ends_s - 45)
    async with stage.publisher(context) as out:
        await page.goto(server.url)
        await show(out, phase="rest", phase_ends_ms=ends_s * 1000)
        left = page.locator("#ring-left")
        for second, emptied in ((45, 0.0), (15, 2 / 3), (1, 44 / 45)):
            await page.clock.set_fixed_time(ends_s - second)
            await expect(page.locator("#ring-text")).to_have_text(str(second))
            offset = float(await left.evaluate("ring => ring.style.strokeDashoffset"))
            assert offset == pytest.approx(2 * math.pi * 46 * emptied, abs=0.1)
        await show(out, phase="work")
        await expect(page.locator("#ring")).to_be_hidden()


async def test_flights_are_bars_and_what_is_not_counted_says_why(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    async with training(stage, context) as out:
        await page.goto(server.url)
        await show(out, exercise="leapfrog", title="Leapfrog", counts="jump")
        await expect(page.locator("h1")).to_have_text("Leapfrog")
        for n, flight_s in enumerate((0.3, 0.42, 0.36), start=1):
            await out.publish(jump(n, 2.0 * n, flight_s))
        await expect(page.locator("#bars li")).to_have_count(3)
        await expect(page.locator("#bars li[data-best=yes]")).to_have_text("420 ms")
        await out.publish(rejected(9, 7.0, "too short for a jump"))
        await expect(page.locator("#remark")).to_have_text("Not counted: too short for a jump")
        withdrawal = {
            "type": "retracted",
            "id": "test.thigh.10",
            "device": "thigh",
            "retracts": "test.thigh.2",
        }
        await out.publish(Message("event", "thigh", {**withdrawal, "reason": "undone"}))
        await expect(page.locator("#bars li")).to_have_count(2)


async def test_keys_correct_the_count_and_each_answer_is_told(
    page: Page, server: WebServer, stage: Stage, context: Context, obeyed: Obeyed
) -> None:
    answers = {"+": "One more", "-": "One less", "u": "Undone", "k": "The last 60 s are kept"}
    async with training(stage, context) as out:
        await page.goto(server.url)
        await show(out, count=3)
        await expect(page.locator("#undo")).to_be_enabled()
        for key, answer in answers.items():
            await page.keyboard.press(key)
            await expect(page.get_by_role("alert")).to_have_text(answer)
        await page.keyboard.press("p")
        await eventually(lambda: len(obeyed.commands) == 5)
    assert [(each.name, each.value) for each in obeyed.commands] == [
        ("adjust", "+1"),
        ("adjust", "-1"),
        ("undo", ""),
        ("keep", "60"),
        ("pause", "on"),
    ]


async def test_a_refusal_is_told_in_legday_s_words_and_silence_too(
    page: Page, server: WebServer, stage: Stage
) -> None:
    def obey(command: Command, answer: Answer = unanswered) -> bool:
        if command.name == "undo":
            answer("nothing to take back")
        return True

    await page.clock.install()
    async with training(stage, Context(SETUP, obey, time.time_ns, "test")) as out:
        await page.goto(server.url)
        await show(out, count=3)
        notice = page.get_by_role("alert")
        await page.get_by_role("button", name="Undo").click()
        await expect(notice).to_have_text("nothing to take back")
        await expect(notice).to_have_attribute("data-kind", "refused")
        await page.get_by_role("button", name="One more").click()
        await page.clock.fast_forward(4_500)
        await expect(notice).to_have_text("legday does not answer.")


async def test_the_pill_tells_rate_loss_delay_and_battery(
    page: Page, server: WebServer, stage: Stage, context: Context
) -> None:
    async with training(stage, context) as out:
        await page.goto(server.url)
        await show(out)
        words = re.compile(r"^100 Hz · 0\.2 % lost · \d+ ms · battery 83 %$")
        await expect(page.locator("#quality")).to_have_text(words)


async def test_a_finger_on_a_phone_chooses_and_corrects(
    browser: Browser, server: WebServer, stage: Stage, context: Context, obeyed: Obeyed
) -> None:
    touched = opened(browser, PHONE, has_touch=True, is_mobile=True)
    async with training(stage, context) as out, touched as page:
        await page.goto(server.url)
        await show(out, count=3)
        await expect(page.locator("#count")).to_have_text("3")  # what is shown moves the buttons
        for name in ("One more", "Undo", "Leapfrog"):
            button = page.get_by_role("button", name=name, exact=True)
            await button.tap()
            box = await button.bounding_box()
            assert box is not None
            assert box["height"] >= FINGER_PX
    assert [(each.name, each.value) for each in obeyed.commands] == [
        ("adjust", "+1"),
        ("undo", ""),
        ("exercise", "leapfrog"),
    ]


async def test_the_wall_is_read_at_three_metres(
    browser: Browser, server: WebServer, stage: Stage, context: Context
) -> None:
    """Letters of 15 mm, a two-hundredth of the distance, on a screen of 24 inches: capitals of 53 pixels."""
    async with stage.publisher(context) as out, opened(browser, WALL) as page:
        await page.goto(f"{server.url}?kiosk")
        await show(out, count=188, set={"n": 2, "of": 3, "running": True})
        await expect(page.locator("#count")).to_have_text("188")
        for selector in ("#count", "#exercise", "#set", "#target", "#tempo"):
            size = await page.locator(selector).evaluate(
                "element => parseFloat(getComputedStyle(element).fontSize)"
            )
            assert CAPITAL * size >= READABLE_PX
        assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")


async def test_of_many_sensors_each_has_a_tile_and_the_chosen_one_its_line(
    page: Page, server: WebServer, stage: Stage, obeyed: Obeyed
) -> None:
    devices = ("gym_a", "gym_b", "gym_c")
    sensors = tuple(SensorSetup(device=device, profile="movella_dot") for device in devices)
    context = Context(SessionSetup(recording="test", sensors=sensors), obeyed, time.time_ns, "test")
    tiles = page.locator(".tile")
    async with training(stage, context, devices) as out:
        await page.goto(server.url)
        await expect(tiles).to_have_count(3)
        for n, device in enumerate(devices):
            await show(out, (device,), count=10 + n)
            await expect(tiles.nth(n)).to_have_text(f"{device}{10 + n}")
            await expect(tiles.nth(n)).to_have_attribute("data-moves", "yes")
        await drawn_soon(page)
        await tiles.nth(2).click()
        await expect(tiles.nth(2)).to_have_attribute("aria-pressed", "true")
        await drawn_soon(page)


async def test_two_sensors_stand_side_by_side(
    page: Page, server: WebServer, stage: Stage, obeyed: Obeyed
) -> None:
    sensors = tuple(
        SensorSetup(device=site, profile="movella_dot", site=site) for site in ("left_thigh", "right_thigh")
    )
    context = Context(SessionSetup(recording="test", sensors=sensors), obeyed, time.time_ns, "test")
    async with training(stage, context, ("left_thigh", "right_thigh")) as out:
        await page.goto(server.url)
        await expect(page.locator("figcaption span:first-child")).to_have_text(["Left", "Right"])
        await out.publish(
            Message("event", "workout", {"type": "asymmetry", "id": "test.workout.1", "index": 0.12})
        )
        await expect(page.locator("#balance")).to_have_text("12 %")
        await expect(page.locator("#balance-side")).to_have_text("more left")


async def test_voice_and_beep_are_remembered(page: Page, server: WebServer) -> None:
    await page.goto(server.url)
    await page.get_by_role("button", name="Voice").click()
    await page.reload()
    await expect(page.get_by_role("button", name="Voice")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("button", name="Beep")).to_have_attribute("aria-pressed", "false")


async def test_the_demo_counts_on_the_page(page: Page, tmp_path: Path) -> None:
    """One command, no configuration: the virtual athlete's jumps appear and grow."""
    demo = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("legday"),
        "live",
        "--demo",
        "--port",
        "0",
        cwd=tmp_path,
        env={**os.environ, "LEGDAY_VIRTUAL_SPEED": "3"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert demo.stdout is not None
    assert demo.stderr is not None
    try:
        async with asyncio.timeout(60):
            address = re.search(r"http://\S+", (await demo.stderr.readline()).decode())
        assert address is not None
        await page.goto(address[0])
        await expect(page.locator("#connection")).to_have_text("Connected")
        await expect(page.locator("h1")).to_have_text("Leapfrog")
        await expect(page.locator("#count")).to_have_text(re.compile(r"^[3-9]$"))
        await expect(page.locator("#tempo-unit")).to_have_text("jumps/min")
        await drawn_soon(page)
    finally:
        with contextlib.suppress(ProcessLookupError):
            demo.send_signal(signal.SIGINT)
        out, _ = await asyncio.wait_for(demo.communicate(), 30)
    assert demo.returncode == 0
    assert "jump 3" in out.decode()
