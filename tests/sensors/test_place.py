"""The line on which a key of a TOML file stands."""

import pytest

from legday.sensors.place import line_of

TEXT = """\
# a comment
format = 1

start = [
    # a comment inside
    { do = "subscribe", characteristic = "output" },
    { do = "write", characteristic = "input", text = "a" },
]

[rate]
default_hz = 50
choice = [{ hz = 50 }, { hz = 100 }]

[[packet]]
name = "one"

[[packet]]
name = "two"
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("format", 2),
        ("start.0", 6),
        ("start.1.text", 7),
        ("start.1.write.hex", 7),
        ("rate", 10),
        ("rate.default_hz", 11),
        ("rate.choice.1.hz", 12),
        ("packet.0.name", 15),
        ("packet.1.samples", 17),
        ("vector", None),
        ("", None),
    ],
)
def test_line_of(key: str, line: int | None) -> None:
    assert line_of(key, TEXT) == line
