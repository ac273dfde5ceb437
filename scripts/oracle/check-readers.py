"""Reads artifacts as others do: dbt's own schemas, dbt-artifacts-parser, and dbt with them as its --state.

usage: check-readers.py PROJECT STATE DOCS

PROJECT is a project's folder, STATE holds the artifacts to read, DOCS is made: dbt's docs page with the manifest of STATE and a
catalog by dbt. Called by check-readers.mjs.
"""

import json
import os
import shutil
import sys
from pathlib import Path

import jsonschema
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.artifacts.schemas.run import RunResultsArtifact
from dbt.cli.main import dbtRunner
from dbt.task import docs as docs_task
from dbt_artifacts_parser.parser import parse_manifest, parse_run_results

project, state, docs = map(Path, sys.argv[1:4])
faults = []


def load(name):
    return json.loads((state / name).read_text("utf-8"))


def hold(what, is_right):
    print(f"{'ok' if is_right else 'WRONG'}: {what}")
    if not is_right:
        faults.append(what)


def check_schema(artifact, name):
    found = list(jsonschema.Draft202012Validator(artifact.json_schema()).iter_errors(load(name)))
    for each in found[:10]:
        print("  ", ".".join(map(str, each.absolute_path)), each.message[:200])
    hold(f"{name} is valid against dbt's schema", not found)


def call(*args):
    return dbtRunner().invoke(["--quiet", *args, "--project-dir", str(project), "--profiles-dir", str(project)])


def listed(*args):
    answer = call("ls", *args, "--state", str(state))
    return answer.result if answer.success else [repr(answer.exception)]


check_schema(WritableManifest, "manifest.json")
check_schema(RunResultsArtifact, "run_results.json")

manifest, results = load("manifest.json"), load("run_results.json")
hold("dbt-artifacts-parser reads manifest.json", len(parse_manifest(manifest).nodes) == len(manifest["nodes"]) > 5)
hold("dbt-artifacts-parser reads run_results.json", len(parse_run_results(results).results) == len(results["results"]) > 5)

# Built-in macros have other words here, so `state:modified` as a whole finds those who call one.
aspects = ["body", "configs", "persisted_descriptions", "relation", "contract"]
unchanged = listed("-s", "state:new", *(f"state:modified.{each}" for each in aspects))
hold(f"dbt finds nothing changed: {unchanged}", unchanged == [])
failed = listed("-s", "result:error", "--resource-type", "model")
hold(f"dbt selects what failed: {failed}", failed == ["dump.broken"])
model = project / "models" / "below.sql"
model.write_text(model.read_text("utf-8") + "\n-- edited\n", "utf-8")
changed = listed("-s", "state:modified", "--resource-type", "model", "--exclude", "state:modified.macros")
hold(f"dbt finds the edited model: {changed}", changed == ["dump.below"])
deferred = call("compile", "-s", "inc", "--defer", "--favor-state", "--target", "other", "--state", str(state))
code = [each.node.compiled_code for each in deferred.result.results] if deferred.success else [repr(deferred.exception)]
hold("dbt defers to the relations of the manifest", '"dump"."main"."first"' in str(code))

hold("dbt writes a catalog", call("docs", "generate", "--no-compile", "--target-path", str(docs)).success)
shutil.copy(Path(docs_task.__file__).parent / "index.html", docs / "index.html")
shutil.copy(state / "manifest.json", docs / "manifest.json")
sys.stdout.flush()
os._exit(1 if faults else 0)
