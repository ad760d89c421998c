"""The command line: thin commands, quick to start, errors in one clear line."""

import sys

import typer

from legday.errors import LegdayError

BAD_INPUT = 2
"""Exit status for input that cannot be used."""

app = typer.Typer(
    name="legday",
    help="Count leg training from a motion sensor on the thigh, live and in replay.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _register() -> None:
    from legday.cli import catalogue, evaluate, live, record, repair, replay, simulate, stress

    for command in (
        live.live,
        replay.replay,
        evaluate.evaluate,
        record.record,
        repair.repair,
        stress.stress,
        simulate.simulate,
    ):
        app.command()(command)
    app.command()(catalogue.profiles)
    app.command()(catalogue.exercises)


def main() -> None:
    """Run the command line; an error that a person can mend is one line and exit status 2."""
    _register()
    try:
        app()
    except LegdayError as error:
        print(f"legday: {error}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
