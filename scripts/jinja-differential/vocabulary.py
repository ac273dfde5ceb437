"""What random expressions are made of: names, operators, filters, tests and methods, by the types that they take.

An entry is (text, result type). Holes are written «type»: an expression of that type goes there.
Types: int, num, str, list (of anything), ints, strs, recs (dicts with k, v, w), dict, bool, any.
"""

ATOMS = {
    "int": ["0", "1", "2", "-1", "3", "10", "100", "n", "neg", "xs[0]", "d.a", "objs[0].v", "ys[-1]", "1_000", "0x1f", "0b11", "0o17"],
    "num": ["0.5", "2.0", "3.5", "1e3", "1.0", "12345.678", "f", "g", "whole", "1e-07", "2.5e20", "n", "4"],
    "str": ["'a'", "'b,c'", "''", "'Ab cD'", "'10'", "'3.7'", "'é😀'", "'a b  c'", "s", "t", "m", "u", "q", "digits", "es",
            "ss[0]", "d.b", "s[0]", "s[1:3]", "'x\\ny'", '"dq"', "'a' 'b'", "'%s-%s'", "'<i>&'", "'http://a.b/c'", "objs[1].k"],
    "ints": ["xs", "ys", "[1, 2]", "[5]", "range(4)", "range(5, 0, -2)", "xs[1:]", "[3, 3, 1]", "(1, 2, 3)"],
    "strs": ["ss", "['b', 'a']", "('x',)", "['A', 'a', 'B']", "ss[::-1]", "s.split()", "['10', '9', '3.5']"],
    "recs": ["objs", "objs[1:]", "[{'k': 'z', 'v': 0, 'w': {'p': 5}}]"],
    "list": ["mixed", "nested", "e", "[]", "()", "[none, 1]", "[[2, 'b'], [1, 'a']]", "(1, 'a', none)", "xs", "ss"],
    "dict": ["d", "dd", "{}", "{'a': 1}", "{'x': [1], 'y': 2}", "dict(p=1, q='r')", "{1: 'one', none: 2}", "objs[0]", "{'b': 2, 'A': 1, 'c': 0}"],
    "bool": ["true", "false", "yes", "no", "True", "none is none"],
    "any": ["none", "undef", "z", "d.zz", "d['b']", "objs[0].k", "mixed[2]", "dd.k.x[0]", "xs[9]", "namespace(a=1)", "s.upper", "st"],
}

SCALARS = ["int", "num", "str", "bool"]
COLLECTIONS = ["list", "ints", "strs", "recs", "dict"]
TYPES = SCALARS + COLLECTIONS + ["any"]

# operator: (left, right, result)
OPERATORS = [
    ("+", "int", "int", "int"), ("+", "num", "num", "num"), ("+", "str", "str", "str"), ("+", "ints", "ints", "ints"),
    ("-", "int", "int", "int"), ("-", "num", "int", "num"), ("*", "int", "int", "int"), ("*", "num", "int", "num"),
    ("*", "str", "«small»", "str"), ("*", "list", "«small»", "list"), ("/", "num", "«nonzero»", "num"), ("/", "int", "«nonzero»", "num"),
    ("//", "int", "«nonzero»", "int"), ("//", "num", "«nonzero»", "num"), ("%", "int", "«nonzero»", "int"), ("%", "num", "«nonzero»", "num"),
    ("**", "int", "«small»", "int"), ("**", "num", "«small»", "num"), ("~", "any", "any", "str"), ("~", "str", "int", "str"),
    ("==", "any", "any", "bool"), ("!=", "any", "any", "bool"), ("==", "int", "num", "bool"), ("<", "num", "num", "bool"),
    ("<=", "int", "num", "bool"), (">", "str", "str", "bool"), (">=", "ints", "ints", "bool"), ("<", "strs", "strs", "bool"),
    ("in", "int", "ints", "bool"), ("in", "str", "str", "bool"), ("not in", "str", "strs", "bool"), ("in", "str", "dict", "bool"),
    ("and", "any", "any", "any"), ("or", "any", "any", "any"), ("and", "bool", "bool", "bool"), ("or", "str", "str", "str"),
]

