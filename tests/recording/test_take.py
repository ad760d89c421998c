"""A take is read as it stands, and a fault is told by its place."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from legday.errors import TakeError
from legday.recording.take import read_take
from legday.sensors.registry import profile

WriteTake = Callable[..., Path]
HEADER = "t_s,acc_x_m_s2,acc_y_m_s2,acc_z_m_s2"
STILL = "\n".join([HEADER, *(f"{i / 50:.4f},0.1,0.2,9.8" for i in range(100))]) + "\n"


def test_reads_samples_and_label(write_take: WriteTake) -> None:
    label = """
        subject = 7
        site = "right_trouser_pocket"
        rate_hz = 50
        exercise = "squat"
        [truth]
        reps = 2
        reps_plus_minus = 1
        rep_intervals_s = [[0.0, 0.5], [0.5, 1]]
        truth_kind = "manual"
    """
    take = read_take(write_take(STILL, label))
    assert take.t_s[:3].tolist() == [0.0, 0.02, 0.04]
    assert take.acc.shape == (100, 3)
    assert take.acc[5].tolist() == [0.1, 0.2, 9.8]
    assert take.gyr is None
    assert (take.subject, take.site, take.rate_hz) == ("7", "right_trouser_pocket", 50)
    assert take.truth is not None
    assert take.truth.rep_intervals_s == ((0.0, 0.5), (0.5, 1.0))
    assert not take.synthetic
    assert take.warnings == ()


def test_columns_are_found_by_name(write_take: WriteTake) -> None:
    csv = (
        "note,gyr_z_rad_s,gyr_y_rad_s,gyr_x_rad_s,acc_z_m_s2,acc_y_m_s2,acc_x_m_s2,t_s\n"
        "a,3,2,1,9.8,.2,.1,0\n\nb,3,2,1,9.8,.2,.1,1e-2\n"
    )
    take = read_take(write_take(csv))
    assert take.gyr is not None
    assert take.gyr.tolist() == [[1, 2, 3], [1, 2, 3]]
    assert take.acc[1].tolist() == [0.1, 0.2, 9.8]
    assert take.t_s.tolist() == [0.0, 0.01]


def test_a_label_may_be_missing_or_empty(write_take: WriteTake) -> None:
    take = read_take(write_take(STILL))
    assert (take.truth, take.exercise, take.rate_hz, take.site) == (None, None, None, "unknown")
    assert read_take(write_take(STILL, "", name="other")).truth is None


@pytest.mark.parametrize(
    ("csv", "facts"),
    [
        ("", ["line 1", "empty", "t_s"]),
        (HEADER + "\n", ["line 2", "at least one"]),
        ("t_s,acc_x_m_s2,acc_z_m_s2\n0,1,2\n", ["line 1", "acc_y_m_s2"]),
        ("t_s,acc_x_g,acc_y_g,acc_z_g\n0,0,0,1\n", ["acc_x_m_s2", "acc_x_g"]),
        (HEADER + ",gyr_x_rad_s\n0,1,2,3,4\n", ["gyr_y_rad_s,gyr_z_rad_s"]),
        (HEADER + "\n0,0,0,9.8\n\n0.1,0,zero,9.8\n", ["line 4", "acc_y_m_s2", "'zero'"]),
        (HEADER + "\n0,0,0,9.8\n0.1,0,,9.8\n", ["line 3", "acc_y_m_s2", "''"]),
        (HEADER + "\n0,0,0,9.8\n0.1,0\n", ["line 3", "acc_y_m_s2"]),
        (HEADER + "\n0,0,0,nan\n", ["line 2", "acc_z_m_s2", "'nan'"]),
        (HEADER + "\n0,0,0,inf\n", ["line 2", "acc_z_m_s2", "'inf'"]),
        (HEADER + "\n0,0,0,9.8\n\n1,0,0,9.8\n0.5,0,0,9.8\n", ["line 5", "t_s", "backwards"]),
        (HEADER.replace(",", ";") + "\n0;0;0;9.8\n", ["line 1", "t_s;acc"]),
    ],
)
def test_a_fault_names_its_place(write_take: WriteTake, csv: str, facts: list[str]) -> None:
    path = write_take(csv)
    with pytest.raises(TakeError) as caught:
        read_take(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    for fact in facts:
        assert fact in str(caught.value)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "binary.csv"
    path.write_bytes(b"t_s,\xff\xfe\n")
    with pytest.raises(TakeError, match="UTF-8"):
        read_take(path)
    with pytest.raises(TakeError, match="absent"):
        read_take(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("toml", "fact"),
    [
        ("reps = ", "TOML"),
        ("[truth]\nreps = -1", "truth.reps"),
        ("[truth]\nreps = 'ten'", "truth.reps"),
        ("[truth]\nrep_intervals_s = [[1.0]]", "truth.rep_intervals_s"),
        ("rate_hz = 0", "rate_hz"),
    ],
)
def test_a_faulty_label_names_its_key(write_take: WriteTake, toml: str, fact: str) -> None:
    path = write_take(STILL, toml)
    with pytest.raises(TakeError, match=fact) as caught:
        read_take(path)
    assert str(path.with_suffix(".toml")) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_truth_is_said_and_left_out(write_take: WriteTake) -> None:
    take = read_take(write_take(STILL, "[truth]\nreps = 3\nrepz = 4"))
    assert take.truth is not None
    assert take.truth.reps == 3
    assert len(take.warnings) == 1
    assert "truth.repz" in take.warnings[0]


@pytest.mark.parametrize("kind", ["synthetic = true\n", "[truth]\ntruth_kind = 'simulated'"])
def test_synthetic_takes_say_so(write_take: WriteTake, kind: str) -> None:
    take = read_take(write_take(STILL, kind))
    assert take.synthetic
    assert take.setup().synthetic


def scaled(factor: float) -> str:
    rows = (f"{i / 50:.4f},0,0,{9.81 * factor:.6f}" for i in range(100))
    return "\n".join([HEADER, *rows])


@pytest.mark.parametrize(
    ("factor", "warns"), [(1, False), (1.45, False), (0.7, False), (1 / 9.81, True), (1000, True)]
)
def test_wrong_units_are_said_and_read_on(write_take: WriteTake, factor: float, warns: bool) -> None:
    take = read_take(write_take(scaled(factor)))
    assert len(take) == 100
    assert any("m/s²" in warning for warning in take.warnings) is warns


def test_an_angular_rate_in_degrees_is_said(write_take: WriteTake) -> None:
    csv = HEADER + ",gyr_x_rad_s,gyr_y_rad_s,gyr_z_rad_s\n0,0,0,9.8,0,0,150\n0.1,0,0,9.8,0,0,0\n"
    assert any("rad/s" in warning for warning in read_take(write_take(csv)).warnings)


def test_setup_names_the_take(write_take: WriteTake) -> None:
    label = "subject='s2'\nsite='left_thigh'\nrate_hz=50\nexercise='squat'"
    setup = read_take(write_take(STILL, label, name="s2 squats (fast)")).setup()
    assert setup.recording == "s2_squats__fast_"
    assert setup.exercise == "squat"
    assert setup.sensors[0].profile == "take"
    assert setup.sensors[0].rate_hz == 50
    assert setup.sensors[0].site == "left_thigh"
    assert setup.sensors[0].person == "s2"


@pytest.mark.parametrize("block", [1, 7, 100, 1000])
def test_inputs_carry_every_sample(write_take: WriteTake, block: int) -> None:
    take = read_take(write_take(STILL, "site='wrist'"))
    decoder = profile("take").decoder()
    packets = list(take.inputs(block))
    assert len(packets) == -(-100 // block)
    assert {packet.device for packet in packets} == {take.setup().sensors[0].device}
    assert packets[0].arrival_ns == round(take.t_s[min(block, 100) - 1] * 1e9)
    samples = [part for packet in packets for part in decoder.decode(packet)]
    ticks = np.concatenate([part.ticks for part in samples])
    acc = np.concatenate([part.acc for part in samples])
    assert np.array_equal(ticks, take.t_s)
    assert np.array_equal(acc, take.acc)


@pytest.mark.real_data
def test_every_real_take_reads_without_a_doubt(real_data_folder: Path) -> None:
    paths = sorted(real_data_folder.rglob("*.csv"))
    assert len(paths) > 100
    for path in paths:
        take = read_take(path)
        assert take.warnings == ()
        assert take.truth is not None
