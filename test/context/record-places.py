"""
Asks dbt which names its templates see in each place where there are templates, and what they are there: hooks, tests,
analyses, snapshots, macros, materializations, properties. One project holds them all; each place writes what it sees to the
log. Stores project and answers in golden/places.json, which places.test.ts reads.

usage: <python with dbt-core and dbt-duckdb> test/context/record-places.py
"""
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

NAMES="adapter api as_bool as_native as_number as_text block builtins column compiled_code config connection_name context context_macro_stack database database_schemas dbt dbt_metadata_envs dbt_version diff_of_two_dicts doc env env_var exceptions execute flags fromjson fromyaml function graph invocation_args_dict invocation_id load_result local_md5 log metric model modules pre_hooks post_hooks print project_name query_tag_value ref render results return run_query run_started_at schema schemas selected_resources set set_strict source sql statement store_raw_result store_result submit_python_job target this thread_id tojson toyaml try_or_compiler_error unrendered_config validation var write zip zip_strict node relation load_agate_table adapter_macro caller otel_trace_id otel_span_id connection_node test_macro select own_macro dbt_utils otherpkg shop dbt_duckdb generate_schema_name default__generate_schema_name current_timestamp user_list dict range lipsum cycler joiner namespace self loop varargs kwargs".split()
VALS={
 'm.id':"model.unique_id if model is defined and model.unique_id is defined else 'U'",
 'm.rt':"model.resource_type if model is defined else 'U'",
 'm.keys':"(model.keys()|list|sort|join(',')) if model is defined and model is mapping else 'U'",
 'm.alias':"model.alias if model is defined else 'U'",
 'm.schema':"model.schema if model is defined else 'U'",
 'm.tags':"model.tags if model is defined else 'U'",
 'm.fqn':"model.fqn if model is defined else 'U'",
 'm.refs':"model.refs if model is defined else 'U'",
 'm.dep':"(model.depends_on.nodes if model.depends_on is defined else 'N') if model is defined else 'U'",
 'm.index':"model.index if model is defined else 'U'",
 'm.ofp':"model.original_file_path if model is defined else 'U'",
 'm.path':"model.path if model is defined else 'U'",
 'm.lang':"model.language if model is defined else 'U'",
 'm.raw':"(model.raw_code[:12] if model.raw_code is defined else 'N') if model is defined else 'U'",
 'm.mat':"(model.config.materialized if model.config is defined else 'N') if model is defined else 'U'",
 'm.col':"(model.columns.keys()|list) if model is defined and model.columns is defined else 'U'",
 'm.cc':"('compiled_code' in model) if model is defined and model is mapping else 'U'",
 'this':"this|string if this is defined else 'U'",
 'this.t':"this.type if this is defined and this else 'U'",
 'this.i':"this.identifier if this is defined and this else 'U'",
 'exe':"execute if execute is defined else 'U'",
 'tgt':"target.name ~ target.schema ~ target.type ~ target.threads ~ target.profile_name if target is defined else 'U'",
 'tgt.keys':"(target.keys()|list|sort|join(',')) if target is defined else 'U'",
 'db':"database if database is defined else 'U'",
 'sch':"schema if schema is defined else 'U'",
 'which':"flags.WHICH if flags is defined else 'U'",
 'fr':"flags.FULL_REFRESH if flags is defined else 'U'",
 'thread':"thread_id[:8] if thread_id is defined else 'U'",
 'graphn':"(graph.nodes.keys()|list|sort|join(',')) if graph is defined and graph is mapping and graph.nodes is defined else (graph|string if graph is defined else 'U')",
 'graphk':"(graph.keys()|list|sort|join(',')) if graph is defined and graph is mapping else 'U'",
 'sel':"(selected_resources|sort|join(',')) if selected_resources is defined else 'U'",
 'res':"(results|length) if results is defined else 'U'",
 'schs':"schemas if schemas is defined else 'U'",
 'dbsch':"database_schemas if database_schemas is defined else 'U'",
 'cfg.m':"config.get('materialized','none') if config is defined and config.get is defined else 'U'",
 'cfg.c':"config.get('colour','none') if config is defined and config.get is defined else 'U'",
 'cfg.a':"config.get('alias','none') if config is defined and config.get is defined else 'U'",
 'cfg.e':"config.enabled if config is defined and config is mapping else 'U'",
 'cfg.s':"config|string|truncate(20) if config is defined and config is string else 'U'",
 'var':"var('colour','d') ~ var('proj','d') ~ var.has_var('colour')|string if var is defined else 'U'",
 'env':"env_var('SLUICE_X','dflt') if env_var is defined else 'U'",
 'pn':"project_name if project_name is defined else 'U'",
 'ad':"adapter.type() if adapter is defined and adapter.type is defined else 'U'",
 'bi':"(builtins.keys()|list|sort|join(',')) if builtins is defined else 'U'",
 'sql':"sql|string|truncate(30) if sql is defined else 'U'",
 'ph':"pre_hooks|length if pre_hooks is defined and pre_hooks is not none else (pre_hooks|string if pre_hooks is defined else 'U')",
 'post':"post_hooks|length if post_hooks is defined and post_hooks is not none else (post_hooks|string if post_hooks is defined else 'U')",
 'cc':"compiled_code|string|truncate(30) if compiled_code is defined else 'U'",
 'cn':"connection_name if connection_name is defined else 'U'",
 'cms':"context_macro_stack.depth if context_macro_stack is defined else 'U'",
 'own':"own_macro() if own_macro is defined else 'U'",
 'shopown':"shop.own_macro() if shop is defined else 'U'",
 'ctxlen':"'own_macro' in context if context is defined and context is mapping else 'U'",
 'dve':"dbt_metadata_envs if dbt_metadata_envs is defined else 'U'",
 'iad':"invocation_args_dict.which if invocation_args_dict is defined else 'U'",
 'mod':"(modules.keys()|list|sort|join(',')) if modules is defined else 'U'",
 'ref':"ref('a')|string if ref is defined else 'U'",
 'src':"source('raw','t')|string if source is defined else 'U'",
 'tj':"tojson({'a':1}) if tojson is defined else 'U'",
 'rsa':"run_started_at.tzinfo|string if run_started_at is defined else 'U'",
 'ver':"dbt_version if dbt_version is defined else 'U'",
 'ucfg':"unrendered_config|string if unrendered_config is defined else 'U'",
 'val':"validation.any|string|truncate(14) if validation is defined else 'U'",
 'doc':"doc is defined",
}
FILES = {}