# Operands that are not types: what keeps results small, and divisors.
SPECIAL = {
    "small": ["0", "1", "2", "3", "-1"],
    "nonzero": ["2", "3", "-2", "7", "0.5", "1.5", "-4", "n", "f"],
}

# name: list of (input type, arguments, result type)
FILTERS = {
    "abs": [("int", "", "int"), ("num", "", "num")],
    "attr": [("recs", "('count')|string|length", "any"), ("str", "('upper')()", "str"), ("dict", "('k')", "any")],
    "batch": [("list", "(2)|list", "list"), ("ints", "(3, 'x')|list", "list"), ("ints", "(2)|map('list')|list", "list")],
    "capitalize": [("str", "", "str"), ("any", "", "str")],
    "center": [("str", "(«width»)", "str"), ("str", "", "str")],
    "count": [("list", "", "int"), ("dict", "", "int"), ("str", "", "int")],
    "d": [("any", "(1)", "any"), ("any", "('D', true)", "any")],
    "default": [("any", "('D')", "any"), ("any", "", "any"), ("str", "('E', boolean=true)", "str")],
    "dictsort": [("dict", "", "list"), ("dict", "(by='value')", "list"), ("dict", "(true, 'key', true)", "list"), ("dict", "(false)", "list")],
    "e": [("str", "", "str"), ("any", "", "any")],
    "escape": [("str", "", "str"), ("int", "", "str")],
    "filesizeformat": [("int", "", "str"), ("num", "(true)", "str"), ("int", "(binary=true)", "str")],
    "first": [("list", "", "any"), ("str", "", "str"), ("ints", "", "int")],
    "float": [("str", "", "num"), ("int", "", "num"), ("any", "(1.5)", "num")],
    "forceescape": [("str", "", "str"), ("str", "|forceescape", "str")],
    "format": [("«pattern»", "(«any»)", "str"), ("«pattern»", "(«int», «str»)", "str")],
    "groupby": [("recs", "('k')|list", "list"), ("recs", "('w.p', default=0)|map('first')|list", "list"), ("recs", "(attribute='k')|map('last')|list", "list"),
                ("recs", "('k', case_sensitive=true)|map(attribute='grouper')|list", "list"), ("recs", "('k')|map(attribute='list')|list", "list")],
    "indent": [("str", "(2)", "str"), ("str", "(2, true)", "str"), ("str", "('--', blank=true)", "str"), ("str", "", "str"), ("str", "(width=3, first=true)", "str")],
    "int": [("str", "", "int"), ("num", "", "int"), ("any", "(5)", "int"), ("str", "(0, 16)", "int"), ("str", "(default=-1, base=2)", "int")],
    "items": [("dict", "|list", "list"), ("any", "|list", "list")],
    "join": [("strs", "(', ')", "str"), ("list", "", "str"), ("recs", "('-', attribute='k')", "str"), ("recs", "(attribute='w.p')", "str"), ("ints", "(d=':')", "str")],
    "last": [("list", "", "any"), ("str", "", "str"), ("strs", "", "str")],
    "length": [("list", "", "int"), ("str", "", "int"), ("dict", "", "int")],
    "list": [("str", "", "list"), ("dict", "", "list"), ("ints", "", "ints"), ("any", "", "list")],
    "lower": [("str", "", "str"), ("any", "", "str")],
    "map": [("strs", "('upper')|list", "strs"), ("recs", "(attribute='k')|list", "strs"), ("recs", "(attribute='v')|list", "ints"), ("list", "('string')|list", "strs"),
            ("list", "('default', 'q')|list", "list"), ("strs", "('replace', 'a', 'b')|list", "strs"), ("recs", "(attribute='zz', default=0)|list", "list"),
            ("nested", "('length')|list", "ints"), ("list", "('int')|list", "ints"), ("ints", "('float')|list", "list"), ("recs", "(attribute='w.p')|list", "ints"),
            ("strs", "('first')|list", "list"), ("ints", "('abs')|sum", "int"), ("strs", "('trim')|join(' ')", "str"), ("ints", "()|list", "list")],
    "max": [("ints", "", "int"), ("strs", "", "str"), ("recs", "(attribute='v')", "dict"), ("strs", "(case_sensitive=true)", "str"), ("list", "", "any")],
    "min": [("ints", "", "int"), ("strs", "", "str"), ("recs", "(attribute='w.p')", "dict"), ("strs", "(true)", "str"), ("list", "", "any")],
    "pprint": [("list", "", "str"), ("dict", "", "str"), ("str", "", "str")],
    "random": [("«single»", "", "any")],
    "reject": [("list", "|list", "list"), ("ints", "('odd')|list", "ints"), ("list", "('none')|list", "list"), ("ints", "('gt', 2)|list", "ints")],
    "rejectattr": [("recs", "('v', 'gt', 1)|list", "recs"), ("recs", "('zz')|list", "recs"), ("recs", "('w.p', 'in', [1, 2])|list", "recs")],
    "replace": [("str", "('a', 'z')", "str"), ("str", "('l', 'L', 1)", "str"), ("str", "('', '-')", "str"), ("str", "(«str», «str»)", "str"), ("any", "('1', 'one')", "str")],
    "reverse": [("str", "", "str"), ("list", "|list", "list"), ("ints", "|join", "str")],
    "round": [("num", "", "num"), ("num", "(1)", "num"), ("num", "(2, 'floor')", "num"), ("num", "(0, 'ceil')", "num"), ("int", "(-1)", "int"), ("num", "(method='common')", "num")],
    "safe": [("str", "", "str"), ("any", "", "any")],
    "select": [("list", "|list", "list"), ("list", "('string')|list", "strs"), ("list", "('number')|list", "list"), ("ints", "('even')|list", "ints"), ("ints", "('divisibleby', 3)|list", "ints"),
               ("list", "('in', [1, 2, 'a'])|list", "list"), ("list", "('defined')|list", "list"), ("list", "('sameas', none)|list", "list"), ("strs", "('==', 'A')|list", "strs")],
    "selectattr": [("recs", "('v')|list", "recs"), ("recs", "('k', 'equalto', 'b')|list", "recs"), ("recs", "('v', '>', 1)|map(attribute='k')|list", "strs"), ("recs", "('w', 'mapping')|list", "recs")],
    "slice": [("list", "(2)|list", "list"), ("ints", "(3, 0)|map('list')|list", "list")],
    "sort": [("ints", "", "ints"), ("strs", "", "strs"), ("strs", "(case_sensitive=true)", "strs"), ("recs", "(attribute='v')", "recs"), ("recs", "(attribute='k,v')", "recs"),
             ("ints", "(reverse=true)", "ints"), ("recs", "(true, attribute='w.p')", "recs"), ("list", "", "list")],
    "string": [("any", "", "str"), ("num", "", "str"), ("list", "", "str")],
    "striptags": [("str", "", "str"), ("«html»", "", "str")],
    "sum": [("ints", "", "int"), ("recs", "(attribute='v')", "int"), ("ints", "(start=10)", "int"), ("recs", "('w.p')", "int"), ("nested", "(start=[])", "list"), ("list", "", "num")],
    "title": [("str", "", "str"), ("any", "", "str")],
    "tojson": [("list", "", "str"), ("dict", "", "str"), ("dict", "(indent=2)", "str"), ("any", "", "str"), ("str", "", "str")],
    "trim": [("str", "", "str"), ("str", "('a')", "str"), ("str", "(chars=' Hd')", "str"), ("any", "", "str")],
    "truncate": [("str", "(5)", "str"), ("str", "(6, true)", "str"), ("str", "(4, false, '…', 0)", "str"), ("str", "(length=8, killwords=true, end='', leeway=1)", "str"), ("str", "", "str")],
    "unique": [("list", "|list", "list"), ("recs", "(attribute='k')|list", "recs"), ("strs", "(true)|list", "strs"), ("strs", "|list", "strs")],
    "upper": [("str", "", "str"), ("any", "", "str")],
    "urlencode": [("str", "", "str"), ("dict", "", "str"), ("list", "", "str")],
    "urlize": [("«link»", "", "str"), ("«link»", "(10)", "str"), ("«link»", "(nofollow=true, target='_x')", "str"), ("str", "", "str")],
    "wordcount": [("str", "", "int")],
    "wordwrap": [("str", "(5)", "str"), ("str", "(3, false)", "str"), ("str", "(6, wrapstring=';')", "str"), ("str", "(4, break_on_hyphens=false)", "str")],
    "xmlattr": [("dict", "", "str"), ("dict", "(false)", "str")],
}

