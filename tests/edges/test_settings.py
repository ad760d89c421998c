"""Where settings come from, and what they refuse without repeating a secret."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from legday.cli.asked import ask_password
from legday.config import load
from legday.errors import SettingsError
from legday.publishers._mqtt_settings import Address, MqttSettings, parse_address


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Run in an empty folder; a name in the environment that is no setting of ours does no harm."""
    monkeypatch.setenv("LEGDAY_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("mqtt://broker", Address("mqtt", "broker", 1883)),
        ("mqtt://broker:1884", Address("mqtt", "broker", 1884)),
        ("mqtts://broker.example/", Address("mqtts", "broker.example", 8883)),
        ("mqtt://[::1]:1883", Address("mqtt", "::1", 1883)),
    ],
)
def test_an_address_is_read(url: str, address: Address) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize(
    "url",
    ["broker", "http://broker", "mqtt://", "mqtt://broker/topic", "mqtt://broker:99999", "mqtt://b?x=1"],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="mqtt://host:port"):
        parse_address(url)


@pytest.mark.parametrize(
    "url", ["mqtt://anna:hunter2@broker", "mqtts://:hunter2@broker:1", "mqtt://anna:hunter2@broker:x"]
)
def test_a_password_in_an_address_is_refused_with_advice_and_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        load({"mqtt": {"url": url}})
    assert "hunter2" not in str(refusal.value)
    if not url.endswith("x"):
        assert "LEGDAY_MQTT_PASSWORD" in str(refusal.value)


def test_the_command_line_stands_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch, elsewhere: Path
) -> None:
    assert load().mqtt.base == "legday"
    (elsewhere / "legday.toml").write_text('[mqtt]\nbase = "file"\nuser = "anna"\n')
    assert load().mqtt.base == "file"
    monkeypatch.setenv("LEGDAY_MQTT_BASE", "environment")
    assert load().mqtt.base == "environment"
    assert load({"mqtt": {"base": "line"}}).mqtt.base == "line"
    assert load({"mqtt": {"base": "line"}}).mqtt.user == "anna"
    assert load({"mqtt": {"base": None}}).mqtt.base == "environment"


def test_a_password_comes_from_the_environment_and_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGDAY_MQTT_PASSWORD", "hunter2")
    monkeypatch.setenv("LEGDAY_MQTT_CLIENT_ID", "gym_1")
    settings = load()
    assert settings.mqtt.password is not None
    assert settings.mqtt.password.get_secret_value() == "hunter2"
    assert settings.mqtt.client_id == "gym_1"
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[web]\nport = 99999\n", "web.port"),
        ("[web]\nprot = 1\n", "web.prot"),
        ("[unheard_of]\nx = 1\n", "unheard_of"),
        ("[mqtt]\nbase = 'a b'\n", "mqtt.base"),
        ("[console]\nformat = 'xml'\n", "console.format"),
        ("[mqtt\n", "legday.toml"),
    ],
)
def test_a_setting_at_fault_is_named(elsewhere: Path, text: str, place: str) -> None:
    (elsewhere / "legday.toml").write_text(text)
    with pytest.raises(SettingsError, match=place):
        load()


def test_every_publisher_has_a_section() -> None:
    from legday.publishers import publishers

    for kind in publishers().values():
        assert isinstance(load().section(kind.name), kind.settings)


def test_publishers_are_found_in_sorted_order_and_named_after_their_modules() -> None:
    from legday.publishers import publishers

    names = list(publishers())
    assert names == sorted(names)
    assert {"console", "mqtt"} <= set(names)
    for name, kind in publishers().items():
        assert kind.build.__module__ == f"legday.publishers.{name}"


@pytest.mark.parametrize(
    ("settings", "terminal", "asked"),
    [
        ({"url": "mqtt://broker", "user": "anna"}, True, True),
        ({"url": "mqtt://broker", "user": "anna"}, False, False),
        ({"url": "mqtt://broker", "user": "anna", "password": "known"}, True, False),
        ({"url": "mqtt://broker"}, True, False),
        ({"user": "anna"}, True, False),
    ],
)
def test_a_password_is_asked_for_where_it_is_missing_and_somebody_can_answer(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], terminal: bool, asked: bool
) -> None:
    questions: list[str] = []

    def answer(question: str, **how: object) -> str:
        assert how["hide_input"]
        questions.append(question)
        return "hunter2"

    monkeypatch.setattr("typer.prompt", answer)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: terminal))
    given = MqttSettings.model_validate(settings)
    password = ask_password(given).password
    assert bool(questions) is asked
    if asked:
        assert password is not None
        assert password.get_secret_value() == "hunter2"
    else:
        assert password == given.password


def test_the_embedded_broker_has_no_address_but_loopback_and_no_token_is_empty() -> None:
    """Only the page can listen elsewhere, and then it makes up a token where none is set."""
    with pytest.raises(SettingsError, match=r"broker\.host"):
        load({"broker": {"host": "0.0.0.0"}})  # noqa: S104
    with pytest.raises(SettingsError, match=r"web\.token"):
        load({"web": {"host": "0.0.0.0", "token": ""}})  # noqa: S104
