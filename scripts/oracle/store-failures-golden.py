"""Writes what dbt leaves behind after the calls of test/run/store-failures/cases.json, as golden/answers.json beside it.

    ~/.cache/sluice-oracle/bin/python scripts/oracle/store-failures-golden.py

All calls run in one copy of the project, one after the other. Kept are the results, and every relation with its rows.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
from dbt.cli.main import dbtRunner  # noqa: E402
from dbt.version import __version__  # noqa: E402

HOME = Path(__file__).resolve().parents[2] / "test" / "run" / "store-failures"
KEYS = ("unique_id", "status", "failures", "message", "relation_name")


def call(arguments, folder):
    """One call in a child process, so that the database is let go of."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.chdir(folder)
        dbtRunner().invoke(arguments)
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)


def relations(folder):
    with duckdb.connect(str(folder / "shop.duckdb"), read_only=True) as con:
        listed = con.execute(
            "select table_schema, table_name, table_type from information_schema.tables order by all"
        ).fetchall()
        found = []
        for schema, name, kind in listed:
            rows = con.execute(f'select columns(*)::varchar from "{schema}"."{name}"').fetchall()
            columns = [each[0] for each in con.description]
            found.append([schema, name, kind, columns, sorted(json.dumps(row) for row in rows)])
        return found


work = Path(tempfile.mkdtemp(prefix="sluice-oracle-"))
folder = work / "project"
shutil.copytree(HOME / "project", folder)
call(["run"], folder)
cases = {}
for name, arguments in json.loads((HOME / "cases.json").read_text()).items():
    call(arguments, folder)
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    kept = sorted(({key: each[key] for key in KEYS} for each in results), key=lambda each: each["unique_id"])
    cases[name] = {"results": kept, "relations": relations(folder)}
made = {"command": "scripts/oracle/store-failures-golden.py", "version": __version__}
lines = [f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items()]
text = '{\n"made": ' + json.dumps(made) + ',\n"cases": {\n' + ",\n".join(lines) + "\n}\n}\n"
(HOME / "golden" / "answers.json").write_text(text)
shutil.rmtree(work)
