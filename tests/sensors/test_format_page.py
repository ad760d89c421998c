"""The reference page of the profile format says what the models say, key by key."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from legday.sensors.choice import RangeChoice, Ranges, RateChoice, Rates
from legday.sensors.fields import HeaderField, SampleField
from legday.sensors.layout import PacketLayout, SampleLayout
from legday.sensors.match import Match
from legday.sensors.model import Part
from legday.sensors.orientation import Orientation
from legday.sensors.profile import Profile
from legday.sensors.provenance import Provenance
from legday.sensors.reassembly import ByteStream, Lines, TwoPart
from legday.sensors.script import Delay, KeepAlive, Patch, Read, Subscribe, Unsubscribe, Wait, Write
from legday.sensors.timekeeping import Timekeeping
from legday.sensors.vector import Notification, Vector

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "firmware-profiles.md"
SECTIONS: dict[str, type[Part]] = {
    "Top level": Profile,
    "`[provenance]`": Provenance,
    "`[match]`": Match,
    "`[rate]`": Rates,
    "`[[rate.choice]]`": RateChoice,
    "`[acc_range]` and `[gyr_range]`": Ranges,
    "`[[acc_range.choice]]`": RangeChoice,
    "`subscribe`": Subscribe,
    "`unsubscribe`": Unsubscribe,
    "`write`": Write,
    "`patch`": Patch,
    "`wait`": Wait,
    "`read`": Read,
    "`delay`": Delay,
    "`[keep_alive]`": KeepAlive,
    "`byte_stream`": ByteStream,
    "`two_part`": TwoPart,
    "`lines`": Lines,
    "`[[packet]]`": PacketLayout,
    "`[[packet.header]]`": HeaderField,
    "`[packet.samples]`": SampleLayout,
    "`[[packet.samples.fields]]`": SampleField,
    "`[clock]`": Timekeeping,
    "`[axes]`": Orientation,
    "`[[vector]]`": Vector,
    "`[[vector.packet]]`": Notification,
}


def rows(model: type[BaseModel]) -> list[str]:
    """The table of a model, one line for each key."""
    return [
        f"| `{name}` | {_default(field.default)} | {field.description} |"
        for name, field in model.model_fields.items()
    ]


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return "wanted"
    if value is None or value == () or isinstance(value, Part):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`{list(value)}`".replace("'", '"')
    if isinstance(value, float):
        return f"`{value:g}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def section(heading: str) -> str:
    """What stands under a heading, up to the next."""
    found = re.search(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", PAGE.read_text(), re.DOTALL | re.MULTILINE
    )
    return "" if found is None else found[1]


@pytest.mark.parametrize(("heading", "model"), SECTIONS.items(), ids=list(SECTIONS))
def test_each_key_is_on_the_page_as_the_model_has_it(heading: str, model: type[Part]) -> None:
    lines = [line for line in section(heading).splitlines() if line.startswith("| `")]
    assert lines == rows(model)


def test_no_table_of_the_format_is_left_out() -> None:
    def below(model: type[Part]) -> set[type[Part]]:
        return {model}.union(*(below(each) for each in model.__subclasses__()))

    assert below(Part) - {Part} == set(SECTIONS.values())
