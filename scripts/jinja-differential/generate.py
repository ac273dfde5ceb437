"""Writes random templates with the answers of Python's Jinja2, as JSON.

usage: generate.py --seed N --count N [--modules] > cases.json

Answers: {"python", "jinja2", "seed", "context", "coverage", "cases": [[template, text or null, error class or null]]}.
Left out are templates whose answer shows a memory address, and those that Python itself cannot compile.
"""
import argparse
import collections
import json
import platform
import random
import resource
import signal
import sys
import warnings

import jinja2

from environment import CONTEXT, fresh_context, make_environment, module_context
from expressions import Expressions
from module_expressions import ModuleExpressions
from statements import Statements

MAX_TEMPLATE = 1500
MAX_ANSWER = 3000
# The share of templates that are statements.
STATEMENTS = 0.35
ADDRESSES = (" at 0x", "<built-in", "<generator", "<function", "<bound", "<cycler", "<joiner")
# A loop over a list that it makes longer does not end in Python.
SECONDS = 0.5
MEMORY = 2**30


class TooLong(BaseException):
    pass


def stop(_signal, _frame):
    raise TooLong


# Python's own limits, which ours need not share.
NOT_COMPARED = (TooLong, RecursionError, MemoryError, SyntaxError, UnboundLocalError, NameError)


def marked(value):
    """Plain data for JSON, where whole floats and large ints need a mark."""
    if isinstance(value, float) and value.is_integer():
        return {"$float": value}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return {"$int": str(value)}
    if isinstance(value, dict):
        return {key: marked(item) for key, item in value.items()}
    return [marked(item) for item in value] if isinstance(value, list) else value


def answer(environment, template, context):
    """(text, None) or (None, error class); None for what is not compared."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        text = environment.from_string(template).render(**context())
    except NOT_COMPARED:
        return None
    except Exception as error:
        return None if "outside loop" in str(error) else (None, type(error).__name__)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if len(text) > MAX_ANSWER or any(address in text.lower() for address in ADDRESSES):
        return None
    return (text, None)


def generate(seed, count, modules):
    source = random.Random(seed)
    coverage = collections.Counter()
    environment = make_environment()
    cases = []
    seen = set()
    while len(cases) < count:
        pending = []
        note = lambda kind, name: pending.append(f"{kind}: {name}")
        expressions = Expressions(source, note)
        maker = Statements(source, expressions, note) if source.random() < STATEMENTS else expressions
        template = (ModuleExpressions(source) if modules else maker).template()
        if len(template) > MAX_TEMPLATE or template in seen:
            continue
        seen.add(template)
        result = answer(environment, template, module_context if modules else fresh_context)
        if result is None:
            continue
        coverage.update(pending)
        cases.append([template, *result])
    return cases, coverage


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--modules", action="store_true", help="the modules that dbt exposes, instead of the language")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, stop)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    cases, coverage = generate(options.seed, options.count, options.modules)
    json.dump(
        {
            "python": platform.python_version(),
            "jinja2": jinja2.__version__,
            "seed": options.seed,
            "context": marked(CONTEXT),
            "coverage": dict(sorted(coverage.items())),
            "cases": cases,
        },
        sys.stdout,
        ensure_ascii=False,
    )


if __name__ == "__main__":
    main()
