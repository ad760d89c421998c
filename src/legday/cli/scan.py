"""``legday scan``: what is in range, and what to do about it."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from legday.sources.ble.radio import Found


def scan(
    seconds: Annotated[float, typer.Option(min=1.0, max=120.0, help="How long to listen.")] = 8.0,
    everything: Annotated[
        bool, typer.Option("--all", help="Also devices without a name that no profile knows.")
    ] = False,
) -> None:
    """List the Bluetooth sensors in range, which profile fits, and how strong they are heard.

    [bold]legday scan --all[/bold] lists every device; then [bold]legday live --sensor NAME=left_thigh[/bold].
    """
    from legday.cli.running import run_in_loop
    from legday.config import load
    from legday.sensors.registry import profiles
    from legday.sources.ble.radio import Radio
    from legday.sources.ble.radio import scan as listen

    found = run_in_loop(listen(Radio(load().ble.adapter), profiles(), seconds))
    _print(found if everything else [each for each in found if each.name or each.profile])


def _print(found: "list[Found]") -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not found:
        console.print("Nothing heard. Is the sensor switched on, near, and not connected to another app?")
        return
    table = Table("name", "address", "signal, dBm", "profile")
    for each in found:
        profile = each.profile.id if each.profile else "–"
        table.add_row(each.name or "–", each.address, str(each.rssi_dbm), profile)
    console.print(table)
    for each in found:
        if each.profile and each.profile.warning:
            console.print(f"{each.name}: {each.profile.warning}")
    if any(each.profile is None for each in found):
        console.print("Devices without a profile need one TOML file: see docs/how-to/add-a-sensor.md.")
