"""What the parts of a profile must agree on: names, choices and the tick."""

from collections.abc import Iterator

from legday.errors import ProfileError
from legday.sensors.fields import CADENCE
from legday.sensors.profile import Profile
from legday.sensors.script import CHOICES, Delay


def check_consistency(profile: Profile, file: str) -> None:
    """Check that every name is declared and everything can be compiled.

    Raises
    ------
    ProfileError
        Naming the file and the key at fault.
    """
    for key, name in _names(profile):
        if name not in profile.characteristics:
            raise ProfileError(file, f"a name of [characteristics], not {name!r}", key)
    for name in sorted(profile.open_choices()):
        if getattr(profile, CHOICES[name]) is None:
            wanted = f"a table [{CHOICES[name]}], as a script asks for {{{name}}}"
            raise ProfileError(file, wanted, CHOICES[name])
    _check_layouts(profile, file)
    _check_tick(profile, file)
    try:
        profile.decoder()
    except ValueError as error:
        raise ProfileError(file, str(error), "packet") from error


def _names(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield each key that holds the name of a characteristic, and the name."""
    keep = profile.keep_alive.step if profile.keep_alive else ()
    for place, steps in (("start", profile.start), ("stop", profile.stop), ("keep_alive.step", keep)):
        for number, step in enumerate(steps):
            if not isinstance(step, Delay):
                yield f"{place}.{number}.characteristic", step.characteristic
    for number, rule in enumerate(profile.reassembly):
        yield f"reassembly.{number}.characteristic", rule.characteristic
    for number, layout in enumerate(profile.packet):
        yield f"packet.{number}.characteristic", layout.characteristic
    for number, vector in enumerate(profile.vector):
        for at, packet in enumerate(vector.packet):
            yield f"vector.{number}.packet.{at}.characteristic", packet.characteristic


def _check_layouts(profile: Profile, file: str) -> None:
    offers = {"acc": profile.acc_range, "gyr": profile.gyr_range}
    for number, layout in enumerate(profile.packet):
        for at, field in enumerate(layout.samples.fields if layout.samples else ()):
            if field.by_range and offers.get(field.name) is None:
                key = f"packet.{number}.samples.fields.{at}.by_range"
                raise ProfileError(file, f"a table [{field.name}_range]", key)
    told = {field.name for layout in profile.packet for field in layout.header if layout.holds == "facts"}
    if not profile.measures_motion and CADENCE not in told:
        raise ProfileError(file, f"a packet whose samples have acc, or one with {CADENCE}", "packet")


def _check_tick(profile: Profile, file: str) -> None:
    """The tick is where the clock says: in each sample, in the header, or nowhere."""
    stamps = profile.clock.stamps
    for number, layout in enumerate(profile.packet):
        if layout.samples is None:
            continue
        inside = any(field.name == "tick" for field in layout.samples.fields)
        ahead = any(field.name == "tick" for field in layout.header)
        each = inside or (ahead and layout.samples.count == 1)
        wanted = {"each": each, "first": ahead, "last": ahead, "none": not (inside or ahead)}[stamps]
        if not wanted:
            raise ProfileError(file, f"a tick where stamps = {stamps!r} says", f"packet.{number}")
