"""Asks dbt's own Jinja functions about templates and writes their answers to ../golden/dbt-jinja.json.

Run with the Python of an environment that has dbt-core: python record-dbt-jinja.py
"""

import copy
import json
import pathlib

import jinja2
from dbt.clients.jinja import get_rendered
from dbt.clients.jinja_static import statically_extract_macro_calls
from dbt_common.clients.jinja import extract_toplevel_blocks
from importlib.metadata import version

CONTEXT = {
    "n": 7,
    "zero": 0,
    "f": 2.5,
    "whole": 2.0,
    "s": "text",
    "digits": "12",
    "yes": "true",
    "no": "False",
    "none": None,
    "t": True,
    "xs": [1, 2],
    "d": {"a": 1, "b": [None, True]},
    "quoted": "'q'",
    "lit": "{'a': [1, (2,)], 'b': None}",
    "e": "",
}

NATIVE = [
    "", "plain", "1", "{{ n }}", "{{ f }}", "{{ whole }}", "{{ s }}", "{{ digits }}", "{{ none }}", "{{ t }}",
    "{{ xs }}", "{{ d }}", "{{ d.b }}", "{{ n }}{{ n }}", "a{{ n }}", "{{ n }} ", "{{ 1 }}", "{{ 1 + 1 }}", "{{ true }}",
    "{{ none }}{{ '' }}", "{{ 'x' }}", "{{ [1, 2] }}", "{{ {'a': 1} }}", "{{ (1, 2) }}", "{{ 1.0 }}",
    "{{ digits | as_number }}", "{{ digits | as_native }}", "{{ digits | as_text }}", "{{ n | as_text }}",
    "{{ yes | as_bool }}", "{{ no | as_bool }}", "{{ s | as_bool }}", "{{ s | as_number }}", "{{ t | as_bool }}",
    "{{ n | as_bool }}", "{{ t | as_number }}", "{{ f | as_number }}", "{{ lit | as_native }}", "{{ quoted | as_native }}",
    "{{ quoted }}", "{{ s | as_native }}", "{{ e | as_native }}", "{{ '1' | as_number }}", "{{ 'True' | as_bool }}",
    "{{ xs | length }}", "{{ n > 3 }}", "{% if n %}{{ n }}{% endif %}", "{% if zero %}{{ n }}{% endif %}",
    "{% for x in xs %}{{ x }}{% endfor %}", "{% set y = 5 %}{{ y }}", "{% set y = 5 %} {{ y }}", "{# c #}{{ n }}",
    "{{ n }}\n", "{{ '-3' | as_number }}", "{{ '+3' | as_number }}", "{{ '1e3' | as_number }}", "{{ '0x10' | as_number }}",
    "{{ '1_000' | as_number }}", "{{ '01' | as_number }}", "{{ ' 1' | as_number }}", "{{ '1 ' | as_number }}",
    "{{ '[1, 2,]' | as_native }}", "{{ '1,' | as_native }}", "{{ '()' | as_native }}", "{{ '{1, 2}' | as_native }}",
    "{{ \"'a' 'b'\" | as_native }}", "{{ 'None' | as_native }}", "{{ 'nope' | as_native }}", "{{ '\"x\"' | as_native }}",
    "{{ xs is defined }}", "{{ missing is defined }}", "{{ n | string }}", "{{ xs | join(',') }}", "{{ 'a' ~ n }}",
    "{{ [n] }}", "{{ d | tojson }}", "{{ n if t else s }}", "{{ xs | list }}", "{{ xs | first }}", "{{ none | default('x', true) }}",
    "{{ ['a'] | map('upper') | list }}", "{{ ['a'] | list }}", "{{ [0, 1] | select | list }}", "{{ ['b', 'a'] | sort }}", "{{ 'x' | e }}",
    "{{ {'a': [1, 2.5, none]} | tojson }}", "{{ (1, 2) | first }}", "{{ 1 if false }}", "{{ {}.a }}", "{{ [1][0] }}", "{{ 'abc'[1:] }}",
]

