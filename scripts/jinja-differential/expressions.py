"""Random expressions. They are made by type, so that most of them mean something; some operands are of a wrong type."""
import re

from vocabulary import ATOMS, COLLECTIONS, FILTERS, FORMATS, KINDS, METHODS, OPERATORS, SCALARS, SPECIAL, TESTS, TYPES

HOLE = re.compile("«(\\w+)»")
SIMPLE = re.compile(r"^(\w+|'[^'\\]*'|\[[^\[\]()]*\]|\w+\[-?\w+\])$")

# What may stand where a type is asked for.
ACCEPTS = {
    "num": ["num", "int"],
    "list": ["list", "ints", "strs", "recs"],
    "nested": [],
    "any": TYPES,
}


class Expressions:
    """Makes expressions from a random source, and counts what occurs in them."""

    def __init__(self, random, count):
        self.random = random
        self.count = count

    def pick(self, items):
        return self.random.choice(items)

    def fill(self, text, depth):
        return HOLE.sub(lambda hole: self.of(hole.group(1), depth), text)

    def of(self, wanted, depth):
        """An expression of a type, now and then of another one."""
        if wanted == "nested":
            return self.pick(["nested", "[[1], [2, 3]]"])
        if wanted in SPECIAL:
            return self.pick(SPECIAL[wanted])
        if wanted in KINDS:
            return self.pick(KINDS[wanted])
        if self.random.random() < 0.02:
            wanted = self.pick(TYPES)
        if depth <= 0 or self.random.random() < 0.25:
            return self.pick(ATOMS[self.pick(ACCEPTS.get(wanted) or [wanted])])
        return self.pick(self.makers(wanted))(wanted, depth - 1)

    def makers(self, wanted):
        makers = [self.filtered, self.filtered, self.filtered, self.method, self.method, self.operation, self.conditional]
        if wanted == "bool":
            makers += [self.tested, self.tested, self.negation, self.operation, self.chained]
        if wanted in COLLECTIONS or wanted == "any":
            makers += [self.display]
        if wanted == "any":
            makers += [self.tested, self.tested, self.chained]
        if wanted in ("any", "str", "int"):
            makers += [self.item]
        if wanted in ("int", "num"):
            makers += [self.operation, self.operation, self.signed]
        if wanted == "str":
            makers += [self.formatted, self.percent]
        return makers

    def wrapped(self, text):
        return text if SIMPLE.match(text) else f"({text})"

    def results(self, entries, wanted, result):
        accepted = ACCEPTS.get(wanted) or [wanted]
        return [entry for entry in entries if result(entry) in accepted or wanted == "any"]

    def operation(self, wanted, depth):
        entries = self.results(OPERATORS, wanted, lambda entry: entry[3])
        if not entries:
            return self.pick(ATOMS[wanted])
        operator, left, right, _ = self.pick(entries)
        self.count("operator", operator)
        first, second = (self.of(side.strip("«»"), depth) for side in (left, right))
        # Without parentheses now and then: that is how precedence is tested.
        if self.random.random() < 0.2:
            return f"{first} {operator} {second}"
        return f"{self.wrapped(first)} {operator} {self.wrapped(second)}"

    def filtered(self, wanted, depth):
        entries = [(name, *entry) for name, all_entries in FILTERS.items() for entry in all_entries]
        entries = self.results(entries, wanted, lambda entry: entry[3])
        if not entries:
            return self.pick(ATOMS[wanted])
        name = self.pick(sorted({entry[0] for entry in entries}))
        _, takes, arguments, _ = self.pick([entry for entry in entries if entry[0] == name])
        self.count("filter", name)
        return f"{self.wrapped(self.of(takes.strip('«»'), depth))}|{name}{self.fill(arguments, depth - 1)}"

    def method(self, wanted, depth):
        entries = [
            (owner, name, arguments, result)
            for owner, methods in METHODS.items()
            for name, calls in methods.items()
            for arguments, result in calls
        ]
        entries = self.results(entries, wanted, lambda entry: entry[3])
        if not entries:
            return self.pick(ATOMS[wanted])
        owner, name = self.pick(sorted({entry[:2] for entry in entries}))
        _, _, arguments, result = self.pick([entry for entry in entries if entry[:2] == (owner, name)])
        owner = owner.strip("«»")
        self.count(f"method of {owner}", name)
        text = f"{self.wrapped(self.of(owner, depth))}.{name}({self.fill(arguments, depth - 1)})"
        # Python's sets have an order of their own.
        return f"({text})|list|sort" if owner == "set" and result == "any" else text

    def tested(self, _wanted, depth):
        name = self.pick(sorted(TESTS))
        takes, arguments = self.pick(TESTS[name])
        self.count("test", name)
        negation = self.pick(["", "", "not "])
        return f"{self.wrapped(self.of(takes.strip('«»'), depth))} is {negation}{name}{arguments}"

    def chained(self, _wanted, depth):
        left, middle, right = (self.wrapped(self.of("num", depth - 1)) for _ in range(3))
        self.count("operator", "chain")
        return f"{left} {self.pick(['<', '<=', '!='])} {middle} {self.pick(['<', '==', '>='])} {right}"

    def negation(self, _wanted, depth):
        self.count("operator", "not")
        return f"not {self.wrapped(self.of('any', depth))}"

    def signed(self, wanted, depth):
        sign = self.pick("-+")
        self.count("operator", f"unary {sign}")
        return f"{sign}{self.wrapped(self.of(wanted, depth))}"

    def conditional(self, wanted, depth):
        self.count("operator", "if else")
        otherwise = f" else {self.wrapped(self.of(wanted, depth))}" if self.random.random() < 0.85 else ""
        return f"{self.wrapped(self.of(wanted, depth))} if {self.wrapped(self.of('bool', depth))}{otherwise}"

    def display(self, wanted, depth):
        inner = {"ints": "int", "strs": "str", "recs": "dict"}.get(wanted, self.pick(SCALARS))
        items = [self.of(inner, depth - 1) for _ in range(self.random.randint(0, 3))]
        if wanted == "dict" or (wanted == "any" and self.random.random() < 0.3):
            self.count("display", "dict")
            return "{" + ", ".join(f"{self.wrapped(self.of('str', 0))}: {item}" for item in items) + "}"
        if self.random.random() < 0.25:
            self.count("display", "tuple")
            return "(" + "".join(f"{item}, " for item in items) + ")"
        self.count("display", "list")
        return "[" + ", ".join(items) + "]"

    def item(self, wanted, depth):
        if wanted == "str" or self.random.random() < 0.5:
            key = self.pick(["0", "-1", "1:", ":2", "::-1", "1:-1", "::2", "9", ":-1", "-3:", "2:0", "none:2"])
            self.count("operator", "slice" if ":" in key else "item")
            return f"{self.wrapped(self.of(self.pick(['str', 'list', 'ints']) if wanted != 'str' else 'str', depth))}[{key}]"
        self.count("operator", "item")
        key = self.pick([".a", "['b']", "['zz']", ".zz", "[1]", ".k", "['k', 'v']", ".zz.y", "[none]"])
        return f"{self.wrapped(self.of(self.pick(['dict', 'recs', 'any']), depth))}{key}"

    def formatted(self, _wanted, _depth):
        self.count("method of str", "format")
        return f"{self.pick(FORMATS)}.format(1, 'ab', 2.5, a=7)"

    def percent(self, _wanted, depth):
        self.count("operator", "% (format)")
        value = self.pick(["«int»", "(«int»,)", "(«str», «int»)", "«num»", "«str»", "{'a': «any»}"])
        return f"{self.pick(KINDS['pattern'])} % {self.wrapped(self.fill(value, depth - 1))}"

    def template(self):
        wanted = self.pick(TYPES)
        return "{{ " + self.of(wanted, self.pick([1, 1, 2, 2, 3, 4])) + " }}"
