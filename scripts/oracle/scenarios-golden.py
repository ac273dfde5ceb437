"""Runs the small projects of test/scenarios/cases with the real dbt and keeps what it answers and leaves in the database.

    ~/.cache/sluice-oracle/bin/python scripts/oracle/scenarios-golden.py [CASE...]

A case is a file of YAML: `files`, and `steps` that are done one after another. A step writes files (`write`), removes them
(`remove`), copies folders (`copy`), runs SQL on the database (`sql`), or calls a command (`call`), at a pinned moment if
the case names one (`now`). After each call are kept: the exit code, each result, and every relation with its columns and
rows; with `events` also what was logged, and with `queries` what these answer.
"""

import datetime
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb
import yaml

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
import dbt.adapters.duckdb  # noqa: E402, F401
import dbt.adapters.duckdb.impl  # noqa: E402, F401
import dbt.task.build  # noqa: E402, F401
import dbt.task.freshness  # noqa: E402, F401
import dbt.task.retry  # noqa: E402, F401
from dbt.version import __version__  # noqa: E402

from dbt_call import call  # noqa: E402

HOME = Path(__file__).resolve().parents[2] / "test" / "scenarios"
BASE = {
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
    "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb, threads: 1}}}\n",
}
#: Events about dbt's inside, or of another order by design.
UNTOLD = {
    "MainReportVersion", "AdapterRegistered", "FoundStats", "PartialParsingSkipParsing", "UnableToPartialParse",
    "PartialParsingEnabled", "PartialParsingError", "Formatting",
}


#: Moments of a clock, in contrast to those that a case writes.
CLOCK = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+(\+00)?")


def pin(moment):
    """Lets dbt take another moment for the beginning of the call, from which it finds batches."""
    import dbt_common.invocation

    now = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.timezone.utc)

    class Clock:
        @staticmethod
        def now(_zone=None):
            return now

    dbt_common.invocation.datetime = Clock


def steady(text, folder):
    text = text.replace(str(folder), "<root>")
    text = re.sub(r"\d+\.\d+ ?s(econds)?\b", "N s", text)
    text = re.sub(r"\.+ (?=\[)", "... ", text)
    return re.sub(r"\d\d:\d\d:\d\d\.\d+", "HH:MM:SS", text)


def events_of(text, folder):
    found = []
    for line in text.splitlines():
        info = json.loads(line)["info"]
        if info["name"] not in UNTOLD:
            found.append(f"{info['level']} {info['name']} {steady(info['msg'], folder)}")
    return found


def message_of(text):
    return None if text is None else text.split("\n  \n  > in macro")[0]


def results_of(folder):
    """What became of each node, and of each source that was looked at."""
    found = {}
    path = folder / "target" / "run_results.json"
    if path.exists():
        for each in json.loads(path.read_text())["results"]:
            kept = {"status": each["status"], "message": message_of(each["message"]), "failures": each["failures"]}
            if each.get("batch_results"):
                kept["batches"] = each["batch_results"]
            found[each["unique_id"]] = {**kept, "response": each["adapter_response"]}
    path = folder / "target" / "sources.json"
    if path.exists():
        for each in json.loads(path.read_text())["results"]:
            found[each["unique_id"]] = {key: each[key] for key in ("status", "criteria", "adapter_response")}
    return found


def relations_of(folder):
    """Every relation: its kind, its columns, and its rows as text."""
    path = folder / "shop.duckdb"
    if not path.exists():
        return {}
    os.chdir(folder)
    database = duckdb.connect(str(path))
    found = {}
    for schema, name, kind in database.execute(
        "select table_schema, table_name, table_type from information_schema.tables "
        "where table_catalog = current_database() order by 1, 2"
    ).fetchall():
        relation = f'"{schema}"."{name}"'
        columns = database.execute(f"describe {relation}").fetchall()
        rows = database.execute(f"select cast(r as varchar) from {relation} r order by 1").fetchall()
        found[f"{schema}.{name}"] = {
            "kind": kind,
            "columns": [f"{column[0]} {column[1]}" for column in columns],
            "rows": [CLOCK.sub("<now>", row[0]) for row in rows] if len(rows) <= 40 else [len(rows)],
        }
    database.close()
    return found


def ask(folder, queries):
    os.chdir(folder)
    database = duckdb.connect(str(folder / "shop.duckdb"))
    found = []
    for query in queries:
        try:
            found.append([row[0] for row in database.execute(f"select cast(q as varchar) from ({query}) q").fetchall()])
        except duckdb.Error as error:
            found.append(str(error).split(":")[0])
    database.close()
    return found


def do(step, folder, case):
    for path, text in (step.get("write") or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    for path in step.get("remove") or []:
        target = folder / path
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    for source, target in (step.get("copy") or {}).items():
        shutil.copytree(folder / source, folder / target, dirs_exist_ok=True)
    if "sql" in step:
        os.chdir(folder)
        database = duckdb.connect(str(folder / "shop.duckdb"))
        database.execute(step["sql"])
        database.close()
    if "call" not in step:
        return None
    for name in ("run_results.json", "sources.json"):
        if not step.get("keeps"):
            (folder / "target" / name).unlink(missing_ok=True)
    capture = folder.parent / "output"
    options = ["--no-use-colors", "--log-format", "json"]
    # What parsing tells is told each time, here and by Sluice.
    if step.get("events"):
        options.append("--no-partial-parse")
    moment = step.get("now", case.get("now"))
    code = call([*options, *step["call"]], folder, capture, (lambda: pin(moment)) if moment else None)
    if not (folder / "target" / "run_results.json").exists() and "freshness" not in step["call"]:
        print(capture.read_text()[-1500:])
    kept = {"call": " ".join(step["call"]), "exit": code, "results": results_of(folder), "relations": relations_of(folder)}
    if step.get("events"):
        kept["events"] = events_of(capture.read_text(), folder)
    if step.get("queries"):
        kept["queries"] = ask(folder, step["queries"])
    return kept


def main():
    wanted = sys.argv[1:]
    for path in sorted((HOME / "cases").glob("*.yml")):
        if wanted and path.stem not in wanted:
            continue
        case = yaml.safe_load(path.read_text())
        work = Path(tempfile.mkdtemp(prefix="sluice-oracle-"))
        folder = work / "project"
        do({"write": {**BASE, **case["files"]}}, folder, case)
        answers = [each for each in (do(step, folder, case) for step in case["steps"]) if each is not None]
        os.chdir("/")
        shutil.rmtree(work)
        golden = {"made": {"command": "scripts/oracle/scenarios-golden.py", "version": __version__}, "steps": answers}
        text = json.dumps(golden, indent=1)
        (HOME / "golden" / f"{path.stem}.json").write_text(text + "\n")
        print(path.stem, [each["exit"] for each in answers], flush=True)


main()
