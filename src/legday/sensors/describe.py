"""A firmware profile in words, for a person."""

from collections import Counter

from legday.sensors.choice import Ranges
from legday.sensors.profile import Profile

TIERS = {
    "recorded": "real takes of it are replayed in the tests",
    "vectors": "checked against test vectors only",
    "limited": "too slow or not solid: expect wrong counts",
    "described": "described for its layout; nothing is counted from it",
}
STAMPS = {
    "each": "every sample has its own time",
    "first": "a packet's time is that of its first sample",
    "last": "a packet's time is that of its last sample",
    "none": "no device time: arrival times are used",
}


def describe(profile: Profile) -> str:
    """Return what a profile says, as lines of text."""
    lines = [f"{profile.id}: {profile.title}", f"  support     {TIERS[profile.tier]}"]
    if profile.warning:
        lines.append(f"  warning     {profile.warning}")
    if profile.match.local_name:
        lines.append(f"  names       {', '.join(profile.match.local_name)}")
    lines.append(f"  measures    {_measures(profile)}")
    if profile.measures_motion:
        lines.append(f"  rate        {_rates(profile)}")
        lines.append(f"  time        {STAMPS[profile.clock.stamps]}{_ticks(profile)}")
        lines.append(f"  gravity     {profile.axes.gravity}, {profile.axes.frame} frame")
    if profile.sends_singly:
        lines.append("  load        one sample a notification: the dearest way, for the radio and to count")
    lines.append(f"  MTU         {profile.min_mtu} or more")
    vectors = Counter(vector.provenance for vector in profile.vector)
    lines.append(f"  vectors     {', '.join(f'{count} {kind}' for kind, count in sorted(vectors.items()))}")
    lines += [f"  source      {source}" for source in profile.provenance.sources]
    lines += [f"  unverified  {fact}" for fact in profile.provenance.unverified]
    return "\n".join(lines)


def _rates(profile: Profile) -> str:
    if profile.rate is None:
        return "given by the setup, or measured"
    offered = ", ".join(f"{choice.hz:g}" for choice in profile.rate.choice)
    return f"{profile.rate.default_hz:g} Hz (offered: {offered})"


def _measures(profile: Profile) -> str:
    if not profile.measures_motion:
        return "cadence only, to compare with"
    gyroscope = {
        "none": "no gyroscope",
        "joined": f"gyroscope{_range(profile.gyr_range)}",
        "separate": f"gyroscope{_range(profile.gyr_range)} in packets of its own",
    }[profile.gyroscope]
    return f"accelerometer{_range(profile.acc_range)}, {gyroscope}"


def _range(ranges: Ranges | None) -> str:
    return "" if ranges is None else f" ± {ranges.default:g} {ranges.unit}"


def _ticks(profile: Profile) -> str:
    clock = profile.clock
    if clock.stamps == "none":
        return ""
    return f", in ticks of {clock.tick_s:g} s" + (f" that start again at {clock.wrap}" if clock.wrap else "")