# name: list of (input type, arguments)
TESTS = {
    "boolean": [("any", ""), ("bool", "")], "callable": [("any", ""), ("str", "")], "defined": [("any", "")], "divisibleby": [("int", "(2)"), ("int", " 3")],
    "eq": [("any", "(1)"), ("str", "('a')")], "equalto": [("any", "('x')"), ("num", " 2.5")], "escaped": [("str", ""), ("any", "")], "even": [("int", "")],
    "false": [("bool", ""), ("any", "")], "filter": [("«filter»", "")], "float": [("num", ""), ("any", "")], "ge": [("num", "(2)")], "gt": [("num", "(1)"), ("str", "('a')")],
    "greaterthan": [("int", "(0)")], "in": [("int", "([1, 2])"), ("str", "('abc')"), ("any", "([none, 1])")], "integer": [("num", ""), ("any", "")], "iterable": [("any", ""), ("list", "")],
    "le": [("int", "(3)")], "lessthan": [("num", "(5)")], "lower": [("str", "")], "lt": [("num", "(0)")], "mapping": [("dict", ""), ("any", "")], "ne": [("any", "('a')")],
    "none": [("any", "")], "number": [("num", ""), ("any", "")], "odd": [("int", "")], "sameas": [("any", "(none)"), ("bool", "(true)")], "sequence": [("any", ""), ("list", "")],
    "string": [("str", ""), ("any", "")], "test": [("«test»", "")], "true": [("bool", ""), ("any", "")], "undefined": [("any", "")], "upper": [("str", "")],
}