def marker(ctx, form):
    return f"<<{ctx}:{form}>>"


def tpl(ctx, refs=True):
    return marker(ctx, "all" if refs else "unrelated")


def plain(ctx):
    return marker(ctx, "plain")


def expanded(ctx, form):
    """The template that writes down what it sees: names in one line, then each value in one of its own."""
    is_plain = form == "plain"
    opening, closing = ("{{- ", " -}}") if is_plain else ("{%- do ", " -%}")
    phase = "y" if is_plain else "' ~ ph ~ '"
    names = ",".join(f"'{name}' if {name} is defined else ''" for name in NAMES)
    lines = ["x"] if is_plain else ["{%- set ph = 'x' if execute else 'p' -%}"]
    lines.append(f"{opening}log('PROBE|{ctx}|{phase}|names|' ~ [{names}]|select|join(' ') ~ '|', info=true){closing}")
    for key, value in VALS.items():
        if (form != "all" and key in ("ref", "src")) or (ctx == "gentest" and key.startswith("m.")):
            continue
        lines.append(f"{opening}log('PROBE|{ctx}|{phase}|{key}|' ~ ({value}) ~ '|', info=true){closing}")
    return "".join(lines)


def w(path, text):
    FILES[path] = text


q = json.dumps
w('dbt_project.yml','name: shop\nversion: "1.0"\nprofile: shop\nvars: {proj: pv}\nflags: {send_anonymous_usage_stats: false}\non-run-start: '+q(tpl('ors',False))+'\non-run-end: '+q(tpl('ore',False))+'\nseeds:\n  shop:\n    +post-hook: '+q(tpl('seedhook',False))+'\nsnapshots:\n  shop:\n    +pre-hook: '+q(tpl('snaphook'))+'\n')
w('profiles.yml','shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 1}\n')
w('seeds/s.csv','id\n1\n')
w('models/a.sql','{{ config(colour="red") }}select 1 as id, current_timestamp as ts')
w('models/h.sql',"{{ config(materialized='table', pre_hook="+q(tpl('prehook'))+", post_hook="+q(tpl('posthook'))+") }}\n-- depends_on: {{ ref('a') }} {{ source('raw','t') }}\nselect 1 as id")
w('models/body.sql',tpl('body')+"select 1 as id")
w('models/e.sql',"{{ config(materialized='ephemeral') }}"+tpl('ephemeral')+"select 1 as id")
w('models/usee.sql',"select * from {{ ref('e') }}")
w('models/inc.sql',"{{ config(materialized='incremental') }}"+tpl('incremental')+"select 1 as id")
w('macros/mat.sql',"{% materialization own, default %}"+tpl('mat')+"{% call statement('main') %}create or replace table {{ this }} as {{ sql }}{% endcall %}{{ return({'relations': [this]}) }}{% endmaterialization %}")
w('models/usemat.sql',"{{ config(materialized='own') }}-- {{ ref('a') }} {{ source('raw','t') }}\nselect 1 as id")
w('macros/m.sql',"{% macro own_macro() %}own{% endmacro %}{% macro inmacro() %}"+tpl('macro')+"{% endmacro %}{% macro op() %}"+tpl('op')+"{% endmacro %}{% macro op2() %}"+tpl('op')+"{% endmacro %}{% test gen(model, column_name) %}"+tpl('gentest')+"select 1 as id where false{% endtest %}")
w('models/usemacro.sql',"-- {{ ref('a') }} {{ source('raw','t') }}\n{{ inmacro() }}select 1 as id")
w('tests/sing.sql',tpl('singular')+"select * from {{ ref('a') }} where false")
w('analyses/an.sql',tpl('analysis')+"select * from {{ ref('a') }}")
w('snapshots/sn.sql',"{% snapshot sn %}{{ config(strategy='check', unique_key='id', check_cols=['id']) }}"+tpl('snapshot')+"select id from {{ ref('a') }}{% endsnapshot %}")
w('models/y.yml','sources: [{name: raw, schema: main, tables: [{name: t, identifier: a}]}]\nmodels:\n  - name: a\n    description: '+q(plain('desc')+'x')+'\n    columns: [{name: id, data_tests: [gen]}]\n  - name: h\n    config: {meta: {x: '+q(plain('ymlcfg')+'x')+'}}\n')
w('macros/gen.sql',"{% macro generate_schema_name(custom_schema_name, node) %}{% if node.name=='a' %}"+tpl('gsn',False)+"{% endif %}{{ default__generate_schema_name(custom_schema_name, node) }}{% endmacro %}")

