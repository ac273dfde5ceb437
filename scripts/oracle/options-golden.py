"""Writes every option of dbt's command line as test/cli/golden/options.json.

    ~/.cache/sluice-oracle/bin/python scripts/oracle/options-golden.py
"""

import json
from pathlib import Path

import click
from dbt.cli.main import cli
from dbt.version import __version__

TARGET = Path(__file__).resolve().parents[2] / "test" / "cli" / "golden" / "options.json"


def variables(value):
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def described(param):
    kind = param.type
    entry = {
        "name": param.name,
        "forms": sorted(param.opts),
        "negative": sorted(param.secondary_opts),
        "variables": variables(param.envvar),
        "type": type(kind).__name__,
        "multiple": param.multiple,
    }
    if isinstance(kind, click.Choice):
        entry["choices"] = sorted(kind.choices)
    if isinstance(kind, click.Path):
        entry["path"] = {"exists": kind.exists, "file": kind.file_okay, "folder": kind.dir_okay}
    if isinstance(param, click.Option):
        entry["flag"] = param.is_flag
        entry["hidden"] = param.hidden
    return entry


kinds = {}


def key_of(param):
    """The name of an option; a number is added where commands have another option of this name."""
    entry = described(param)
    for number in range(1, 100):
        key = param.name if number == 1 else f"{param.name}#{number}"
        if kinds.setdefault(key, entry) == entry:
            return key


def walk(command, path, found):
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            walk(inner, [*path, name], found)
    if path:
        found[" ".join(path)] = {"hidden": command.hidden, "options": [key_of(each) for each in command.params]}


commands = {}
root = [key_of(each) for each in cli.params]
walk(cli, [], commands)
lines = [
    '"made": ' + json.dumps({"command": "scripts/oracle/options-golden.py", "version": __version__}),
    '"root": ' + json.dumps(root),
    '"commands": {\n' + ",\n".join(f"  {json.dumps(name)}: {json.dumps(each)}" for name, each in commands.items()) + "\n}",
    '"options": {\n' + ",\n".join(f"  {json.dumps(name)}: {json.dumps(each)}" for name, each in kinds.items()) + "\n}",
]
TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")
