"""Writes what dbt logs for the calls of test/report/log-cases.json, as test/report/golden/log.json.

    ~/.cache/sluice-oracle/bin/python scripts/oracle/log-golden.py [CASE...]

Every call runs in the project of test/report/log-project, one after the other. Of each event are kept its name, code,
level, text and the keys of its data; times, folders and ids are taken out of texts.
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
INNER = ("node_info", "node_relation", "run_result")


def keys(data, prefix=""):
    found = []
    for key, value in data.items():
        found.append(prefix + key)
        if key in INNER and isinstance(value, dict):
            found += keys(value, f"{prefix}{key}.")
    return sorted(found)


def steady(text, folder):
    text = text.replace(str(folder), "<root>")
    text = re.sub(r"\d+\.\d+ ?s(econds)?\b", "N s", text)
    text = re.sub(r"\d\d:\d\d:\d\d(\.\d+)?", "HH:MM:SS", text)
    return text


def events_of(text, folder):
    found = []
    for line in text.splitlines():
        event = json.loads(line)
        info = event["info"]
        found.append([info["level"], info["name"], info["code"], steady(info["msg"], folder), ",".join(keys(event["data"]))])
    return found


cases = json.loads((HOME / "log-cases.json").read_text())
work = Path(tempfile.mkdtemp(prefix="sluice-oracle-"))
folder = work / "project"
shutil.copytree(HOME / "log-project", folder)
golden = {"made": {"command": "scripts/oracle/log-golden.py", "version": __version__}, "cases": {}}
for name, arguments in cases.items():
    options = ["--no-use-colors", "--log-level", "debug", "--log-format"]
    capture = work / "output"
    code = call([*options, "json", *arguments], folder, capture)
    golden["cases"][name] = {"exit": code, "events": events_of(capture.read_text(), folder)}
    call(["--no-use-colors", *arguments], folder, capture)
    golden["cases"][name]["text"] = steady(capture.read_text(), folder).splitlines()
    print(name, code)
lines = [f"{json.dumps(name)}: {json.dumps(case)}" for name, case in golden["cases"].items()]
# Where Python lies is no part of the answer.
for prefix in (sys.prefix, sys.base_prefix):
    lines = [line.replace(prefix, "<python>") for line in lines]
(HOME / "golden" / "log.json").write_text(
    '{\n"made": ' + json.dumps(golden["made"]) + ',\n"cases": {\n' + ",\n".join(lines) + "\n}\n}\n"
)
shutil.rmtree(work)