import re


def expand(text, quoted):
    def put(match):
        probe = expanded(match[1], match[2])
        return json.dumps(probe)[1:-1] if quoted(match) else probe

    return re.sub(r"<<(\w+):(\w+)>>", put, text)


def write(folder):
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        # A marker within double quotes stands in a YAML or Jinja text.
        (folder / path).write_text(expand(text, lambda match: match.string[match.start() - 1] == '"'))


with tempfile.TemporaryDirectory() as temporary:
    folder = Path(temporary)
    write(folder)
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_LOG_FORMAT_FILE": "json"}
    call = [str(Path(sys.executable).parent / "dbt"), "build", "--no-partial-parse", "--vars", "{colour: blue}"]
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    answers = {}
    for line in (folder / "logs" / "dbt.log").read_text().splitlines():
        message = json.loads(line)["info"].get("msg", "")
        if message.startswith("PROBE|"):
            _, place, phase, key, value = message.split("|", 4)
            answers.setdefault(f"{place} {phase}", {}).setdefault(key, []).append(value.rstrip("|"))
versions = {each: version(each) for each in ("dbt-core", "dbt-duckdb")}
golden = {"versions": versions, "names": NAMES, "values": VALS, "files": FILES, "answers": answers}
(Path(__file__).parent / "golden" / "places.json").write_text(json.dumps(golden, indent=1))
