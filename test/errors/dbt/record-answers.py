"""
Asks dbt what it says of the projects in *.yml beside this file, and with which exit code, and stores that in
../golden/dbt-*.json, one for each of the files. Each call is a process of its own that shares the imports.

usage: <python with dbt-core and dbt-duckdb> test/errors/dbt/record-answers.py [case ...]
The answers to the named cases take the place of those that are stored; without names all are asked for.
"""
import json
import os
import re
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import dbt.cli.main
import yaml

HERE = Path(__file__).parent
BASE = {
    "dbt_project.yml": 'name: shop\nversion: "1.0"\nprofile: shop\n',
    "profiles.yml": "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n    other: {type: duckdb, path: other.duckdb, schema: elsewhere}\n",
}
SETTINGS = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_LOG_FORMAT_FILE": "json", "DBT_USE_COLORS": "false"}


def files_of(case):
    files = {**BASE, "dbt_project.yml": BASE["dbt_project.yml"] + case.get("project", "")}
    for key, path in (("model", "models/a.sql"), ("yml", "models/a.yml"), ("macro", "macros/m.sql")):
        if key in case:
            files[path] = case[key]
    files.update(case.get("files") or {})
    return {path: text for path, text in files.items() if text is not None}


def call(folder, case, output):
    os.chdir(folder)
    os.environ.update({**SETTINGS, **(case.get("env") or {})})
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    code = 0
    try:
        dbt.cli.main.cli(case.get("args", "parse").split(" "))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    os._exit(code)


def tidy(text, folder):
    text = re.sub(r"\x1b\[[0-9;]*m", "", text).replace(str(folder), "<project>")
    # A path that is told with the time of the file's last change.
    text = re.sub(r"FilePath\(searched_path='([^']+)', relative_path='([^']+)'[^)]*\)", r"\1/\2", text)
    text = re.sub(r"^\[(WARNING|ERROR)\](\[\w+\])?: ", "", text)
    text = re.sub(r"in \d+\.\d+s", "in Ns", re.sub(r"\d\d:\d\d:\d\d", "", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def answer(case, folder):
    for path, text in files_of(case).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    output = folder / "output.txt"
    child = os.fork()
    if child == 0:
        call(folder, case, output)
    _, status = os.waitpid(child, 0)
    told = []
    log = folder / "logs" / "dbt.log"
    for line in log.read_text().splitlines() if log.exists() else []:
        info = json.loads(line)["info"]
        name, level, text = info["name"], info["level"], tidy(info.get("msg", ""), folder)
        if level not in ("warn", "error") or text == "" or name in ("DeprecationsSummary", "MainStackTrace"):
            continue
        told.append([name, level, "" if level == "warn" and name.endswith("Deprecation") else text])
    said = output.read_text()
    if "Usage:" in said:
        told.append(["usage", "", tidy(said[said.index("Error: ") + 7 :], folder)])
    return {"exit": os.waitstatus_to_exitcode(status), "told": told}


wanted = set(sys.argv[1:])
versions = {each: version(each) for each in ("dbt-core", "dbt-duckdb")}
for file in sorted(HERE.glob("*.yml")):
    stored = HERE.parent / "golden" / f"dbt-{file.stem}.json"
    cases = yaml.safe_load(file.read_text())
    answers = json.loads(stored.read_text())["answers"] if wanted else {}
    for name, case in cases.items():
        if wanted and name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as temporary:
            answers[name] = answer(case or {}, Path(temporary))
    golden = {"versions": versions, "answers": {name: answers[name] for name in cases if name in answers}}
    stored.write_text(json.dumps(golden, indent=1, ensure_ascii=False))
