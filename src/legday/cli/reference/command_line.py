"""``command-line.md``: every command with its arguments and options, and what can be set in a file."""

import inspect
from typing import Any, cast, get_args, get_type_hints

from pydantic import BaseModel
from typer.main import get_command

from legday.cli import application
from legday.cli.reference.markdown import GENERATED, bounds, default, prose, table
from legday.config import FILE, PREFIX, model

HEAD = """\
# Command line

`legday COMMAND --help` says the same. Results go to standard output; what is to be said to a person, warnings
and errors, one line each, to standard error.

| exit status | |
|---|---|
| 0 | done |
| 2 | a file, an option or a broker could not be used; the line says which and what was wanted |
| 130 | interrupted by Ctrl-C |
"""

SETTINGS = f"""\
## Settings

What is not given on the command line is taken from the environment, then from `{FILE}` in the current folder,
then from the defaults. The key `password` of the section `mqtt` is

```toml
[mqtt]
password = "..."
```

in the file and `{PREFIX}MQTT_PASSWORD` in the environment.
"""


def command_line_page() -> str:
    """Return the page."""
    group: Any = get_command(application())
    commands = [_command(f"legday {name}", each) for name, each in group.commands.items() if not each.hidden]
    fields = sorted(model().model_fields.items())
    sections = [_settings(name, cast("type[BaseModel]", field.annotation)) for name, field in fields]
    return "\n".join(
        [GENERATED, HEAD, _command("legday [OPTIONS] COMMAND", group), *commands, SETTINGS, *sections]
    )


def _command(name: str, command: Any) -> str:
    text = prose(inspect.cleandoc(command.help)).replace("[bold]", "`").replace("[/bold]", "`")
    hints = get_type_hints(inspect.unwrap(command.callback))
    rows = [_row(each, hints[each.name]) for each in command.params if each.name in hints]
    return f"## {name}\n\n{text}\n" + (f"\n{table(('', 'default', ''), rows)}" if rows else "")


def _row(parameter: Any, kind: Any) -> tuple[str, str, str]:
    value = parameter.default
    shown = "" if value is None or value is False or callable(value) else str(getattr(value, "value", value))
    text = prose(parameter.help or "")
    if parameter.envvar:
        text += f" In the environment: `{parameter.envvar}`."
    return f"`{_spelling(parameter, kind)}`", shown.replace("True", "yes"), text


def _spelling(parameter: Any, kind: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    if kind is bool:
        return " / ".join([*parameter.opts, *parameter.secondary_opts])
    number = {int, float} & {kind, *get_args(kind)}
    return f"{parameter.opts[0]} {parameter.metavar or ('NUMBER' if number else 'TEXT')}"


def _settings(name: str, section: type[BaseModel]) -> str:
    rows = [
        (f"`{key}`", default(field), bounds(field), prose(field.description or ""))
        for key, field in section.model_fields.items()
    ]
    return (
        f"### `[{name}]`\n\n{prose(section.__doc__ or '')}\n\n{table(('key', 'default', 'bounds', ''), rows)}"
    )
