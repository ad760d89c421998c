"""``legday doctor``: what is wrong here, and what to do about it."""

import typer

from legday.cli import options


def doctor(
    adapter: options.Adapter = None,
) -> None:
    """Check adapter, permissions, Bluetooth service, brokers, certificate, disk and clock.

    [bold]legday doctor[/bold] ends with status 1 when something is wrong.
    """
    from legday.cli.checks import check_all
    from legday.cli.running import run_in_loop
    from legday.config import load

    findings = run_in_loop(check_all(load({"ble": {"adapter": adapter}})))
    for finding in findings:
        typer.echo(f"{'ok   ' if finding.fine else 'WRONG'}  {finding.subject:12}  {finding.text}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)
