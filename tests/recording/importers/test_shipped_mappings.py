"""The mappings of public data sets read their formats: a few made-up lines in each, never the data."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from legday.core.block import STANDARD_GRAVITY as G
from legday.recording.importers import read_mapped, read_mapping

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "mappings"
TURNING = (0.1, 0.2, 0.3)


@dataclass(frozen=True)
class Format:
    """Lines as a data set writes them.

    Parameters
    ----------
    head, lines : str, tuple of str
        The file.
    acc : tuple of float
        What the first line means, m/s².
    period_s : float
        Time between samples.
    gyr : tuple of float or None
        What it means in rad/s.
    name, beside : str
        The file's name, and that of the gyroscope's.
    beside_text : str
        What stands in that.
    """

    head: str
    lines: tuple[str, ...]
    acc: tuple[float, float, float]
    period_s: float
    gyr: tuple[float, float, float] | None = TURNING
    name: str = "recording.csv"
    beside: str = ""
    beside_text: str = ""


def ten_sensors(place: int, time_s: float) -> str:
    """One line of ten sensors with fourteen columns each, of which only one moves."""
    still = [f"{time_s}", *["0"] * 13]
    moving = [f"{time_s}", "1", "0", "0", "0", "1.0", "2.0", "9.0", "0.1", "0.2", "0.3", "40", "1", "2"]
    sensors = [moving if sensor == place else still for sensor in range(10)]
    return ",".join(["0", *(cell for sensor in sensors for cell in sensor)])


THREE_NAMES = ",Chest\n,Time\n,S\n"
ANDROID = "#made up\n#timestamp(ns),x,y,z\n\n@DATA\n"
EXERMOTE = (
    "Belly: xAcceleration,Belly: yAcceleration,Belly: zAcceleration,Belly: timeStampRecorded,"
    "Device: xGravity,Device: yGravity,Device: zGravity,"
    "Device: xAcceleration,Device: yAcceleration,Device: zAcceleration,"
    "Device: xRotationRate,Device: yRotationRate,Device: zRotationRate,timeStampSaved\n"
)
EXERMOTE_LINES = (
    "1.0,2.0,9.0,2020-01-01 10:00:00:000,NA,NA,NA,NA,NA,NA,NA,NA,NA,2020-01-01 10:00:00:000",
    "1.0,2.0,9.0,2020-01-01 10:00:00:000,0.1,0.0,-0.9,0.1,0.0,-0.1,0.1,0.2,0.3,2020-01-01 10:00:00:100",
    "1.0,2.0,9.0,2020-01-01 10:00:00:250,0.1,0.0,-0.9,0.1,0.0,-0.1,0.1,0.2,0.3,2020-01-01 10:00:00:200",
    "1.0,2.0,9.0,2020-01-01 10:00:00:500,0.1,0.0,-0.9,0.1,0.0,-0.1,0.1,0.2,0.3,2020-01-01 10:00:00:300",
)

FORMATS = {
    "selfback": Format(
        "time,x,y,z,class\n",
        tuple(f"2020-01-01 10:00:00.0{n}0,0.5,0.0,-1.0,sitting" for n in range(3)),
        (0.5 * G, 0.0, -G),
        0.01,
        None,
    ),
    "uci_physical_therapy": Format(
        "time index;acc_x;acc_y;acc_z;gyr_x;gyr_y;gyr_z;mag_x;mag_y;mag_z\n",
        tuple(f"{n};1.0;2.0;9.0;0.1;0.2;0.3;0.5;0.4;0.1" for n in range(1, 4)),
        (1.0, 2.0, 9.0),
        0.04,
    ),
    "oxford_step_counter": Format(
        "", tuple(f"{500 + n}000000,3,1.0,2.0,9.0" for n in (0, 5, 10)), (1.0, 2.0, 9.0), 0.005, None
    ),
    "mobifall": Format(
        ANDROID,
        tuple(f"{1000 + n}000000, 1.0, 2.0, 9.0" for n in (0, 10, 20)),
        (1.0, 2.0, 9.0),
        0.01,
        name="JUM_acc_1_1.txt",
        beside="JUM_gyro_1_1.txt",
        beside_text=ANDROID + "".join(f"{1000 + n}000000, 0.1, 0.2, 0.3\n" for n in range(0, 30, 5)),
    ),
    "umafall": Format(
        "% made up\n\n% TimeStamp; Sample No; X-Axis; Y-Axis; Z-Axis; Sensor Type; Sensor ID;\n",
        (
            *(
                f"5;{n};0.5;0.0;1.0;{kind};{sensor};"
                for n in range(3)
                for kind, sensor in ((0, 0), (0, 2), (1, 2))
            ),
            "20;3;1.012.598.156.929.010;0.0;1.0;0;0;",
        ),
        (0.5 * G, 0.0, G),
        0.005,
        None,
    ),
    "squat_three_imus": Format(
        "timestamp,seq,millis,q0,q1,q2,s0_ax,s0_ay,s0_az,s0_gx,s0_gy,s0_gz,"
        "s1_ax,s1_ay,s1_az,s1_gx,s1_gy,s1_gz,s2_ax,s2_ay,s2_az,s2_gx,s2_gy,s2_gz\n",
        tuple(
            f"2020-01-01T10:00:00.0,7,{n},0,0,0,5,5,5,5,5,5,1.0,2.0,9.0,0.1,0.2,0.3,6,6,6,6,6,6"
            for n in (100, 109, 118)
        ),
        (1.0, 2.0, 9.0),
        0.009,
    ),
    "cmu_left_thigh": Format(
        THREE_NAMES, tuple(ten_sensors(3, 1.19 + n / 100) for n in range(3)), (1.0, 2.0, 9.0), 0.01
    ),
    "cmu_right_thigh": Format(
        THREE_NAMES, tuple(ten_sensors(8, 1.19 + n / 100) for n in range(3)), (1.0, 2.0, 9.0), 0.01
    ),
    "exermote_arm": Format(EXERMOTE, EXERMOTE_LINES, (-0.2 * G, 0.0, G), 0.1),
    "exermote_belly": Format(EXERMOTE, EXERMOTE_LINES, (1.0, 2.0, 9.0), 0.25, None),
    "voisard_gait": Format(
        "Acquisition frequency: 100 Hz\n"
        "PacketCounter\tAcc_X\tAcc_Y\tAcc_Z\tGyr_X\tGyr_Y\tGyr_Z\tMag_X\tMag_Y\tMag_Z\n",
        tuple(f"{n}.0\t1.0\t2.0\t9.0\t0.1\t0.2\t0.3\t0\t0\t0" for n in range(3)),
        (1.0, 2.0, 9.0),
        0.01,
    ),
    "mascia_jump": Format(
        "ax,ay,az,gx,gy,gz\n", ("1.0,2.0,9.0,0.1,0.2,0.3",) * 3, (1.0, 2.0, 9.0), 1 / 127.83
    ),
    "palewithout_gait": Format(
        "", ("20200101100000 1.0 2.0 9.0 0.1 0.2 0.3 1003.5 ",) * 3, (1.0, 2.0, 9.0), 0.02
    ),
    "zhang_pocket": Format("", tuple(f"{n / 10},61.5,0,-61.5,87" for n in range(3)), (G, 0.0, -G), 0.1, None),
    "ml4qs_cadence": Format(
        "Time (s),Acceleration x (m/s^2),Acceleration y (m/s^2),Acceleration z (m/s^2),"
        "Gyroscope x (rad/s),Gyroscope y (rad/s),Gyroscope z (rad/s),Still\n",
        ("5.21E-02,1.00E+00,2.00E+00,9.00E+00,1.00E-01,2.00E-01,3.00E-01,0.00E+00",) * 3,
        (1.0, 2.0, 9.0),
        0.05,
    ),
}


def test_each_mapping_that_is_shipped_is_tried() -> None:
    assert set(FORMATS) == {path.stem for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize("name", FORMATS)
def test_a_mapping_reads_its_format(tmp_path: Path, name: str) -> None:
    lines = FORMATS[name]
    path = tmp_path / lines.name
    path.write_text(lines.head + "\n".join(lines.lines) + "\n", encoding="utf-8")
    if lines.beside:
        (tmp_path / lines.beside).write_text(lines.beside_text, encoding="utf-8")
    found = read_mapped(path, read_mapping(FOLDER / f"{name}.toml"))
    assert len(found.t_s) == 3
    assert np.diff(found.t_s) == pytest.approx(lines.period_s, abs=1e-6)
    assert found.acc == pytest.approx(np.tile(lines.acc, (3, 1)), rel=1e-3, abs=1e-9)
    if lines.gyr is None:
        assert found.gyr is None
    else:
        assert found.gyr == pytest.approx(np.tile(lines.gyr, (3, 1)))