BLOCKS = [
    "{% macro a() %}x{% endmacro %}",
    "text {% macro a(x, y='}}') -%} {{ x }} {%- endmacro %} more {% materialization t, adapter='d' %}b{% endmaterialization %}",
    "{# {% macro hidden() %} #}{% macro a() %}x{% endmacro %}",
    "{% raw %}{% macro hidden() %}{% endraw %}{% macro a() %}x{% endmacro %}",
    "  {%- macro a() -%}  \n x \n {%- endmacro -%}  \n tail",
    "{{ '{% macro no() %}' }}{% macro a() %}x{% endmacro %}",
    "{% macro a() %}{{ '{% endmacro %}' }}{% endmacro %}",
    "{% macro a() %}{% if x %}{% endif %}{% for i in y %}{% endfor %}{% endmacro %}",
    "{% if x %}{% macro a() %}{% endmacro %}{% endif %}",
    "{% endif %}",
    "{% for x in y %}{% endif %}",
    "{% macro a() %}",
    "\n\n{% macro a() %}\nx",
    "{% macro a() %}{% macro b() %}{% endmacro %}{% endmacro %}",
    "{{ x ",
    "{% macro a( %}",
    "{% macro a('x %}",
    "{# never closed",
    "{% raw %}{% macro a() %}",
    "{% set x = '%}' %}{% macro a() %}{% endmacro %}",
    "{% macro a() %}{% call b() %}{% endcall %}{% endmacro %}{% test t(model) %}s{% endtest %}{% data_test u(model) %}{% enddata_test %}",
    "{% docs my_doc %}# Title\n{{ no }}\n{% enddocs %}between{% docs other %}x{% enddocs %}",
    "{% snapshot s %}{{ config(x=1) }} select 1 {% endsnapshot %}",
    "select '{' || '%' from x -- {% not closed",
    "no blocks at all {{ ref('x') }}",
    "{% macro a() %}{# {% endmacro %} #}{% endmacro %}",
    "{%macro a()%}x{%endmacro%}",
    "{% macro a(b = \"it's\") %}'{% endmacro %}",
]
KINDS = {"macro", "materialization", "test", "data_test", "docs", "snapshot"}

CALLS = [
    "{% macro a() %}{{ b() }}{{ pkg.c(d()) }}{{ adapter.dispatch('e', 'ns')(f()) }}{% endmacro %}",
    "{% macro a() %}{{ return(adapter.dispatch('e')(1)) }}{{ adapter.quote('x') }}{{ b() }}{{ b() }}{% endmacro %}",
    "{% macro a(x=g()) %}{% do run(h(1), y=i()) %}{% set z = j() | upper %}{% call k() %}{{ l() }}{% endcall %}{% endmacro %}",
    "{% macro a() %}{% for m in n() if o(m) %}{{ p.q.r() }}{{ s['t']() }}{% endfor %}{{ x.y(1).z() }}{% endmacro %}",
    "{% macro a() %}{{ adapter.dispatch(macro_name='e', macro_namespace='ns')() }}{{ ref('x') }}{{ config(a=b()) }}{% endmacro %}",
]

RENDER = [
    "{{ missing }}", "{{ missing() }}", "{{ missing.a }}", "{{ missing.a.b('x')[0] }}|", "{{ d.zz }}", "{{ d.zz.y }}",
    "{{ 1 / 0 }}", "{{ xs.append(3) or xs }}", "{% macro m() %}x{% endmacro %}{{ m() }}", "{{ 'a' + 1 }}", "{% foo %}",
    "a\n{% if x %}\nb", "{{ s.nope() }}", "{% for x in none %}{% endfor %}", "{{ none.x }}", "{% set q = missing %}[{{ q }}]",
    "{% break %}", "{{ x | nope }}", "{% if missing %}{{ 1 | nope }}{% endif %}ok", "{{ s is nope }}", "{{ missing + 1 }}",
]


def outcome(work):
    try:
        return {"value": work()}
    except Exception as error:  # noqa: BLE001 - every error is an answer
        return {"error": type(error).__name__, "message": str(getattr(error, "msg", error)), "text": str(error)}


def blocks_of(text):
    found = extract_toplevel_blocks(text, allowed_blocks=KINDS, collect_raw_data=False)
    return [[b.block_type_name, b.block_name, b.full_block, b.contents] for b in found]


def native_of(text):
    return repr(get_rendered(text, copy.deepcopy(CONTEXT), native=True))


def main():
    answers = {
        "recorded": {
            "command": "python record-dbt-jinja.py",
            "dbt-core": version("dbt-core"),
            "dbt-common": version("dbt-common"),
            "jinja2": jinja2.__version__,
        },
        "context": CONTEXT,
        "native": [[text, outcome(lambda: native_of(text))] for text in NATIVE],
        "blocks": [[text, outcome(lambda: blocks_of(text))] for text in BLOCKS],
        "calls": [[text, outcome(lambda: statically_extract_macro_calls(text, {}, None))] for text in CALLS],
        "render": [
            [text, outcome(lambda: get_rendered(text, copy.deepcopy(CONTEXT), None)),
             outcome(lambda: get_rendered(text, copy.deepcopy(CONTEXT), None, capture_macros=True))]
            for text in RENDER
        ],
    }
    target = pathlib.Path(__file__).parent.parent / "golden" / "dbt-jinja.json"
    target.write_text(json.dumps(answers, indent=1) + "\n")
    print(target, *(f"{key}: {len(value)}" for key, value in answers.items() if isinstance(value, list)))


main()
