"""The review: its routes, and a take marked and counted anew in a browser."""

import asyncio
import shutil
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import numpy as np
import pytest

from legday.errors import TakeError
from legday.recording.save_label import save_truth
from legday.web.review import Review
from legday.web.review.levels import Track
from legday.web.server import WebServer, WebSettings
from tests.conftest import CHECKOUT

from .brokers import HOST


@pytest.fixture
def takes(tmp_path: Path) -> Path:
    for suffix in ("csv", "toml"):
        shutil.copy(CHECKOUT / "recordings" / f"squat.{suffix}", tmp_path)
    return tmp_path


@pytest.fixture
async def server(takes: Path) -> AsyncIterator[WebServer]:
    async with WebServer(WebSettings(port=0), None, "legday", [Review([takes])]) as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_take_is_counted_with_other_parameters(
    server: WebServer, client: aiohttp.ClientSession
) -> None:
    address = f"{server.url}review/count.json?take=squat.csv"
    async with client.post(address, json={"exercise": "squat"}) as answer:
        found = await answer.json()
    assert found["count"] == 10
    assert found["truth"]["count"] == 10
    async with client.post(address, json={"exercise": "squat", "params": {"shortest_s": 4.9}}) as answer:
        assert (await answer.json())["count"] < 10
    async with client.post(address, json={"exercise": "squat", "params": {"floor_m_s2": 99}}) as answer:
        assert answer.status == 422
        assert "floor_m_s2" in await answer.text()


@pytest.mark.parametrize(
    "name",
    ["../pyproject.toml", "/etc/passwd", "..%2fsquat.csv", "squat.toml", "", "squat.csv\0", "nothing.csv"],
)
@pytest.mark.parametrize("route", ["take", "signal", "count", "labels"])
async def test_no_name_leads_out_of_the_shelf(
    server: WebServer, client: aiohttp.ClientSession, route: str, name: str
) -> None:
    method = {"count": "POST", "labels": "PUT"}.get(route, "GET")
    address = f"{server.url}review/{route}.json"
    async with client.request(method, address, params={"take": name}, json={"marks": {}}) as answer:
        assert answer.status == 404


async def test_what_another_site_could_send_is_refused(
    server: WebServer, client: aiohttp.ClientSession
) -> None:
    address = f"{server.url}review/labels.json?take=squat.csv"
    async with client.put(address, data='{"marks": {}}', headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    async with client.put(address, json={"marks": {}}, headers={"Origin": "http://evil.example"}) as answer:
        assert answer.status == 403


async def test_too_large_a_body_is_refused(server: WebServer, client: aiohttp.ClientSession) -> None:
    address = f"{server.url}review/labels.json?take=squat.csv"
    async with client.put(address, json={"marks": {"rep_times_s": [0.123456] * 20_000}}) as answer:
        assert answer.status == 413


async def test_whoever_never_comes_to_the_point_is_hung_up_on(
    server: WebServer, client: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legday.web._patience.HEAD_S", 0.3)
    port = int(server.url.rstrip("/").rsplit(":", 1)[1])
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(f"GET / HTTP/1.1\r\nHost: {HOST}:{port}\r\nX-Slow: ".encode())
    async with asyncio.timeout(20):
        assert await reader.read() == b""
    writer.close()
    async with client.get(f"{server.url}review/takes.json") as answer:
        assert answer.status == 200


async def test_a_body_that_never_ends_is_given_up(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legday.web._patience.BODY_S", 0.3)
    port = int(server.url.rstrip("/").rsplit(":", 1)[1])
    reader, writer = await asyncio.open_connection(HOST, port)
    head = f"POST /review/count.json?take=squat.csv HTTP/1.1\r\nHost: {HOST}:{port}\r\n"
    writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{{".encode())
    async with asyncio.timeout(20):
        assert (await reader.readline()).split()[1] == b"408"
    writer.close()


def test_marks_leave_everything_else_in_the_label_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "take.toml"
    path.write_text('# mine\nsubject = "p1"\n\n[truth]\nreps = 3 # counted twice\nsteps = 9\n')
    save_truth(path, {"reps": 4, "rep_times_s": [1.5, 2.5], "takeoff_s": None}, "squat")
    text = path.read_text()
    assert "# mine" in text
    assert tomllib.loads(text) == {
        "subject": "p1",
        "exercise": "squat",
        "truth": {"reps": 4, "steps": 9, "rep_times_s": [1.5, 2.5]},
    }


def test_a_label_that_is_no_toml_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "take.toml"
    path.write_text("subject = ")
    with pytest.raises(TakeError, match="want TOML"):
        save_truth(path, {"reps": 4})
    assert path.read_text() == "subject = "


def test_columns_keep_every_extreme_and_never_grow_beyond_what_is_asked() -> None:
    n = 360_000
    angle = np.zeros(n, dtype=np.float32)
    angle[123_456], angle[200_001] = 90.0, -20.0
    track = Track(np.arange(n) / 100.0, angle, np.ones(n, dtype=np.float32))
    window = track.window(0.0, 3600.0, 800)
    assert len(window["t_s"]) <= 800
    assert max(window["angle_deg"]["high"]) == 90.0
    assert min(window["angle_deg"]["low"]) == -20.0
    assert window["breaks"] == []
    assert len(track.window(1230.0, 1240.0, 2000)["t_s"]) == 1002
