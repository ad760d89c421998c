"""``sensors.md``: every sensor that a shipped profile knows."""

from collections import Counter

from legday.cli.reference.markdown import GENERATED, table
from legday.sensors.choice import Ranges
from legday.sensors.describe import STAMPS, TIERS
from legday.sensors.profile import Profile
from legday.sensors.registry import profiles

HEAD = """\
# Sensors

What legday can read, by the id of its [firmware profile](firmware-profiles.md). `legday profiles ID` says
more of each; [one more](../how-to/add-a-sensor.md) is one file. No profile was tried on its device unless its
support says `recorded`: the column of test vectors says where their bytes come from, and the last one how
many facts nobody has confirmed yet, which stand in the profile.

Of rates and ranges on offer the default is in bold type. A rate in italics is a request: what comes is
measured.
"""
TIMES = """\
## Device time

How the times of samples are found is explained in [How time is found](../explanation/time.md).
"""
HEADINGS = (
    "id",
    "sensor",
    "support",
    "axes",
    "rates, Hz",
    "accelerometer",
    "gyroscope",
    "device time",
    "facts from",
    "test vectors",
    "unverified",
)
FACTS_FROM = {"vendor": "vendor", "client": "clients", "own": "legday"}


def sensors_page() -> str:
    """Return the page."""
    known = profiles().values()
    support = table(("support", "means"), [(f"`{tier}`", meaning) for tier, meaning in TIERS.items()])
    stamps = table(("device time", "means"), [(f"`{kind}`", meaning) for kind, meaning in STAMPS.items()])
    warned = [(f"`{each.id}`", each.warning) for each in known if each.warning]
    parts = [GENERATED, HEAD, table(HEADINGS, map(_row, known)), "## Support\n", support, TIMES, stamps]
    parts += ["## Warnings\n", "What a person should know before using one.\n", table(("id", ""), warned)]
    return "\n".join(parts)


def _row(profile: Profile) -> tuple[str, ...]:
    vectors = Counter(vector.provenance for vector in profile.vector)
    if profile.measures_motion:
        measures = _measures(profile)
    else:
        measures = ("cadence only", "", "none", "none", f"`{profile.clock.stamps}`")
    return (
        f"`{profile.id}`",
        profile.title,
        f"`{profile.tier}`",
        *measures,
        FACTS_FROM[profile.provenance.confidence],
        ", ".join(f"{count} {kind}" for kind, count in sorted(vectors.items())),
        str(len(profile.provenance.unverified)),
    )


def _measures(profile: Profile) -> tuple[str, ...]:
    gyroscope = profile.gyroscope != "none"
    return (
        "6" if gyroscope else "3",
        _rates(profile),
        _range(profile.acc_range),
        _range(profile.gyr_range) if gyroscope else "none",
        f"`{profile.clock.stamps}`",
    )


def _rates(profile: Profile) -> str:
    """Return the rates on offer: bold for the default, italics for one that is measured."""
    if profile.rate is None:
        return "given or measured"
    marked = []
    for choice in profile.rate.choice:
        mark = "*" * (2 * (choice.hz == profile.rate.default_hz) + choice.measured)
        marked.append(f"{mark}{choice.hz:g}{mark}")
    return ", ".join(marked)


def _range(ranges: Ranges | None) -> str:
    """Return the ranges on offer, bold for the default."""
    if ranges is None:
        return "not known"
    marked = [
        f"**{choice.value:g}**" if choice.value == ranges.default else f"{choice.value:g}"
        for choice in ranges.choice
    ]
    return f"± {', '.join(marked)} {ranges.unit}"
