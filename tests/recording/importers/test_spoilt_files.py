"""What is wrong with a file is told in one line; what can be read of it is read."""

import os
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from legday.errors import TakeError
from legday.recording.importers import (
    Imported,
    importers,
    read_mapped,
    read_mapping,
    recognise,
    recordings_in,
)
from tests.recording.importers.binaries import write_cwa, write_gt3x

AXES = ",".join(f"Acceleration {axis} (m/s^2)" for axis in "xyz")
HEADER = f"Time (s),{AXES}"
ROWS = [f"{number / 50:.2f},0.5,0.0,9.8" for number in range(30)]
ACTILIFE = "------------ Data File Created By ActiGraph GT3X+ date format M/d/yyyy at {} Hz ------------\n"


def read(path: Path) -> Imported:
    importer, foreign = recognise(path) or (None, None)
    assert importer is not None, f"nothing recognises {path.name}"
    return importer.read(foreign)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.csv", "\n".join([HEADER, *(row.replace(".", ",") for row in ROWS)]), "8 cells in a row of 4"),
        (
            "a.csv",
            "\n".join([HEADER, *(f"0,{row[5:]}" for row in ROWS)]),
            "got 1; 29 rows with a time that was there",
        ),
        ("a.csv", "\n".join([HEADER, *("x,,," for _ in ROWS)]), "got 0; 30 rows without usable numbers"),
        ("a.csv", f'{HEADER}\n1,2,3,"{"x" * 200_000}"\n', "cannot be read as a table"),
        ("a.csv", ACTILIFE.format(0) + "x\n" * 9 + "0,0,1\n" * 5, "want the rate in the first line"),
        ("a.json", '{"Acc":{"Timestamp":"x","ArrayAcc":[{"x":1,"y":2,"z":3}]}}', "want Timestamp and lists"),
        ("a.json", '{"Acc":{"Timestamp":1,"ArrayAcc":[{"x":1,"y":2}]}}', "want Timestamp and lists"),
        ("a.json", '{"Acc":{"Timestamp":1,"ArrayAcc":5}}', "want Timestamp and lists"),
        ("a.json", '{"ArrayAcc":' + "[" * 100_000, "want"),
        ("a.cwa", "MD and nothing behind it", "cannot be read as CWA"),
    ],
    ids=range(10),
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, text: str, wanted: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(TakeError, match=wanted):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-8-sig", "\n"), ("utf-16", "\r\n"), ("cp1252", "\r\n"), ("utf-8", "\r")],
)
def test_text_is_read_however_a_spreadsheet_saved_it(tmp_path: Path, encoding: str, end: str) -> None:
    text = end.join([HEADER.replace("Time", "Durée").replace("^2", "²"), *ROWS]) + end
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert np.allclose(read(tmp_path / "a.csv").acc, [0.5, 0.0, 9.8])


def test_numbers_that_no_sensor_writes_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\n".join([HEADER, *ROWS, "0.6,inf,0,9.8", "1e300,0,0,9.8"]))
    found = read(tmp_path / "a.csv")
    assert len(found.t_s) == len(ROWS)
    assert found.remarks == ("2 rows without usable numbers left out",)


@pytest.mark.parametrize("front", ["", "01/02/2026 10:00:00,"])
def test_a_raw_csv_of_actilife_needs_no_names_of_columns(tmp_path: Path, front: str) -> None:
    (tmp_path / "raw.csv").write_text(ACTILIFE.format(30) + "x\n" * 9 + f"{front}0.0,0.0,1.0\n" * 60)
    found = read(tmp_path / "raw.csv")
    assert len(found.t_s) == 60
    assert np.allclose(found.acc, [0.0, 0.0, 9.80665])


def test_members_of_a_zip_may_have_any_path(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n / 50},9.8,0.0,0.5\n" for n in range(30))
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as odd:
        odd.writestr("../ä ö/12:00/TotalAcceleration.csv", f"time,seconds_elapsed,z,y,x\n{rows}")
        odd.writestr("__MACOSX/._TotalAcceleration.csv", "x")
        odd.writestr("../.DS_Store", "x")
    assert np.allclose(read(tmp_path / "odd.zip").acc, [0.5, 0.0, 9.8])


