"""Writes random expressions over constants with slices in them, with the answers of Python's Jinja2, as JSON.

usage: constant_slices.py [--seed N] [--count N] > test/jinja/fuzz/golden/constant-slices.json

Jinja computes such an expression when it compiles, by other rules than those of a rendering.
"""
import argparse
import json
import random
import warnings

from environment import make_environment

ATOMS = ["3", "true", "none", "'abc'", "1.5", "[1, 2]", "(1, 2)", "{'a': 1}", "''", "0"]
TEMPLATES = [
    "{{ %s }}",
    "{%% set a = %s %%}{{ a }}",
    "{%% if %s %%}1{%% else %%}2{%% endif %%}",
    "{%% for i in %s %%}{{ i }}{%% endfor %%}",
    "{{ q|default(%s) }}",
    "{{ [%s, q]|length }}",
    "a {{ %s }} b {{ q }}",
]
MAX_TEMPLATE = 90


class Constants:
    def __init__(self, source):
        self.pick = source.choice
        self.random = source.random
        self.makers = [self.slice] * 3 + [self.operation, self.filter, self.test, self.group, self.choice, self.call]

    def expression(self, depth):
        if depth <= 0 or self.random() < 0.3:
            return self.pick(ATOMS)
        return self.pick(self.makers)(depth - 1)

    def slice(self, depth):
        start = self.pick(["", "1", "-1", "none", "'x'"])
        return f"({self.expression(depth)})[{start}:{self.pick(['', '2', '-1'])}{self.pick(['', ':2'])}]"

    def operation(self, depth):
        operator = self.pick(["+", "-", "*", "or", "and", "~", "==", "in", "<", "%"])
        return f"({self.expression(depth)} {operator} {self.expression(depth)})"

    def filter(self, depth):
        name = self.pick(["upper", "length", "default(1)", "default(9, true)", "list", "string", "first", "join"])
        return f"({self.expression(depth)}|{name})"

    def test(self, depth):
        return f"({self.expression(depth)} is {self.pick(['defined', 'none', 'string', 'number', 'sequence'])})"

    def group(self, depth):
        return self.pick(["[%s]", "(%s,)", "{'k': %s}", "(not %s)", "(%s).foo"]) % self.expression(depth)

    def choice(self, depth):
        return f"({self.expression(depth)} if {self.expression(depth)} else {self.expression(depth)})"

    def call(self, depth):
        return f"({self.expression(depth)}).{self.pick(['upper()', 'center(9)', 'get(1)'])}"


def answer(environment, template):
    try:
        return environment.from_string(template).render(), None
    except Exception as error:
        return None, type(error).__name__


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=800)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    source = random.Random(options.seed)
    environment = make_environment()
    constants = Constants(source)
    cases = {}
    while len(cases) < options.count:
        expression = constants.expression(4)
        template = source.choice(TEMPLATES) % expression
        if ":" in expression and len(template) <= MAX_TEMPLATE:
            cases[template] = answer(environment, template)
    lines = ",\n".join(json.dumps([template, *each]) for template, each in cases.items())
    print(f"[\n{lines}\n]")


if __name__ == "__main__":
    main()
