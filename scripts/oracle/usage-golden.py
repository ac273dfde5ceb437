"""Writes what dbt answers to the wrong calls of test/cli/usage-cases.json, as test/cli/golden/usage.json.

    ~/.cache/sluice-oracle/bin/python scripts/oracle/usage-golden.py
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
from dbt.cli.main import cli  # noqa: E402
from dbt.version import __version__  # noqa: E402

HOME = Path(__file__).resolve().parents[2] / "test"


def call(case, folder, work):
    """One call in a child process; answers exit code, standard output and standard error."""
    child = os.fork()
    if child == 0:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(work / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.chdir(folder)
        os.environ.update(case.get("env", {}))
        sys.argv = ["dbt", *case["args"]]
        code = 0
        try:
            cli(case["args"], prog_name="dbt")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return [code, (work / "out").read_text(), (work / "err").read_text()]


cases = json.loads((HOME / "cli" / "usage-cases.json").read_text())
work = Path(tempfile.mkdtemp(prefix="sluice-oracle-"))
folder = work / "project"
shutil.copytree(HOME / "report" / "log-project", folder)
answers = []
for case in cases:
    code, out, err = call(case, folder, work)
    answers.append({**case, "exit": code, "err": err.replace(str(folder), "<root>")})
    print(code, case)
lines = ",\n".join(json.dumps(each) for each in answers)
# Where Python lies is no part of the answer.
for folder in (sys.prefix, sys.base_prefix):
    lines = lines.replace(folder, "<python>")
made = json.dumps({"command": "scripts/oracle/usage-golden.py", "version": __version__})
(HOME / "cli" / "golden" / "usage.json").write_text('{\n"made": ' + made + ',\n"answers": [\n' + lines + "\n]\n}\n")
shutil.rmtree(work)
