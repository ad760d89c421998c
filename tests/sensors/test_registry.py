"""Where profiles come from, and what a person is told of one that cannot be used."""

import re
import shutil
from pathlib import Path

import pytest

import legday
from legday.errors import ProfileError
from legday.sensors.registry import (
    describe,
    firmware_profiles_folder,
    load_profile,
    profile,
    profiles,
)
from tests.sensors.shelf import TEST_SENSORS

CHECKOUT = Path(__file__).resolve().parents[2]
DOT = (CHECKOUT / "firmware_profiles" / "movella_dot.toml").read_text()


def saved(folder: Path, text: str, name: str = "movella_dot") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


def changed(old: str, new: str) -> str:
    assert old in DOT
    return DOT.replace(old, new)


def test_the_sensors_that_differ_most_are_shipped() -> None:
    shipped = {"movella_dot", "witmotion_wt901ble", "polar_h10", "polar_verity_sense", "take"}
    assert shipped <= set(profiles())
    assert list(profiles()) == sorted(profiles())


def test_each_profile_names_itself_as_its_file() -> None:
    assert all(name == each.id for name, each in profiles().items())


def test_the_package_s_own_folder_stands_before_the_checkout_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "legday"
    package.mkdir(parents=True)
    monkeypatch.setattr(legday, "__file__", str(package / "__init__.py"))
    assert firmware_profiles_folder() == tmp_path / "firmware_profiles"
    shutil.copytree(CHECKOUT / "firmware_profiles", package / "firmware_profiles")
    assert firmware_profiles_folder() == package / "firmware_profiles"
    assert profile("movella_dot").title == "Movella DOT, Xsens DOT"


def test_a_folder_of_one_s_own_is_read_too(tmp_path: Path) -> None:
    known = profiles(TEST_SENSORS)
    assert {"big_endian", "movella_dot"} <= set(known)
    saved(tmp_path, changed("Movella DOT, Xsens DOT", "My own DOT"))
    assert profile("movella_dot", TEST_SENSORS, tmp_path).title == "My own DOT"
    assert profile("movella_dot").title == "Movella DOT, Xsens DOT"


def test_an_unknown_profile_is_told_the_known_ones() -> None:
    with pytest.raises(ProfileError, match=r"fitbit: one of the known profiles: .*movella_dot.*take"):
        profile("fitbit")


@pytest.mark.parametrize(
    ("old", "new", "key", "wanted"),
    [
        ("tier =", "colour = 'red'\ntier =", "colour", "an unknown key"),
        ("at = 12, unit", "at = 12, units", "packet.0.samples.fields.1.units", "an unknown key"),
        ('title = "Movella DOT, Xsens DOT"\n', "", "title", "this key is wanted"),
        ("at = 12", "at = 8", "packet.0.samples", "gyr at 8..19 overlaps acc at 0..11"),
        ("at = 4\n", "at = 3\n", "packet.0", "tick at 0..3 overlaps the samples, which start at 3"),
        ('unit = "m/s2"', 'unit = "deg/s"', "packet.0.samples.fields.0", "acc wants a unit, one of"),
        ('type = "u4"', 'type = "u5"', "packet.0.header.0.type", "Input should be"),
        ('type = "u4"', 'type = "f4"', "packet.0.header.0", "tick wants an integer type"),
        ('id = "movella_dot"', 'id = "other"', "id", "the name of the file, 'movella_dot'"),
        ('{ do = "subscribe", characteristic = "medium" }', '{ do = "dance" }', "start.1", "dance"),
        (
            '{ do = "subscribe", characteristic = "medium" }',
            '{ do = "subscribe", characteristic = "nowhere" }',
            "start.1.characteristic",
            "a name of [characteristics], not 'nowhere'",
        ),
        ('24 = "{rate}"', '24 = "{tempo}"', "start.0.patch", "unknown choice {tempo}"),
        ('24 = "{rate}"', '24 = "{acc_range}{gyr_range}0"', "start.0.patch", "non-hexadecimal"),
        ("default_hz = 60", "default_hz = 61", "rate", "61 Hz is not offered; offered: 1, 4,"),
        ('stamps = "each"', 'stamps = "none"', "packet.0", "a tick where stamps = 'none' says"),
        ("15172003-", "151720-", "characteristics.medium", "a whole UUID such as 0000180d-0000-1000-"),
        ("[clock]", '[axes]\nacc = ["+x", "+x", "+z"]\n\n[clock]', "axes.acc", "each of x, y and z once"),
        (
            '{ do = "subscribe", characteristic = "medium" }',
            '{ do = "delay", seconds = 3600 }',
            "start.1.delay.seconds",
            "less than or equal to 60",
        ),
        ("[0.5, -9.75, 1.25]", "[0.5, -9.75, 1.26]", "vector.0.acc", "decodes to [[0.5, -9.75, 1.25]]"),
        ("ticks = [4294967280]", "ticks = [1]", "vector.0.ticks", "want [1.0]"),
        ("f0ffffff 0000003f", "f0ffffff 00003f", "vector.0.packet", "39 bytes"),
        ("f0ffffff 0000003f", "f0ffffff 0000003", "vector.0.packet.0.hex", "hex digits in pairs"),
        ("padded_to = 40", "padded_to = 40\ndecoder = 'nobody'", "packet", "no decoder 'nobody' of facts"),
        ("at = 4\n", "at = 4\ndecoder = 'x'\n", "packet.0.samples", "a named decoder fills fields of one"),
        ("[clock]", "[clock", "", "a TOML file: "),
    ],
)
def test_a_profile_that_cannot_be_used_names_file_and_key(
    tmp_path: Path, old: str, new: str, key: str, wanted: str
) -> None:
    path = saved(tmp_path, changed(old, new))
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert caught.value.profile == "movella_dot.toml"
    assert caught.value.key.startswith(key)
    assert wanted in caught.value.wanted
    assert re.fullmatch(r"movella_dot\.toml(, line \d+)?: .*", str(caught.value), re.DOTALL)


def test_capitals_of_a_document_and_the_mark_of_an_editor_are_taken(tmp_path: Path) -> None:
    path = saved(tmp_path, changed("15172003-4947-11e9", "15172003-4947-11E9"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    medium = load_profile(path).characteristics["medium"]
    assert medium == "15172003-4947-11e9-8646-d663bd873d93"


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"no\.toml: a TOML file"):
        load_profile(tmp_path / "no.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match=r"binary\.toml: a TOML file"):
        load_profile(binary)


def test_a_description_says_what_a_person_must_know() -> None:
    text = describe(profile("polar_verity_sense"))
    assert "polar_verity_sense: Polar Verity Sense" in text
    assert "gyroscope ± 2000 deg/s in packets of its own" in text
    assert "1 constructed, 3 vendor" in text
    assert "unverified  needs no bonding" in text
    assert "warning" in describe(profile("movella_dot_free"))
    assert "no device time" in describe(profile("witmotion_wt901ble"))
