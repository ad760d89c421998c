"""Any CSV by a mapping: units, signs, clocks, dialects, two files, rows of several sensors."""

from pathlib import Path

import numpy as np
import pytest

from legday.errors import TakeError
from legday.recording.importers import Mapping, read_mapped, read_mapping


def mapped(tmp_path: Path, csv: str, toml: str) -> tuple[Path, Mapping]:
    (tmp_path / "a.csv").write_text(csv)
    (tmp_path / "map.toml").write_text(toml)
    return tmp_path / "a.csv", read_mapping(tmp_path / "map.toml")


def test_units_signs_and_a_clock_in_milliseconds(tmp_path: Path) -> None:
    csv = "ms;ax;ay;az;gx;gy;gz\n1000;0,1;0;-1;90;0;0\n1020;0,1;0;-1;90;0;0\n1040;0,1;0;-1;90;0;0\n"
    toml = """
    [time]
    column = "ms"
    unit = "ms"
    [acc]
    columns = ["ax", "ay", "az"]
    unit = "g"
    signs = [1, 1, -1]
    [gyr]
    columns = ["gx", "gy", "gz"]
    unit = "deg/s"
    """
    found = read_mapped(*mapped(tmp_path, csv, toml))
    assert np.allclose(found.t_s, [0.0, 0.02, 0.04])
    assert np.allclose(found.acc, [0.980665, 0.0, 9.80665])
    assert found.gyr is not None
    assert np.allclose(found.gyr, [np.pi / 2, 0.0, 0.0])


def test_rows_of_several_sensors_and_comments(tmp_path: Path) -> None:
    rows = "".join(f"{t};{kind};0;0;{value}\n" for t in (0, 10, 20) for kind, value in ((0, 1), (1, 57)))
    toml = """
    file = {comments = ["%"], separator = ";"}
    time = {column = "t", unit = "ms"}
    acc = {columns = ["x", "y", "z"], unit = "g", only = {type = 0}}
    gyr = {columns = ["x", "y", "z"], unit = "deg/s", only = {type = 1}}
    """
    found = read_mapped(*mapped(tmp_path, f"% made up\nt;type;x;y;z\n{rows}", toml))
    assert len(found.t_s) == 3
    assert np.allclose(found.acc[:, 2], 9.80665)
    assert found.gyr is not None
    assert np.allclose(found.gyr[:, 2], np.radians(57.0))


def test_no_header_no_clock_and_a_file_of_the_gyroscope(tmp_path: Path) -> None:
    (tmp_path / "a_acc.csv").write_text("0,0,1000\n" * 5)
    (tmp_path / "a_gyr.csv").write_text("1,2,3\n" * 5)
    (tmp_path / "map.toml").write_text(
        """
        file = {header = false}
        time = {rate_hz = 25}
        acc = {columns = [0, 1, 2], unit = "mg"}
        gyr = {columns = [0, 1, 2], unit = "rad/s", replace = ["_acc", "_gyr"]}
        """
    )
    found = read_mapped(tmp_path / "a_acc.csv", read_mapping(tmp_path / "map.toml"))
    assert found.rate_hz == pytest.approx(25.0)
    assert np.allclose(found.acc[:, 2], 9.80665)
    assert found.gyr is not None
    assert np.allclose(found.gyr, [1.0, 2.0, 3.0])


def test_times_of_day(tmp_path: Path) -> None:
    csv = "when,x,y,z\n2026-11-28 16:00:00.50,0,0,1\n2026-11-28 16:00:00.60,0,0,1\n"
    toml = 'time = {column = "when", unit = "datetime"}\nacc = {columns = ["x", "y", "z"], unit = "g"}\n'
    assert np.allclose(read_mapped(*mapped(tmp_path, csv, toml)).t_s, [0.0, 0.1])


@pytest.mark.parametrize(
    ("toml", "wanted"),
    [
        ('time = {rate_hz = 1}\nacc = {columns = ["x", "y"], unit = "g"}', "acc.columns"),
        ('time = {rate_hz = 1}\nacc = {columns = ["x", "y", "z"], unit = "feet"}', "acc.unit.*m/s2, g, mg"),
        ('time = {}\nacc = {columns = ["x", "y", "z"], unit = "g"}', "time: want either column or rate_hz"),
        ("time = ", "want TOML"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named(tmp_path: Path, toml: str, wanted: str) -> None:
    (tmp_path / "map.toml").write_text(toml)
    with pytest.raises(TakeError, match=wanted):
        read_mapping(tmp_path / "map.toml")


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    toml = 'time = {rate_hz = 1}\nacc = {columns = ["x", "y", "up"], unit = "g"}'
    with pytest.raises(TakeError, match="want the column 'up', got x,y,z"):
        read_mapped(*mapped(tmp_path, "x,y,z\n0,0,1\n0,0,1\n", toml))
