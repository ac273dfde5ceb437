"""
Evaluates the templates in fixtures/probes/*.yml with dbt, while it parses and when it compiles, and stores what they come to
in golden/probes.json.

usage: <python with dbt-core and dbt-duckdb> test/context/record-probes.py [FILE...]    (FILE: the answers go there instead)
"""
import json
import os
import re
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import yaml
from dbt.cli.main import dbtRunner
from dbt.parser.models import ModelParser
from dbt.task.compile import CompileTask

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures" / "probes"
DEPENDS = "".join(
    f"-- depends_on: {{{{ {each} }}}}\n"
    for each in (
        "ref('seeded')",
        "ref('built')",
        "ref('ephemeral')",
        "ref('versioned', v=1)",
        "ref('versioned', v=2)",
        "source('raw', 'seeded')",
        "source('raw', 'outside')",
    )
)
ENVIRONMENT = {
    "SLUICE_PROBE": "probed",
    "DBT_ENV_CUSTOM_ENV_COLOUR": "red",
    "DBT_ENV_SECRET_X": "secret",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DBT_LOG_FORMAT_FILE": "json",
    "DBT_USE_COLORS": "false",
}


def probes():
    files = sorted(FIXTURES.glob("*.yml"))
    return [each for file in files for group in yaml.safe_load(file.read_text()).values() for each in group]


def at_parse(number, probe):
    return (
        f"{{% if not execute %}}{{% set seen_value %}}{probe}{{% endset %}}"
        f"{{% do log('PROBE {number} ' ~ seen_value ~ '|', info=true) %}}{{% endif %}}select 1 as id\n"
    )


def at_run(_number, probe):
    return f"{DEPENDS}{{% if execute %}}{probe}{{% endif %}}\nselect 1 as id\n"


def project(folder, write):
    shutil.copytree(FIXTURES / "project", folder)
    (folder / "models" / "probes").mkdir()
    for number, probe in enumerate(probes()):
        (folder / "models" / "probes" / f"p{number}.sql").write_text(write(number, probe))


def call(folder, *arguments):
    os.chdir(folder)
    os.environ.update(ENVIRONMENT)
    log = folder / "logs" / "dbt.log"
    log.unlink(missing_ok=True)
    result = dbtRunner().invoke(["--quiet", *arguments])
    if result.exception:
        print(arguments, "failed:", result.exception, file=sys.stderr)
    return [json.loads(line)["info"].get("msg", "") for line in log.read_text().splitlines()]


def tidy(text, folder):
    text = re.sub(r"0x[0-9a-f]+", "0x", text.replace(str(folder), "<project>"))
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


# Neither command is to stop at the first template that fails.
CompileTask.raise_on_first_error = lambda self: False
failed = {}
parse_file = ModelParser.parse_file


def keep_going(self, block):
    try:
        return parse_file(self, block)
    except Exception as error:
        failed[Path(block.file.path.relative_path).stem] = str(error)


def parsed(folder):
    ModelParser.parse_file = keep_going
    said = call(folder, "parse")
    ModelParser.parse_file = parse_file
    values = {}
    for message in said:
        found = re.match(r"PROBE (\d+) (.*)\|$", message, re.DOTALL)
        if found:
            values[int(found[1])] = found[2]
    return [
        {"value": tidy(values[n], folder)} if n in values else {"error": tidy(failed.get(f"p{n}", "?"), folder)}
        for n in range(len(probes()))
    ]


def compiled(folder):
    call(folder, "seed")
    call(folder, "run", "--select", "built")
    call(folder, "compile", "--select", "path:models/probes")
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    by_name = {each["unique_id"].split(".")[-1]: each for each in results}
    answers = []
    for n in range(len(probes())):
        result = by_name[f"p{n}"]
        if result["status"] == "success":
            text = result["compiled_code"]
            answers.append({"value": tidy(text[text.rindex("-- depends_on") :].split("\n", 1)[1].removesuffix("\nselect 1 as id"), folder)})
        else:
            answers.append({"error": tidy(result["message"], folder)})
    return answers


target = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else HERE / "golden" / "probes.json"
# dbt tells templates how it was called.
sys.argv = ["dbt"]
with tempfile.TemporaryDirectory() as temporary:
    first, second = Path(temporary) / "parse", Path(temporary) / "compile"
    project(first, at_parse)
    project(second, at_run)
    while_parsing, when_run = parsed(first), compiled(second)
answers = {
    "versions": {each: version(each) for each in ("dbt-core", "dbt-duckdb", "duckdb")},
    "commands": ["parse", "seed", "run --select built", "compile --select path:models/probes"],
    "answers": [
        {"probe": probe, "parse": parse, "run": run}
        for probe, parse, run in zip(probes(), while_parsing, when_run)
    ],
}
target.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
