"""Writes what dbt puts into logs/dbt.log, and shows with --log-format debug, as test/report/golden/log-file.json.

    ~/.cache/sluice-oracle/bin/python scripts/oracle/log-file-golden.py

Calls of test/report/log-cases.json, one after the other, in the project of test/report/log-project. Times and folders are
taken out; of the debug records only those are kept whose text stands in KEPT: the others tell of dbt's inside.
"""

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
from dbt.version import __version__  # noqa: E402

from dbt_call import call  # noqa: E402

HOME = Path(__file__).resolve().parents[2] / "test" / "report"
CALLS = ["seed", "run", "test", "ls", "compile", "show", "parse", "run-operation", "nothing-tagged", "hook-fails", "profile-missing"]
RECORD = re.compile(r"HH:MM:SS \[(\w+) *\] \[([^\]]*)\]: (.*)", re.S)
KEPT = re.compile(r"Began running node|Finished running node|Began executing node|Began compiling node|Command `dbt")


def steady(text, folder):
    text = text.replace(str(folder), "<root>")
    text = re.sub(r"\d+\.\d+ ?s(econds)?\b", "N s", text)
    return re.sub(r"\d\d:\d\d:\d\d(\.\d+)?", "HH:MM:SS", text)


def records(text):
    """The records of a log, each with the lines that belong to it."""
    found = []
    for line in text.splitlines():
        if line.startswith("HH:MM:SS [") or line.startswith("====="):
            found.append(line)
        elif found:
            found[-1] += "\n" + line
    kept = []
    for each in found:
        match = RECORD.match(each)
        if match is None:
            kept.append(re.sub(r"\| \S+ =", "| <id> =", each))
        elif match[1] != "debug" or KEPT.search(match[3]):
            kept.append(each)
    return kept


cases = json.loads((HOME / "log-cases.json").read_text())
work = Path(tempfile.mkdtemp(prefix="sluice-oracle-"))
folder = work / "project"
shutil.copytree(HOME / "log-project", folder)
golden = {}
for name in CALLS:
    log = folder / "logs" / "dbt.log"
    log.unlink(missing_ok=True)
    capture = work / "output"
    call(["--no-use-colors", "--log-format", "debug", *cases[name]], folder, capture)
    golden[name] = {
        "file": records(steady(log.read_text(), folder)),
        "shown": records(steady(capture.read_text(), folder)),
    }
    print(name)
lines = [f"{json.dumps(name)}: {json.dumps(case)}" for name, case in golden.items()]
made = json.dumps({"command": "scripts/oracle/log-file-golden.py", "version": __version__})
(HOME / "golden" / "log-file.json").write_text('{\n"made": ' + made + ',\n"cases": {\n' + ",\n".join(lines) + "\n}\n}\n")
shutil.rmtree(work)