def test_damaged_records_of_wearables_are_told_and_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_gt3x(tmp_path / "whole.gt3x", np.tile([0.0, 0.0, 1.0], (300, 1)), 30)
    with zipfile.ZipFile(tmp_path / "whole.gt3x") as whole:
        info, log = whole.read("info.txt"), bytearray(whole.read("log.bin"))
    log[300] ^= 7
    with zipfile.ZipFile(tmp_path / "spoilt.gt3x", "w") as spoilt:
        spoilt.writestr("info.txt", info)
        spoilt.writestr("log.bin", bytes(log))
    assert read(tmp_path / "spoilt.gt3x").remarks == ("g", "1 damaged record left out")
    write_cwa(tmp_path / "whole.cwa", np.tile([0.0, 0.0, 1.0], (480, 1)), 50.0)
    blocks = bytearray((tmp_path / "whole.cwa").read_bytes())
    blocks[1024 + 512 + 100] ^= 5
    (tmp_path / "spoilt.cwa").write_bytes(blocks)
    assert read(tmp_path / "spoilt.cwa").remarks == ("g", "its reader found damaged blocks")
    assert capsys.readouterr().err == ""


def test_a_search_of_a_folder_stops_at_nothing(tmp_path: Path) -> None:
    (tmp_path / "squats.csv").write_text("\n".join([HEADER, *ROWS]))
    (tmp_path / "round").symlink_to(".")
    (tmp_path / "gone.csv").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.csv")
    left: list[Path] = []
    assert [path.name for path in recordings_in(tmp_path, left.append)] == ["squats.csv"]
    assert [path.name for path in left] == ["gone.csv", "pipe.csv"]
    with pytest.raises(TakeError, match="want a file or a folder"):
        recognise(tmp_path / "pipe.csv")


MAPPING = '[time]\ncolumn = "t"\n[acc]\ncolumns = ["x", "y", "z"]\nunit = "g"\n'


@pytest.mark.parametrize(
    ("header", "mapping", "wanted"),
    [
        ("t,x,Y,z", MAPPING, "want the column 'y'"),
        ("t,x,y,y,z", MAPPING, "want one column 'y', got 2"),
        ("t,x,y,z", MAPPING.replace('"t"', "9"), "column number 9, counted from 0, got 4"),
        ("t,x,y,z", MAPPING.replace('"t"', "-1"), "column number -1"),
    ],
)
def test_a_column_is_never_guessed(tmp_path: Path, header: str, mapping: str, wanted: str) -> None:
    (tmp_path / "a.csv").write_text(f"{header}\n0,0,0,1,1\n")
    (tmp_path / "map.toml").write_text(mapping)
    with pytest.raises(TakeError, match=re.escape(wanted)):
        read_mapped(tmp_path / "a.csv", read_mapping(tmp_path / "map.toml"))


def test_rows_of_a_sensor_that_is_not_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("t,s,x,y,z\n0,acc,0,0,1\n1,acc,0,0,1\n")
    (tmp_path / "map.toml").write_text(MAPPING + 'only = {s = "imu"}\n')
    with pytest.raises(TakeError, match="got 0"):
        read_mapped(tmp_path / "a.csv", read_mapping(tmp_path / "map.toml"))


def test_numbers_are_the_same_beside_cells_that_are_none(tmp_path: Path) -> None:
    """A table without a fault is read at once, one with a fault cell by cell."""
    rows = [f"{n / 50:.2f},{n / 7:.9f},{-n / 3:.9e},9.8" for n in range(30)]
    (tmp_path / "sound.csv").write_text("\n".join([HEADER, *rows]))
    (tmp_path / "spoilt.csv").write_text("\n".join([HEADER, *rows, "oops,1,2,3"]))
    sound, spoilt = read(tmp_path / "sound.csv"), read(tmp_path / "spoilt.csv")
    assert np.array_equal(sound.acc, spoilt.acc)
    assert np.array_equal(sound.t_s, spoilt.t_s)


def test_every_importer_complains_in_its_own_words(tmp_path: Path) -> None:
    """Nothing but a known complaint comes out of a file that is cut at any place."""
    for fixture in sorted((Path(__file__).with_name("fixtures")).rglob("*.*")):
        if not fixture.is_file():
            continue
        data = fixture.read_bytes()
        for end in range(0, len(data), max(1, len(data) // 8)):
            cut = tmp_path / fixture.name
            cut.write_bytes(data[:end])
            try:
                found = recognise(cut)
                assert found is None or found[0].name in importers()
                if found is not None:
                    found[0].read(found[1])
            except TakeError:
                continue
