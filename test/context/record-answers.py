"""
Runs the operations in fixtures/ with dbt and stores what they print, and how they fail, in golden/.

usage: <python with dbt-core and dbt-duckdb> test/context/record-answers.py
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
DBT = Path(sys.executable).parent / "dbt"
OPERATIONS = ["relations", "results", "types", "refers", "wrong_case"]
LOG_LINE = re.compile(r"^\d\d:\d\d:\d\d  ")


def dbt(folder, *arguments):
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    command = [DBT, "--quiet", "--no-use-colors", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


def printed(text):
    """The lines that the operation printed, and the sentence with which it failed."""
    lines = text.splitlines()
    end = next((at for at, line in enumerate(lines) if LOG_LINE.match(line)), len(lines))
    sentence = [line[2:] for line in lines[end + 1 :]]
    stack = next((at for at, line in enumerate(sentence) if line.startswith("> in ")), len(sentence))
    return {"printed": lines[:end], "failed": "\n".join(sentence[:stack]).strip() or None}


with tempfile.TemporaryDirectory() as temporary:
    folder = Path(temporary) / "operations"
    shutil.copytree(HERE / "fixtures" / "operations", folder)
    dbt(folder, "seed")
    answers = {
        "versions": {each: version(each) for each in ("dbt-core", "dbt-duckdb", "duckdb")},
        "command": "dbt run-operation <name>, after dbt seed",
        "answers": {name: printed(dbt(folder, "run-operation", name)) for name in OPERATIONS},
    }
golden = HERE / "golden" / "operations.json"
golden.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
