"""Options of the command line by what they are about; several commands take some of them."""

from pathlib import Path
from typing import Annotated

import typer

Demo = Annotated[bool, typer.Option("--demo", help="A virtual sensor on a simulated athlete.")]
Sensors = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME|ADDRESS[=SITE[@PERSON]]",
        help="A sensor, where it is worn and a code for who wears it; remembered. May be repeated. "
        "phone, sensor-logger, phyphox://HOST and sensor-server://HOST are phones.",
    ),
]
Phone = Annotated[
    bool, typer.Option("--phone", help="A phone as the sensor, without an app: --sensor phone.")
]
ReadBy = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Read the sensors by this profile, whatever they advertise."),
]
Rate = Annotated[float | None, typer.Option(metavar="HZ", help="Ask the sensors for this rate.")]
Adapter = Annotated[str | None, typer.Option(metavar="hci0", help="Bluetooth adapter.")]

Counted = Annotated[str | None, typer.Option(metavar="NAME", help="Count this from the start.")]
Tuned = Annotated[
    Path | None,
    typer.Option(metavar="FILE.toml", help="Parameters of detectors, as legday tune writes them."),
]
Followed = Annotated[
    str | None,
    typer.Option(metavar="NAME|FILE.toml", help="Follow this plan; legday plans lists them."),
]
Level = Annotated[str | None, typer.Option(metavar="basic|advanced", help="Which half of the plan.")]

Workers = Annotated[int, typer.Option(min=1, help="Processes on this machine.")]
Scheduler = Annotated[
    str | None, typer.Option(metavar="tcp://HOST:PORT", help="Compute on this Dask cluster instead.")
]
Scored = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help="Takes (CSV or MCAP, TOML beside it), or folders of them."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write the report as JSON.")]
AsPage = Annotated[
    Path | None, typer.Option("--html", metavar="OUT.html", help="Write the report as one HTML page too.")
]
Baselines = Annotated[
    bool, typer.Option("--baselines", help="Score the field's simple counters on the same takes.")
]
Cached = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Keep decoded takes here: the next time only counting is left."),
]
FailUnder = Annotated[
    float | None,
    typer.Option(
        metavar="PCT", min=0, max=100, help="Exit with status 1 when a smaller share of takes is exact."
    ),
]
Searched = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Search this one; all bounded ones otherwise. May be repeated."),
]
TunedOn = Annotated[list[Path], typer.Argument(metavar="DIR...", help="Labelled takes, or folders of them.")]
Trials = Annotated[int, typer.Option(min=8, help="Trials of each search; the defaults are the first.")]
GhostPrice = Annotated[float, typer.Option(min=0.0, help="Price of a false event an hour, % of miscount.")]
LatePrice = Annotated[float, typer.Option(min=0.0, help="Price of a second of latency, % of miscount.")]
Study = Annotated[Path, typer.Option("--work", metavar="DIR", help="Keeps the trials and the decoded takes.")]
TunedFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE.toml", help="The tuned setting; <work>/<exercise>.toml otherwise."),
]

Recorded = Annotated[Path | None, typer.Option(metavar="FILE.mcap", help="Record everything that comes in.")]
Resume = Annotated[
    bool | None,
    typer.Option("--resume/--fresh", help="Go on with a session that was cut short, however old; or never."),
]

Broker = Annotated[
    str | None, typer.Option(metavar="URL", help="Publish to this broker too: mqtt(s)://host:port.")
]
BrokerUser = Annotated[
    str | None, typer.Option(metavar="NAME", help="User there; its password is asked for, or set.")
]
Base = Annotated[str | None, typer.Option(help="First part of every topic.")]
Host = Annotated[str | None, typer.Option(help="Address the page listens on.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="The page's port.")]
Shown = Annotated[
    str | None, typer.Option("--format", metavar="lines|jsonl", help="What the terminal shows.")
]
