"""Writes `pprint` of random nested values with long texts, with the answers of Python's Jinja2, as JSON.

usage: pretty.py [--seed N] [--count N] > test/jinja/fuzz/golden/pretty.json
"""
import argparse
import json
import random

from environment import make_environment

LENGTHS = [0, 3, 20, 60, 77, 78, 79, 80, 90, 140]
MAX_TEMPLATE = 400


def text(source):
    letters = source.choice(["ab  c d\n", "x", " y"])
    return "".join(source.choice(letters) for _ in range(source.choice(LENGTHS)))


def value(source, depth):
    if depth <= 0 or source.random() < 0.4:
        return source.choice([text(source), 1, None, 1.5])
    items = [value(source, depth - 1) for _ in range(source.choice([0, 1, 1, 2, 3, 5]))]
    kind = source.choice("ltd")
    if kind == "d":
        return {"k" * source.choice([1, 5, 30]) + str(index): item for index, item in enumerate(items)}
    return items if kind == "l" else tuple(items)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args()
    source = random.Random(options.seed)
    environment = make_environment()
    lines = []
    while len(lines) < options.count:
        template = "{{ %r|pprint }}" % (value(source, 3),)
        answer = environment.from_string(template).render()
        if len(template) <= MAX_TEMPLATE and "\n" in answer:
            lines.append(json.dumps([template, answer, None]))
    print("[\n" + ",\n".join(lines) + "\n]")


if __name__ == "__main__":
    main()
