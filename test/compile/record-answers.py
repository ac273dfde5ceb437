"""
Asks dbt what it makes of the projects in fixtures/ and stores its answers in golden/.

usage: <python with dbt-core and dbt-duckdb> test/compile/record-answers.py
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
DBT = Path(sys.executable).parent / "dbt"


def dbt(folder, *arguments):
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    subprocess.run([DBT, "--quiet", *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL)


def compiled_files(folder):
    root = folder / "target" / "compiled"
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*.sql"))}


def record(name, commands, read):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / name
        shutil.copytree(HERE / "fixtures" / name, folder)
        for command in commands:
            dbt(folder, *command)
        answers = {
            "versions": {each: version(each) for each in ("dbt-core", "dbt-duckdb", "duckdb")},
            "commands": commands,
            "answers": read(folder),
        }
    golden = HERE / "golden" / f"{name}.json"
    golden.write_text(json.dumps(answers, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def messages(folder):
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    return {each["unique_id"]: [each["status"], each["message"]] for each in results}


record("templates", [["run"], ["compile"]], compiled_files)
record("errors", [["run"]], messages)