# name: list of (arguments, result type), by the type of the object
METHODS = {
    "str": {
        "capitalize": [("", "str")], "casefold": [("", "str")], "center": [("«width»", "str"), ("9, '*'", "str")], "count": [("'l'", "int"), ("'a', 1", "int"), ("'', 0, 3", "int")],
        "endswith": [("'d'", "bool"), ("('c', 'd')", "bool"), ("'o', 0, 5", "bool")], "expandtabs": [("", "str"), ("4", "str")], "find": [("'o'", "int"), ("'o', 5", "int"), ("'zz'", "int")],
        "format": [("1, 2", "str")], "index": [("'e'", "int"), ("'l', 2", "int")], "isalnum": [("", "bool")], "isalpha": [("", "bool")], "isascii": [("", "bool")], "isdecimal": [("", "bool")],
        "isdigit": [("", "bool")], "isidentifier": [("", "bool")], "islower": [("", "bool")], "isnumeric": [("", "bool")], "isprintable": [("", "bool")], "isspace": [("", "bool")],
        "istitle": [("", "bool")], "isupper": [("", "bool")], "join": [("«strs»", "str"), ("['x', 'y']", "str"), ("'abc'", "str")], "ljust": [("8, '.'", "str"), ("«width»", "str")],
        "lower": [("", "str")], "lstrip": [("", "str"), ("'Ha '", "str")], "maketrans": [("'ab', 'xy'", "dict")], "partition": [("' '", "list"), ("'zz'", "list")], "removeprefix": [("'He'", "str")],
        "removesuffix": [("'ld'", "str")], "replace": [("'a', 'b'", "str"), ("'l', '', 1", "str"), ("«str», '_'", "str")], "rfind": [("'o'", "int"), ("'l', 0, 5", "int")], "rindex": [("'l'", "int")],
        "rjust": [("8", "str"), ("«width», '0'", "str")], "rpartition": [("'l'", "list")], "rsplit": [("", "strs"), ("',', 1", "strs"), ("maxsplit=1", "strs")], "rstrip": [("", "str"), ("'d'", "str")],
        "split": [("", "strs"), ("','", "strs"), ("'a', 1", "strs"), ("none, 1", "strs"), ("sep=' '", "strs")], "splitlines": [("", "strs"), ("true", "strs"), ("keepends=false", "strs")],
        "startswith": [("'He'", "bool"), ("('a', 'H')", "bool"), ("'l', 2", "bool")], "strip": [("", "str"), ("'a'", "str"), ("none", "str")], "swapcase": [("", "str")], "title": [("", "str")],
        "translate": [("{97: 'x', 98: none}", "str")], "upper": [("", "str")], "zfill": [("6", "str")], "format_map": [("{'a': 1}", "str")],
    },
    "list": {
        "append": [("1", "any")], "clear": [("", "any")], "copy": [("", "list")], "count": [("1", "int"), ("«any»", "int")], "extend": [("[1]", "any"), ("'ab'", "any")], "index": [("1", "int"), ("'a', 1", "int")],
        "insert": [("0, 5", "any"), ("-1, 'z'", "any")], "pop": [("", "any"), ("0", "any"), ("-2", "any")], "remove": [("1", "any")], "reverse": [("", "any")], "sort": [("", "any"), ("reverse=true", "any")],
    },
    "dict": {
        "clear": [("", "any")], "copy": [("", "dict")], "fromkeys": [("['a', 'b'], 0", "dict")], "get": [("'a'", "any"), ("'q'", "any"), ("'q', 5", "any"), ("«str»", "any")], "items": [("", "any"), ("", "list")],
        "keys": [("", "any")], "pop": [("'a'", "any"), ("'q', 0", "any")], "popitem": [("", "list")], "setdefault": [("'a', 2", "any"), ("'new'", "any")], "update": [("{'z': 1}", "any"), ("z=2", "any"), ("[['y', 1]]", "any")],
        "values": [("", "any")],
    },
    "int": {
        "as_integer_ratio": [("", "list")], "bit_count": [("", "int")], "bit_length": [("", "int")], "conjugate": [("", "int")],
    },
    "num": {
        "as_integer_ratio": [("", "list")], "conjugate": [("", "num")], "is_integer": [("", "bool")],
    },
    "«set»": {
        "add": [("5", "any")], "clear": [("", "any")], "copy": [("", "any")], "difference": [("[1]", "any")], "difference_update": [("[2]", "any")], "discard": [("9", "any")], "intersection": [("[1, 2]", "any")],
        "intersection_update": [("[1]", "any")], "isdisjoint": [("[4]", "bool")], "issubset": [("[1, 2, 3, 4]", "bool")], "issuperset": [("[1]", "bool")], "pop": [("", "int")], "remove": [("1", "any"), ("9", "any")],
        "symmetric_difference": [("[3, 4]", "any")], "symmetric_difference_update": [("[3, 4]", "any")], "union": [("[7]", "any")], "update": [("[4]", "any")],
    },
}

