"""Sources: the pace of recorded time, ticks, and the virtual sensor."""

import pytest

from legday.core.inputs import Command, Input, LinkChange, Packet, Tick, time_ns
from legday.errors import ProfileError
from legday.sources import Pace
from legday.sources._pacing import AHEAD, until, with_ticks
from legday.sources.replay import ReplaySource
from legday.sources.virtual import VirtualSource
from legday.sources.virtual_settings import VirtualSettings

START_NS = 1_700_000_000_000_000_000


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds


def at(*seconds: float) -> list[Input]:
    return [LinkChange(START_NS + round(each * 1e9), "connected") for each in seconds]


@pytest.mark.parametrize(("speed", "lasts_s"), [(1.0, 3.0), (2.0, 1.5), (0.5, 6.0)])
async def test_inputs_come_when_their_time_has_come(speed: float, lasts_s: float) -> None:
    clock = Clock()
    paced = Pace(speed, clock, clock.sleep).follow(at(0.0, 1.0, 1.5, 3.0))
    late_s = [(clock.now_s - 100.0) - (time_ns(item) - START_NS) * 1e-9 / speed async for item in paced]
    assert late_s == pytest.approx([0.0] * 4, abs=1e-6)
    assert clock.now_s - 100.0 == pytest.approx(lasts_s)


async def test_lateness_is_caught_up_not_carried_on() -> None:
    clock = Clock()
    times = []
    async for _ in Pace(1.0, clock, clock.sleep).follow(at(0.0, 1.0, 2.0, 3.0)):
        times.append(clock.now_s - 100.0)
        clock.now_s += 0.9 if len(times) > 1 else 1.5
    assert times == pytest.approx([0.0, 1.5, 2.4, 3.3])
    assert clock.slept == []


async def test_without_a_pace_nothing_waits() -> None:
    clock = Clock()
    inputs = at(*range(3 * AHEAD + 1))
    assert [item async for item in ReplaySource(inputs, Pace(None, clock, clock.sleep)).inputs()] == inputs
    assert clock.slept == []


def test_a_tick_stands_at_each_full_second() -> None:
    inputs = at(0.0, 0.5, 1.0, 1.2, 3.5)
    timed = list(with_ticks(inputs))
    assert [item for item in timed if not isinstance(item, Tick)] == inputs
    assert [item.at_ns - START_NS for item in timed if isinstance(item, Tick)] == [
        10**9,
        2 * 10**9,
        3 * 10**9,
    ]
    assert [time_ns(item) for item in timed] == sorted(time_ns(item) for item in timed)


def test_a_length_cuts_the_inputs() -> None:
    inputs = at(0.0, 1.0, 1.999, 2.0, 3.0)
    assert list(until(inputs, 2.0)) == inputs[:3]
    assert list(until(inputs, None)) == inputs


def test_the_virtual_sensor_speaks_packets_commands_and_ticks_in_order() -> None:
    source = VirtualSource(VirtualSettings(), START_NS, Pace(None), seconds=40.0)
    inputs = list(source.all_inputs())
    assert [type(inputs[0]), inputs[0].state] == [LinkChange, "connected"]  # type: ignore[union-attr]
    chosen = [item.value for item in inputs if isinstance(item, Command)]
    assert chosen == ["leapfrog", "high_knees", "squat"]
    times = [time_ns(item) for item in inputs]
    assert times == sorted(times)
    assert times[0] >= START_NS
    assert times[-1] < START_NS + 41 * 10**9
    assert sum(isinstance(item, Packet) for item in inputs) == pytest.approx(40.0 * 60.0, rel=0.02)


def test_the_same_seed_gives_the_same_performance_and_another_another() -> None:
    def packets(seed: int) -> list[Input]:
        return list(VirtualSource(VirtualSettings(seed=seed), START_NS, Pace(None), 5.0).all_inputs())

    assert packets(1) == packets(1)
    assert packets(1) != packets(2)


def test_any_profile_will_do_and_an_unknown_one_is_named() -> None:
    for profile in ("witmotion_wt901ble", "polar_verity_sense"):
        source = VirtualSource(VirtualSettings(profile=profile), START_NS, Pace(None), 5.0)
        assert source.setup.sensors[0].profile == profile
        assert any(isinstance(item, Packet) for item in source.all_inputs())
    with pytest.raises(ProfileError, match="unheard_of"):
        VirtualSource(VirtualSettings(profile="unheard_of"), START_NS, Pace(None))


@pytest.mark.parametrize("profile", ["bbc_microbit", "lego_technic_hub", "metamotion_bmi160"])
def test_sensors_of_every_kind_can_be_virtual(profile: str) -> None:
    """No gyroscope and a measured rate; an open rate; packets that are always full."""
    source = VirtualSource(VirtualSettings(profile=profile), 0, Pace(None), seconds=2.0)
    assert sum(isinstance(item, Packet) for item in source.all_inputs()) > 50
