"""``legday scan``: what is in range, and what to do about it."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from legday.sources.ble.radio import Found

ANY_NAME = "legday scan --all lists those without a name, too."
NOTHING = f"Nothing heard. Is the sensor switched on, near, and not connected to another app? {ANY_NAME}"
WITHOUT_PROFILE = """\
Without a profile: legday profiles lists the sensors that are known. If it is one
of these under a name of its own, add --profile ID to legday live. Else it needs
one TOML file: docs/how-to/add-a-sensor.md."""


def scan(
    seconds: Annotated[float, typer.Option(min=1.0, max=120.0, help="How long to listen.")] = 8.0,
    everything: Annotated[
        bool, typer.Option("--all", help="Also devices without a name that no profile knows.")
    ] = False,
) -> None:
    """List the Bluetooth sensors in range, which profile fits, and how strong they are heard.

    [bold]legday scan --all[/bold] lists every device; then [bold]legday live --sensor NAME=left_thigh[/bold].
    """
    from rich.console import Console

    from legday.cli.running import run_in_loop
    from legday.config import load
    from legday.sensors.registry import profiles
    from legday.sources.ble.radio import Radio
    from legday.sources.ble.radio import scan as listen

    with Console(stderr=True).status(f"Listening for {seconds:.0f} s"):
        found = run_in_loop(listen(Radio(load().ble.adapter), profiles(), seconds))
    shown = found if everything else [each for each in found if each.name or each.profile]
    if not shown:
        print(NOTHING)
        return
    _tabulate(shown)
    _advise(shown)


def _tabulate(found: "list[Found]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from legday.printable import escaped

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("name", "address", "dBm"):
        table.add_column(name, overflow="fold")
    table.add_column("profile", no_wrap=True)
    for each in found:
        signal = "?" if each.rssi_dbm is None else str(each.rssi_dbm)
        cells = (each.name or "–", each.address, signal, each.profile.id if each.profile else "–")
        table.add_row(*(Text(escaped(cell)) for cell in cells))
    Console(highlight=False).print(table)


def _advise(found: "list[Found]") -> None:
    """Say what to mind of each, and what to do next."""
    from shlex import quote

    from legday.printable import escaped

    known = [each for each in found if each.profile and each.profile.tier != "described"]
    print()
    for each in found:
        if each.profile and each.profile.warning:
            print(f"{escaped(each.title)}: {each.profile.warning}")
    if known:
        named = quote(f"{escaped(known[0].title)}=left_thigh")
        print(f"Wear one and count: legday live --sensor {named} --exercise squat")
    if any(each.profile is None for each in found):
        print(WITHOUT_PROFILE)
