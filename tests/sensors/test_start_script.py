"""What is said to a sensor, with the chosen rate and ranges in place; bytes from the vendors' documents."""

import pytest

from legday.errors import ProfileError
from legday.sensors.script import (
    CHOICES,
    Delay,
    Patch,
    Read,
    Subscribe,
    Wait,
    Write,
    choices_in,
    fill_in,
)
from tests.sensors.shelf import PROFILES

H10 = PROFILES["polar_h10"]


def writes(name: str, **choices: float) -> list[str]:
    script = PROFILES[name].start_script(**choices)
    return [step.payload().hex() for step in script if isinstance(step, Write)]


def test_polar_h10_asks_for_what_was_chosen() -> None:
    assert writes("polar_h10") == ["02020001c8000101100002010800"]
    assert writes("polar_h10", rate_hz=50, acc_range=2) == ["0202000132000101100002010200"]


def test_verity_sense_starts_both_sensors() -> None:
    assert writes("polar_verity_sense") == [
        "0202000134000101100002010800040103",
        "020500013400010110000201d007040103",
    ]


def test_polar_subscribes_before_it_starts_and_looks_at_the_status() -> None:
    kinds = [type(step) for step in H10.start_script()]
    assert kinds == [Subscribe, Subscribe, Write, Wait]
    wait = H10.start_script()[-1]
    assert isinstance(wait, Wait)
    assert (wait.starts_with, wait.status_at, wait.accept) == ("f00202", 3, (0, 6))
    assert "charger" in wait.refusals[13]
    assert "MTU" in wait.refusals[10]


def test_polar_h10_is_stopped_as_it_never_stops_by_itself() -> None:
    assert [step.payload().hex() for step in H10.stop if isinstance(step, Write)] == ["0302"]


def test_witmotion_unlocks_waits_writes_and_saves() -> None:
    assert writes("witmotion_wt901ble") == ["ffaa6988b5", "ffaa030900", "ffaa000000"]
    assert writes("witmotion_wt901ble", rate_hz=50)[1] == "ffaa030800"
    delays = [step for step in PROFILES["witmotion_wt901ble"].start if isinstance(step, Delay)]
    assert [delay.seconds for delay in delays] == [0.1, 0.1]


def test_dot_changes_two_bytes_of_its_settings_and_keeps_the_rest() -> None:
    patch = PROFILES["movella_dot"].start_script(rate_hz=30)[0]
    assert isinstance(patch, Patch)
    value = bytes(range(32))
    patched = patch.patched(value)
    assert patched == b"\x10" + value[1:24] + b"\x1e\x00" + value[26:]
    assert writes("movella_dot") == ["010115"]


def test_choices_of_several_kinds_in_one_write() -> None:
    assert writes("multiplexed", rate_hz=50, acc_range=2, gyr_range=2000) == ["1032000000"]
    assert isinstance(PROFILES["multiplexed"].start[0], Read)


def test_text_is_sent_as_it_stands() -> None:
    step = PROFILES["big_endian"].start[-1]
    assert isinstance(step, Write)
    assert (step.payload(), step.chunk, step.response) == (b"d\n", 1, True)


def test_what_is_not_offered_is_refused_with_what_is() -> None:
    with pytest.raises(ProfileError, match="polar_h10: rate: 60 Hz is not offered; offered: 25, 50, 100"):
        H10.start_script(rate_hz=60)
    with pytest.raises(ProfileError, match="acc_range: ± 16 g is not offered; offered: 2, 4, 8"):
        H10.start_script(acc_range=16)
    with pytest.raises(ProfileError, match="acc_range"):
        H10.decoder(acc_range=16)


def test_a_measured_rate_stands_over_a_code_that_firmwares_disagree_on() -> None:
    wit = PROFILES["witmotion_wt901ble"]
    assert wit.decoder().clock.rate_hz == 100
    assert wit.decoder(rate_hz=50).clock.rate_hz == 50
    assert wit.decoder(rate_hz=125).clock.rate_hz == wit.decoder(rate_hz=200).clock.rate_hz == 0
    assert writes("witmotion_wt901ble", rate_hz=125)[1] == "ffaa030a00"
    assert writes("witmotion_wt901ble", rate_hz=200)[1] == "ffaa030b00"


def test_choices_stand_in_a_text_too_and_its_own_braces_stay() -> None:
    step = Write(do="write", characteristic="command", text="if(1){on({rate},{acc_range})}\n")
    assert choices_in(step) == {"rate", "acc_range"}
    filled = fill_in(step, {"rate": b"52".hex(), "acc_range": b"8".hex()})
    assert isinstance(filled, Write)
    assert filled.payload() == b"if(1){on(52,8)}\n"


def test_a_gyroscope_may_be_asked_by_other_bytes() -> None:
    step = Write(do="write", characteristic="command", hex="03 {rate} 13 {gyr_rate}")
    assert fill_in(step, {"rate": "a8", "gyr_rate": "28"}).payload().hex() == "03a81328"
    assert all(CHOICES[name] == "rate" for name in choices_in(step))


