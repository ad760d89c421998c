"""The command line: thin commands, quick to start, errors in one clear line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from legday.cli.complaint import complain
from legday.errors import LegdayError

BAD_INPUT = 2
"""Exit status for input that cannot be used."""


def application() -> typer.Typer:
    """Return the command line with all its commands; none of them is run, and nothing heavy is imported."""
    from legday.cli import (
        catalogue,
        doctor,
        evaluate,
        export,
        forget,
        history,
        import_takes,
        label,
        live,
        plot,
        record,
        repair,
        replay,
        scan,
        shelf,
        simulate,
        stress,
        tune,
    )

    app = typer.Typer(
        name="legday",
        help="Count leg training from a motion sensor on the thigh, live and in replay.",
        epilog="Try [bold]legday live --demo[/bold]; [bold]legday COMMAND --help[/bold] explains a command.",
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for command in (
        live.live,
        scan.scan,
        doctor.doctor,
        replay.replay,
        evaluate.evaluate,
        export.export,
        forget.forget,
        label.label,
        plot.plot,
        record.record,
        repair.repair,
        simulate.simulate,
        stress.stress,
        tune.tune,
        catalogue.profiles,
        catalogue.exercises,
        catalogue.plans,
        history.history,
        shelf.takes,
    ):
        app.command()(command)
    app.command("import")(import_takes.import_takes)
    return app


def _say_version(wanted: bool) -> None:
    if wanted:
        from legday import __version__

        print(f"legday {__version__}")
        raise typer.Exit


def _root(
    folders: Annotated[
        list[Path] | None,
        typer.Option(
            "--profiles",
            metavar="DIR",
            envvar="LEGDAY_PROFILES",
            help="A folder with profiles of your own, which stand over those of the same id.",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback has answered
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Count leg training from a motion sensor on the thigh, live and in replay."""
    if folders:
        from legday.sensors.registry import look_in

        look_in(*folders)


def main() -> None:
    """Run the command line; an error that a person can mend is one line and exit status 2, Ctrl-C is 130."""
    arguments = None if len(sys.argv) > 1 else ["--help"]
    try:
        status = application()(arguments, prog_name="legday", standalone_mode=False)
    except LegdayError as error:
        complain(error)
        status = BAD_INPUT
    except typer.TyperException as error:
        complain(f"{error.format_message()} (legday --help says what there is)")
        status = BAD_INPUT
    except typer.Abort:
        complain("given up")
        status = 1
    sys.exit(status)
