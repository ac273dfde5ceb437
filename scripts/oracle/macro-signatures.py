"""
Stores the name, the parameters and the file of every macro that dbt and dbt-duckdb bring along, in test/macros/golden/signatures.json:
facts that projects rely on when they call these macros or replace them.

usage: <python with dbt-core and dbt-duckdb> scripts/oracle/macro-signatures.py
"""
import json
from importlib.metadata import version
from pathlib import Path

import dbt.include.duckdb
import dbt.include.global_project
from dbt_common.clients.jinja import get_environment
from jinja2 import nodes

TARGET = Path(__file__).parents[2] / "test" / "macros" / "golden" / "signatures.json"
PACKAGES = {"dbt": dbt.include.global_project, "dbt_duckdb": dbt.include.duckdb}


def default_of(node):
    """The value of a default that is a constant, as JSON; of what is computed only that it is there."""
    try:
        return json.dumps(node.as_const())
    except nodes.Impossible:
        return "..."


def parameters_of(macro):
    required = len(macro.args) - len(macro.defaults)
    defaults = [""] * required + [f"={default_of(each)}" for each in macro.defaults]
    return ", ".join(each.name + default for each, default in zip(macro.args, defaults))


def macros_in(folder):
    environment = get_environment(None, capture_macros=True)
    found, files = {}, {}
    for file in sorted(folder.rglob("*.sql")):
        for macro in environment.parse(file.read_text()).find_all(nodes.Macro):
            name = macro.name.removeprefix("dbt_macro__")
            found[name] = parameters_of(macro)
            files[name] = file.relative_to(folder).as_posix()
    return dict(sorted(found.items())), dict(sorted(files.items()))


def folder_of(package):
    return Path(package.__file__).parent


macros = {name: macros_in(folder_of(package)) for name, package in PACKAGES.items()}
golden = {
    "versions": {each: version(each) for each in ("dbt-core", "dbt-adapters", "dbt-duckdb")},
    "packages": {name: found for name, (found, _) in macros.items()},
    "files": {name: files for name, (_, files) in macros.items()},
}
TARGET.write_text(json.dumps(golden, indent=1) + "\n")
print({name: len(macros) for name, macros in golden["packages"].items()})
