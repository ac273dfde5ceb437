"""Jinja2 as dbt sets it up, and the context that the random templates see."""
import copy
import datetime
import decimal
import itertools
import re

import jinja2.sandbox

EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols"]

# Plain data: the other side reads it as JSON. Floats that are whole numbers are marked there, see generate.py.
CONTEXT = {
    "s": "Hello World",
    "t": "a,b;c d",
    "m": "  two\n lines\t",
    "u": "é😀ßx",
    "q": "it's \"<b>\" & 50%",
    "digits": "42",
    "n": 7,
    "neg": -3,
    "big": 12345678901234567890,
    "f": 2.5,
    "g": 1234.5678,
    "whole": 3.0,
    "yes": True,
    "no": False,
    "z": None,
    "xs": [3, 1, 2],
    "ys": [10, -2, 7, 7, 0],
    "ss": ["b", "A", "c", "ab"],
    "mixed": [1, "a", None, 2.5, True, [1]],
    "nested": [[1, 2], [3], []],
    "e": [],
    "es": "",
    "d": {"a": 1, "b": "x", "c": None},
    "dd": {"k": {"x": [1, 2]}, "l": {"x": []}},
    "objs": [
        {"k": "b", "v": 2, "w": {"p": 1}},
        {"k": "a", "v": 1, "w": {"p": 3}},
        {"k": "b", "v": 3, "w": {"p": 2}},
    ],
}


def make_environment():
    return jinja2.sandbox.SandboxedEnvironment(extensions=EXTENSIONS)


def fresh_context():
    """Templates may change lists and dicts, so that each gets its own."""
    context = copy.deepcopy(CONTEXT)
    context["st"] = {1, 2, 3}
    return context


def module_context():
    """What templates over the modules see: short names for the modules and the classes in them, and `D` for decimals."""
    import pytz

    classes = {name: getattr(datetime, name) for name in ("date", "datetime", "time", "timedelta")}
    return {
        **classes,
        "D": decimal.Decimal,
        "re": {name: getattr(re, name) for name in re.__all__},
        "it": {name: getattr(itertools, name) for name in dir(itertools) if not name.startswith("_")},
        "pytz": {name: getattr(pytz, name) for name in pytz.__all__},
    }
