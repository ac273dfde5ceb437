"""Writes what dbt answers to the calls of test/run/unit-tests/cases.json, as test/run/unit-tests/golden/answers.json.

    ~/.cache/sluice-oracle/bin/python scripts/oracle/unit-tests-golden.py

All calls run in one copy of test/run/unit-tests/project, one after the other. Of each event from level `info` on are kept
its level, name, code, text and the keys of its data; of each result of a test its status, message, failures and SQL.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
from dbt.cli.main import dbtRunner  # noqa: E402
from dbt.version import __version__  # noqa: E402

HOME = Path(__file__).resolve().parents[2] / "test" / "run" / "unit-tests"
RESULT_KEYS = ("unique_id", "status", "message", "failures", "compiled", "relation_name", "adapter_response")
QUIET = ("DeprecationsSummary", "PackageRedirectDeprecation")


def keys(data, prefix=""):
    found = []
    for key, value in data.items():
        found.append(prefix + key)
        if key in ("node_info", "node_relation") and isinstance(value, dict):
            found += keys(value, f"{prefix}{key}.")
    return sorted(found)


def events_of(text):
    found = []
    for line in text.splitlines():
        event = json.loads(line)
        info = event["info"]
        if info["level"] == "debug" or info["name"] in QUIET:
            continue
        node = event["data"].get("node_info", {})
        told = [node.get(key) for key in ("node_name", "node_path", "node_status", "materialized")]
        found.append([info["level"], info["name"], info["code"], info["msg"], ",".join(keys(event["data"])), told])
    return found


def results_of(folder, code):
    path = folder / "target" / "run_results.json"
    if not path.exists():
        return []
    found = []
    for result in json.loads(path.read_text())["results"]:
        entry = {key: result.get(key) for key in RESULT_KEYS}
        entry["compiled_code"] = " ".join((result.get("compiled_code") or "").split())
        found.append(entry)
    path.unlink()
    return sorted(found, key=lambda each: each["unique_id"])


def call(arguments, folder):
    """One call in a child process, so that nothing of it is left behind."""
    capture = folder.parent / "output"
    child = os.fork()
    if child == 0:
        os.dup2(os.open(capture, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.chdir(folder)
        answer = dbtRunner().invoke(["--no-use-colors", "--log-format", "json", *arguments])
        sys.stdout.flush()
        os._exit(0 if answer.success else 2 if answer.exception else 1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"exit": code, "events": events_of(capture.read_text()), "results": results_of(folder, code)}


work = Path(tempfile.mkdtemp(prefix="sluice-oracle-"))
folder = work / "project"
shutil.copytree(HOME / "project", folder)
cases = {name: call(arguments, folder) for name, arguments in json.loads((HOME / "cases.json").read_text()).items()}
made = {"command": "scripts/oracle/unit-tests-golden.py", "version": __version__}
lines = [f"{json.dumps(name)}: {json.dumps(case)}".replace(str(folder), "<root>") for name, case in cases.items()]
(HOME / "golden" / "answers.json").write_text('{\n"made": ' + json.dumps(made) + ',\n"cases": {\n' + ",\n".join(lines) + "\n}\n}\n")
shutil.rmtree(work)
