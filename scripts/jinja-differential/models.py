"""Writes random templates as the models of a dbt project, to be compiled by dbt and by us.

usage: models.py --seed N --count N --folder PROJECT

A model says first what the names in it stand for. Macros live in a file of their own, as dbt wants it. Only templates
that render are kept: one error would end the compilation of all.
"""
import argparse
import pathlib
import random
import signal
import warnings

from environment import CONTEXT, fresh_context, make_environment
from expressions import Expressions
from generate import ADDRESSES, MAX_ANSWER, MAX_TEMPLATE, SECONDS, stop
from statements import Statements

PROJECT = "name: random_templates\nversion: '1.0'\nprofile: random_templates\n"
PROFILE = """random_templates:
  target: dev
  outputs:
    dev: {type: duckdb, path: warehouse.duckdb}
"""

MACROS = """
{% macro m1(a, b=1) %}<{{ a }}:{{ b }}{{ varargs }}{{ kwargs }}>{% endmacro %}

{% macro m2(x=none, y=x) -%}
  {%- for i in [x, y] if i is not none %}{{ loop.index }}={{ i }};{% endfor %}
  {{- caller() if caller else 'no caller' }}{{ varargs|length }}{{ kwargs }}
{%- endmacro %}

{% macro m3(p=[]) %}{% set found = namespace(n=0) %}{% do found.update if false %}{{ p }}|{{ m1(p, found.n) }}{{ varargs }}{{ kwargs }}{% endmacro %}
"""


class ModelStatements(Statements):
    """Statements for a model: it calls macros, but does not define them."""

    def macro(self, depth, loop):
        return self.call(depth, loop)

    def call_block(self, depth, _loop):
        return self.tag(f"call m2({self.pick(['', '1', 'a', 'x=2'])})") + self.block(depth, False) + self.tag("endcall")


def prologue():
    names = "".join(f"{{%- set {name} = {value!r} -%}}\n" for name, value in CONTEXT.items())
    return names + "{%- set st = set([1, 2, 3]) -%}\n"


def renders(environment, macros, template):
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        text = environment.from_string(template).render(**macros, **{**fresh_context(), "set": set})
        return len(text) <= MAX_ANSWER and not any(address in text.lower() for address in (*ADDRESSES, "<macro"))
    except BaseException:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, stop)
    source = random.Random(options.seed)
    environment = make_environment()
    module = environment.from_string(MACROS).module
    macros = {name: getattr(module, name) for name in ("m1", "m2", "m3")}
    ignore = lambda kind, name: None
    expressions = Expressions(source, ignore)
    statements = ModelStatements(source, expressions, ignore)
    (options.folder / "models").mkdir(parents=True)
    (options.folder / "macros").mkdir()
    (options.folder / "dbt_project.yml").write_text(PROJECT)
    (options.folder / "profiles.yml").write_text(PROFILE)
    (options.folder / "macros" / "macros.sql").write_text(MACROS)
    written = 0
    while written < options.count:
        template = (statements if source.random() < 0.5 else expressions).template()
        model = f"{prologue()}select $$ {template} $$ as v\n"
        if len(template) > MAX_TEMPLATE or not renders(environment, macros, model):
            continue
        (options.folder / "models" / f"m{written:04}.sql").write_text(model)
        written += 1


if __name__ == "__main__":
    main()