# Texts for the places that take a kind of text.
KINDS = {
    "pattern": ["'%s'", "'%s|%s'", "'%05d'", "'%.2f'", "'%-6s|'", "'%x'", "'%r'", "'%+d'", "'%%'", "'%e'", "'%g'", "'%c'", "'%10.3f'", "'%(a)s'"],
    "html": ["'<p>a <b>c</b></p>'", "'a &lt; b &amp; c'", "'<!-- x --> y  z'"],
    "link": ["'see http://x.org/a?b=c now'", "'www.a.com'", "'mail a@b.co!'", "'(https://x.y)'", "'nothing'"],
    "single": ["[5]", "['a']", "'x'"],
    "filter": ["'upper'", "'nope'", "'map'"],
    "test": ["'odd'", "'nope'", "'=='"],
    "width": ["6", "10", "0", "15", "-1"],
    "set": ["st"],
}

# Replacement fields of str.format, with the arguments (1, 'ab', 2.5) and a=7.
FORMATS = ["'{}'", "'{0}-{1}'", "'{:>6}|{:<4}|'", "'{2:.2f}'", "'{a}'", "'{0:05d}'", "'{1!r}'", "'{2:e}'", "'{0:+}'", "'{a:,}'", "'{1:^7}'", "'{1:*^7}'", "'{0:x}'", "'{2:g}'", "'{2:%}'",
           "'{{}}'", "'{'", "'{0:{a}}'", "'{9}'", "'{b}'", "'{0!s:>3}'", "'{a:b}'", "'{2:8.3f}'", "'{1[0]}'", "'{0.real}'", "'{:=+5d}'"]
