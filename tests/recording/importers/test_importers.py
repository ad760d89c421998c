"""Every importer reads its fixture: a sensor flat on a table that is then turned about its x axis."""

import math
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from legday.errors import TakeError
from legday.recording.importers import importers, recognise, recordings_in
from tests.recording.importers.binaries import write_cwa, write_gt3x

FIXTURES = Path(__file__).with_name("fixtures")
G = 9.80665
TURNING_RAD_S = 0.5
WITHOUT_GYROSCOPE = {"actigraph", "axivity"}


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A recording of each format; the binary ones are made anew."""
    found = {folder.name: next(recordings_in(folder)) for folder in sorted(FIXTURES.iterdir())}
    time_s = np.arange(480) / 50.0
    angle = TURNING_RAD_S * np.maximum(time_s - 0.5, 0.0)
    acc_g = np.column_stack([0 * angle, np.sin(angle), np.cos(angle)])
    found["axivity"] = tmp_path_factory.mktemp("ax") / "thigh.cwa"
    write_cwa(found["axivity"], acc_g, 50.0)
    return found


@pytest.mark.parametrize("name", sorted(importers()))
def test_what_was_recorded_comes_out_in_our_units_and_frame(name: str, recordings: dict[str, Path]) -> None:
    importer, foreign = recognise(recordings[name]) or (None, None)
    assert importer is importers()[name]
    found = importer.read(foreign)
    assert found.t_s[0] == 0.0
    assert found.rate_hz == pytest.approx(50.0, rel=0.02)
    assert np.diff(found.t_s).min() > 0
    assert len(found.t_s) >= 55
    still = found.t_s < 0.45
    assert np.allclose(found.acc[still], [0.0, 0.0, G], atol=0.06)
    angle = TURNING_RAD_S * (found.t_s[-1] - 0.5)
    assert np.allclose(found.acc[-1], [0.0, G * math.sin(angle), G * math.cos(angle)], atol=0.15)
    if name in WITHOUT_GYROSCOPE:
        assert found.gyr is None
    else:
        assert found.gyr is not None
        assert np.allclose(found.gyr[-5:], [TURNING_RAD_S, 0.0, 0.0], atol=0.01)


@pytest.mark.parametrize("name", sorted(importers()))
def test_one_importer_and_no_other_takes_a_recording(name: str, recordings: dict[str, Path]) -> None:
    found = recognise(recordings[name])
    assert found is not None
    claims = [each.name for each in importers().values() if each.recognises(found[1])]
    assert claims == [name]


def test_a_gt3x_is_read(tmp_path: Path) -> None:
    acc_g = np.tile([0.0, 0.0, 1.0], (300, 1))
    write_gt3x(tmp_path / "hip.gt3x", acc_g, 30)
    importer, foreign = recognise(tmp_path / "hip.gt3x") or (None, None)
    assert importer is importers()["actigraph"]
    found = importer.read(foreign)
    assert found.rate_hz == pytest.approx(30.0, rel=0.01)
    assert np.allclose(found.acc, [0.0, 0.0, G], atol=0.05)


def test_a_csv_of_movesense_is_read() -> None:
    importer, foreign = recognise(FIXTURES / "movesense" / "showcase.csv") or (None, None)
    assert importer is importers()["movesense"]
    assert np.allclose(importer.read(foreign).acc[0], [0.0, 0.0, G], atol=1e-3)


def test_an_unpacked_export_is_one_recording(tmp_path: Path) -> None:
    shutil.unpack_archive(next((FIXTURES / "sensor_logger").iterdir()), tmp_path / "unpacked")
    assert list(recordings_in(tmp_path)) == [tmp_path / "unpacked"]


def test_a_phone_that_was_told_to_standardise_is_not_turned(tmp_path: Path) -> None:
    shutil.unpack_archive(next((FIXTURES / "sensor_logger").iterdir()), tmp_path)
    metadata = tmp_path / "Metadata.csv"
    metadata.write_text(metadata.read_text().replace("false", "true"))
    importer, foreign = recognise(tmp_path) or (None, None)
    assert importer is not None
    assert importer.read(foreign).acc[0, 2] == pytest.approx(-G, abs=0.01)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("Accelerometer.csv", "time,seconds_elapsed,z,y,x\n1,0.0,0,0,0\n2,0.1,0,0,0\n", "without gravity"),
        ("lin.csv", "Time (s),Linear Acceleration x (m/s^2),y (m/s^2),z (m/s^2)\n0,0,0,0\n", "linear"),
        ("dot.csv", "PacketCounter,SampleTimeFine,FreeAcc_X,FreeAcc_Y,FreeAcc_Z\n1,0,0,0,0\n", "FreeAcc"),
    ],
)
def test_acceleration_without_gravity_is_refused_by_name(
    tmp_path: Path, name: str, text: str, wanted: str
) -> None:
    (tmp_path / name).write_text(text)
    importer, foreign = recognise(tmp_path / name) or (None, None)
    assert importer is not None
    with pytest.raises(TakeError, match=wanted):
        importer.read(foreign)


AXES = ",".join(f"Acceleration {axis} (m/s^2)" for axis in "xyz")
PHYPHOX = f"Time (s),{AXES},Absolute acceleration (m/s^2)"
QUOTED = ",".join(f'"{name}"' for name in PHYPHOX.split(","))
EXPORTED = ",1.000000000E0,2.000000000E0,9.000000000E0,9.273618495E0"


@pytest.mark.parametrize(
    "lines",
    [
        (QUOTED, f"-1.500000000E-3{EXPORTED}", f"8.500000000E-3{EXPORTED}"),
        (PHYPHOX, "0.0161,1,2,9,9.273618", "0.0261,1,2,9,9.273618"),
    ],
    ids=["as exported", "saved again"],
)
def test_the_phyphox_files_of_public_sets_are_read(tmp_path: Path, lines: tuple[str, ...]) -> None:
    (tmp_path / "walking_pocket.csv").write_text("\n".join(lines) + "\n")
    importer, foreign = recognise(tmp_path / "walking_pocket.csv") or (None, None)
    assert importer is importers()["phyphox"]
    found = importer.read(foreign)
    assert np.allclose(found.acc, [1.0, 2.0, 9.0])
    assert found.t_s[0] == 0.0
    assert found.rate_hz == pytest.approx(100.0, rel=1e-3)


def test_the_metabase_files_of_a_public_set_are_read(tmp_path: Path) -> None:
    front = "A-squat-heavy_MetaWear_2019-01-14T14.22.49.165_C42732BE255C"
    first_ms = 1_547_472_169_165
    for sensor, rate_hz, unit in (("Accelerometer", 12.5, "g"), ("Gyroscope", 25.0, "deg/s")):
        head = f"epoch (ms),time (01:00),elapsed (s),x-axis ({unit}),y-axis ({unit}),z-axis ({unit})"
        times = [round(1000.0 * number / rate_hz) for number in range(round(2 * rate_hz))]
        rows = [f"{first_ms + ms},2019-01-14T14:22:49.000,{ms / 1000},0.0,0.0,1.0" for ms in times]
        (tmp_path / f"{front}_{sensor}_{rate_hz:.3f}Hz_1.4.4.csv").write_text("\n".join([head, *rows]) + "\n")
    (path,) = recordings_in(tmp_path)
    importer, foreign = recognise(path) or (None, None)
    assert importer is importers()["metabase"]
    found = importer.read(foreign)
    assert found.rate_hz == pytest.approx(12.5)
    assert np.allclose(found.acc, [0.0, 0.0, G], atol=1e-3)
    assert found.gyr is not None
    assert np.allclose(found.gyr, [0.0, 0.0, np.radians(1.0)], atol=1e-6)


def test_nobody_takes_what_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "shopping.csv").write_text("what,how many\nbread,2\n")
    (tmp_path / "nothing").write_bytes(b"")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 20)
    assert list(recordings_in(tmp_path)) == []


def phyphox(name: str = "Acceleration", rows: int = 3) -> str:
    axes = ",".join(f"{name} {axis} (m/s^2)" for axis in "xyz")
    return "\n".join([f"Time (s),{axes}", *(f"{n / 10},0.0,0.0,9.8" for n in range(rows))]) + "\n"


def test_recordings_side_by_side_in_a_folder_are_each_their_own(tmp_path: Path) -> None:
    """A folder of downloads is no export of the one program that happens to be recognised in it."""
    zipped = next((FIXTURES / "sensor_logger").iterdir())
    shutil.copy(zipped, tmp_path)
    (tmp_path / "squats.csv").write_text(phyphox())
    (tmp_path / "notes.txt").write_text("three sets\n")
    left: list[Path] = []
    assert list(recordings_in(tmp_path, left.append)) == sorted(
        [tmp_path / zipped.name, tmp_path / "squats.csv"]
    )
    assert left == [tmp_path / "notes.txt"]


def test_two_recordings_of_one_program_in_a_folder_are_two(tmp_path: Path) -> None:
    for name in ("first.csv", "second.csv"):
        (tmp_path / name).write_text(phyphox())
    assert [path.name for path in recordings_in(tmp_path)] == ["first.csv", "second.csv"]


def test_two_recordings_of_phyphox_in_one_zip_are_refused_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as both:
        for name in ("first.csv", "second.csv"):
            both.writestr(name, phyphox())
    importer, foreign = recognise(tmp_path / "both.zip") or (None, None)
    assert importer is not None
    with pytest.raises(TakeError, match=r"first\.csv and second\.csv"):
        importer.read(foreign)


@pytest.mark.parametrize(
    "name", ["Lineare Beschleunigung", "Accélération linéaire", "Aceleración lineal", "Линейное ускорение"]
)
def test_linear_acceleration_is_refused_in_other_languages(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw.csv").write_text(phyphox(name), encoding="utf-8")
    importer, foreign = recognise(tmp_path / "raw.csv") or (None, None)
    assert importer is not None
    with pytest.raises(TakeError, match="linear"):
        importer.read(foreign)


def test_a_zip_that_was_cut_short_says_so_and_stops_no_search(tmp_path: Path) -> None:
    whole = next((FIXTURES / "sensor_logger").iterdir()).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "squats.csv").write_text(phyphox())
    assert [path.name for path in recordings_in(tmp_path)] == ["cut.zip", "squats.csv"]
    with pytest.raises(TakeError, match="cut short"):
        recognise(tmp_path / "cut.zip")


def test_a_zip_without_an_accelerometer_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "turning.zip", "w") as turning:
        turning.writestr("Gyroscope.csv", "time,seconds_elapsed,z,y,x\n1,0.0,0,0,0\n2,0.1,0,0,0\n")
    importer, foreign = recognise(tmp_path / "turning.zip") or (None, None)
    assert importer is not None
    with pytest.raises(TakeError, match="no accelerometer"):
        importer.read(foreign)


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    rows = ["0.2,0,0,9.8", "0.0,0,0,9.8", "0.1,0,0,9.8", "0.1,0,0,9.8", "0.3,,0,9.8", "oops,oops,1,2"]
    (tmp_path / "raw.csv").write_text(phyphox(rows=0) + "\n".join(rows) + "\n")
    importer, foreign = recognise(tmp_path / "raw.csv") or (None, None)
    assert importer is not None
    found = importer.read(foreign)
    assert found.t_s.tolist() == pytest.approx([0.0, 0.1, 0.2])
    assert found.remarks == (
        "2 rows without usable numbers left out",
        "1 row with a time that was there already left out",
        "put in the order of time",
    )


def test_a_table_that_a_spreadsheet_saved_as_utf_16_is_read(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text(phyphox().replace(",", "\t"), encoding="utf-16")
    importer, foreign = recognise(tmp_path / "raw.csv") or (None, None)
    assert importer is importers()["phyphox"]
    assert np.allclose(importer.read(foreign).acc, [0.0, 0.0, 9.8])


def test_a_raw_csv_of_actilife_may_have_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    front = (FIXTURES / "actigraph").iterdir()
    text = next(front).read_text()
    head, rows = text.splitlines()[:10], text.splitlines()[10:]
    rows = [row.replace(",", ";").replace(".", ",") for row in rows]
    (tmp_path / "raw.csv").write_text("\n".join([*head, *rows]) + "\n")
    importer, foreign = recognise(tmp_path / "raw.csv") or (None, None)
    assert importer is importers()["actigraph"]
    assert np.allclose(importer.read(foreign).acc[0], [0.0, 0.0, G], atol=0.06)