def test_movesense_subscribes_by_path_and_reference() -> None:
    acc = PROFILES["movesense_acc"].start_script(rate_hz=52)
    assert [step.payload() for step in acc if isinstance(step, Write)] == [b"\x01c/Meas/Acc/52"]
    assert writes("movesense_acc", rate_hz=52) == ["01632f4d6561732f4163632f3532"]
    imu6 = PROFILES["movesense_imu6"].start_script()
    assert [step.payload() for step in imu6 if isinstance(step, Write)] == [b"\x01d/Meas/IMU6/104"]


def test_verity_sense_goes_into_sdk_mode_first_and_out_of_it_last() -> None:
    assert writes("polar_verity_sense_sdk", rate_hz=208, acc_range=4, gyr_range=500) == [
        "0209",
        "02020001d0000101100002010400040103",
        "02050001d000010110000201f401040103",
    ]
    stop = PROFILES["polar_verity_sense_sdk"].stop
    assert [step.payload().hex() for step in stop if isinstance(step, Write)] == ["0305", "0302", "0309"]


def test_metamotion_writes_module_by_module() -> None:
    asked = writes("metamotion_bmi160", rate_hz=50, acc_range=8, gyr_range=500)
    assert asked[0] == "0380"
    assert asked[5:] == [
        "03032708",
        "13032702",
        "031c01",
        "130701",
        "03020100",
        "13020100",
        "030101",
        "130101",
    ]
    assert "0303a803" in writes("metamotion_bmi270", acc_range=16)
    assert "13032800" in writes("metamotion_bmi270")


@pytest.mark.parametrize(("name", "chip", "other"), [("bmi160", 1, 4), ("bmi270", 4, 1)])
def test_metamotion_asks_for_its_chip_and_names_the_profile_of_the_other(
    name: str, chip: int, other: int
) -> None:
    (wait,) = (step for step in PROFILES[f"metamotion_{name}"].start if isinstance(step, Wait))
    assert (wait.starts_with, wait.status_at, wait.accept) == ("0380", 2, (chip,))
    known = {"bmi160", "bmi270"} - {name}
    assert f"metamotion_{known.pop()}" in wait.refusals[other]


def test_thingy_keeps_its_owner_s_settings_but_the_rate() -> None:
    patch = PROFILES["nordic_thingy52"].start_script(rate_hz=50)[0]
    assert isinstance(patch, Patch)
    assert patch.patched(bytes.fromhex("e803f401f4010a0001")).hex() == "e803f401f401320001"


def test_microbit_takes_a_period_which_is_read_back() -> None:
    assert writes("bbc_microbit") == ["1400"]
    assert [type(step) for step in PROFILES["bbc_microbit"].start] == [Write, Read, Subscribe]
    assert PROFILES["bbc_microbit"].decoder().clock.rate_hz == 0


def test_sensortag_gets_its_range_with_its_axes() -> None:
    assert writes("ti_sensortag_cc2650") == ["0a", "7f02"]
    assert writes("ti_sensortag_cc2650", acc_range=2) == ["0a", "7f00"]


def test_nicla_gets_rates_as_floats_for_each_sensor() -> None:
    assert writes("arduino_nicla_sense_me") == ["040000c84200000000", "0d0000c84200000000"]
    stop = PROFILES["arduino_nicla_sense_me"].stop
    assert [step.payload().hex() for step in stop if isinstance(step, Write)] == [
        "0d0000000000000000",
        "040000000000000000",
    ]


def test_muse_chooses_its_stream_starts_it_and_is_kept_alive() -> None:
    assert writes("interaxon_muse") == ["047032310a", "02640a"]
    muse = PROFILES["interaxon_muse"]
    assert [step.payload().hex() for step in muse.stop if isinstance(step, Write)] == ["02680a"]
    assert muse.keep_alive is not None
    assert [step.payload().hex() for step in muse.keep_alive.step] == ["026b0a"]


def test_lego_asks_each_port_for_every_change() -> None:
    assert writes("lego_technic_hub") == ["0a004161000100000001", "0a004162000100000001"]
    assert PROFILES["lego_technic_hub"].decoder().clock.on_change


def test_openearable_gets_its_rate_as_a_float() -> None:
    assert writes("openearable", rate_hz=30) == ["000000f04100000000"]


def test_bluest_features_are_switched_on_by_subscribing() -> None:
    assert [type(step) for step in PROFILES["st_bluest"].start] == [Subscribe]
    assert PROFILES["st_bluest"].match.fits("", manufacturer_data={0x0201: bytes.fromhex("00f80000")})
    assert not PROFILES["st_bluest"].match.fits("", manufacturer_data={0x0101: bytes.fromhex("00f80000")})


def test_espruino_is_emptied_then_given_its_program_in_small_pieces() -> None:
    steps = PROFILES["espruino_puck_js"].start_script(rate_hz=52)
    assert [type(step) for step in steps] == [Subscribe, Write, Delay, Write]
    empty, program = (step for step in steps if isinstance(step, Write))
    assert empty.payload() == b"\x03reset();\n"
    assert program.payload().startswith(b"\x03\x10if(1){var q=[52,60],s=getTime();Puck.accelOn(q[0])")
    assert program.payload().endswith(b"}\n")
    assert program.payload().count(b"\n") == 1
    assert (program.chunk, program.response) == (20, False)
    (bangle,) = (
        step
        for step in PROFILES["espruino_bangle_js2"].start_script(rate_hz=12.5)
        if isinstance(step, Write) and step.chunk
    )
    assert b"q=[64,80]" in bangle.payload()
