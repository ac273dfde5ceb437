"""Random nested statements: scoping, loops, macros and calls, blocks, whitespace control."""

NAMES = ["a", "b", "c", "x", "y"]
MACROS = ["m1", "m2", "m3"]


class Statements:
    """Makes templates from a random source, with expressions of `Expressions` among them."""

    def __init__(self, random, expressions, count):
        self.random = random
        self.expressions = expressions
        self.count = count

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, probability):
        return self.random.random() < probability

    def name(self):
        return self.pick(NAMES)

    def tag(self, text):
        left, right = (self.pick(["", "", "", "-", "+"]) for _ in range(2))
        right = "" if right == "+" else right
        return f"{{%{left} {text} {right}%}}"

    def text(self):
        return self.pick([" ", "\n", "  t\n", ";", ",\n ", "\n\n", "<x>", "%", "{ }", "#", "é"])

    def value(self):
        name = self.name()
        simple = [name, name, name, str(self.random.randint(0, 5)), f"{name}|default('D')", f"{name} ~ '.'", f"({name}|default(0)|int + 1)", "'s'", "ns.v", f"{name} is defined",
                  f"[{name}|default(1)]", "xs", "d.a"]
        return self.expressions.of("any", 2) if self.chance(0.12) else self.pick(simple)

    def output(self):
        left, right = (self.pick(["", "", "-"]) for _ in range(2))
        return f"{{{{{left} {self.value()} {right}}}}}"

    def template(self):
        body = self.block(4, loop=False)
        return "{% set ns = namespace(v=0, w=[]) %}" + body

    def block(self, depth, loop):
        return "".join(self.statement(depth, loop) for _ in range(self.random.randint(1, 4)))

    def statement(self, depth, loop):
        if depth <= 0 or self.chance(0.25):
            return self.output() + self.text()
        makers = [self.set, self.set, self.set_many, self.set_attribute, self.condition, self.condition, self.loop, self.loop, self.set_block, self.filter_block, self.with_block,
                  self.macro, self.macro, self.call, self.call, self.call_block, self.do, self.raw, self.comment, self.print, self.recursive_loop, self.helper]
        if loop:
            makers += [self.loop_variable, self.loop_variable, self.leave]
        maker = self.pick(makers)
        self.count("statement", maker.__name__)
        return maker(depth - 1, loop)

    def set(self, _depth, _loop):
        return self.tag(f"set {self.name()} = {self.value()}")

    def set_many(self, _depth, _loop):
        first, second = self.random.sample(NAMES, 2)
        return self.tag(self.pick([f"set {first}, {second} = {self.value()}, {self.value()}", f"set ({first}, {second}) = [1, {self.value()}]"]))

    def set_attribute(self, _depth, _loop):
        return self.tag(f"set ns.{self.pick('vw')} = {self.value()}")

    def condition(self, depth, loop):
        middle = self.tag(f"elif {self.value()}") + self.block(depth, loop) if self.chance(0.3) else ""
        last = self.tag("else") + self.block(depth, loop) if self.chance(0.5) else ""
        return self.tag(f"if {self.value()}") + self.block(depth, loop) + middle + last + self.tag("endif")

    def loop(self, depth, _loop):
        over = self.pick(["[1, 2]", "range(3)", "[]", "[a|default(0)]", "'xy'", "xs", "d", "d.items()", "objs|map(attribute='v')", "ss|sort", "e"])
        target = self.pick([self.name(), self.name(), "a, b"]) if over == "d.items()" else self.name()
        condition = f" if {self.name()} is defined" if self.chance(0.2) else self.pick(["", "", "", " if loop is undefined", f" if {target.split(',')[0]}"])
        ending = self.tag("else") + self.block(depth, False) if self.chance(0.25) else ""
        return self.tag(f"for {target} in {over}{condition}") + self.block(depth, True) + ending + self.tag("endfor")

    def recursive_loop(self, _depth, _loop):
        tree = "[{'n': 1, 'c': [{'n': 2, 'c': []}]}, {'n': 3, 'c': []}]"
        shown = self.pick(["{{ loop.depth }}", "{{ loop.depth0 }}{{ loop.index }}", ""])
        return self.tag(f"for i in {tree} recursive") + "{{ i.n }}" + shown + "{{ loop(i.c) if i.c }}" + self.text() + self.tag("endfor")

    def loop_variable(self, _depth, _loop):
        variable = self.pick(["index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "cycle('o', 'e')", "changed(loop.index // 2)", "depth", "nope"])
        self.count("loop", variable.split("(")[0])
        return "{{ loop." + variable + " }}" + self.text()

    def leave(self, _depth, _loop):
        word = self.pick(["break", "continue"])
        self.count("loop", word)
        return self.tag(f"if loop.index == {self.pick('123')}") + self.tag(word) + self.tag("endif")

    def set_block(self, depth, _loop):
        modifier = self.pick(["", "", " | upper", " | trim", " | replace(1, 2)"])
        return self.tag(f"set {self.name()}{modifier}") + self.block(depth, False) + self.tag("endset")

    def filter_block(self, depth, _loop):
        return self.tag(f"filter {self.pick(['upper', 'trim', 'replace(1, 2)', 'indent(2)', 'upper|trim', 'length'])}") + self.block(depth, False) + self.tag("endfilter")

    def with_block(self, depth, _loop):
        binding = self.pick([f"{self.name()}={self.value()}", f"{self.name()}={self.value()}, {self.name()}={self.value()}", ""])
        return self.tag(f"with {binding}".strip()) + self.block(depth, False) + self.tag("endwith")

    def macro(self, depth, _loop):
        parameters = self.pick(["", "p", "a", "a, b=1", "x, y=x", "p, q=[]", "a='A', b=none", "a, b=a ~ '!'"])
        ending = self.pick(["", "", "{{ varargs }}", "{{ kwargs }}", "{{ caller() if caller else 0 }}", "{{ caller is defined }}", "{{ caller(1) if caller is defined }}", "{{ p }}"])
        return self.tag(f"macro {self.pick(MACROS)}({parameters})") + self.block(depth, False) + ending + self.tag("endmacro")

    def arguments(self):
        return self.pick(["", "1", "1, 2", "a", "a=3", "1, z=2", "*[1, 2]", "**{'a': 5}", "1, 2, 3", "p=b", "*xs, **{'q': 1}"])

    def call(self, _depth, _loop):
        if self.chance(0.15):
            attribute = self.pick(["name", "arguments", "catch_kwargs", "catch_varargs", "caller", "nope"])
            self.count("macro", attribute)
            return "{{ " + f"{self.pick(MACROS)}.{attribute}" + " }}"
        return "{{ " + f"{self.pick(MACROS)}({self.arguments()})" + self.pick(["", "", "|upper", " ~ 1"]) + " }}"

    def call_block(self, depth, _loop):
        return self.tag(f"call {self.pick(['', '(p) ', '(p, b=2) '])}{self.pick(MACROS)}({self.arguments()})") + self.block(depth, False) + self.tag("endcall")

    def do(self, _depth, _loop):
        return self.tag(self.pick(["do ns.w.append(1)", f"do e.append({self.value()})", "do d.update({'n': 1})", "do d.pop('a', none)", f"do {self.name()}", "do ns.w.extend(xs)"]))

    def raw(self, _depth, _loop):
        return self.pick(["{% raw %}{{ x }}{% endraw %}", "{%- raw -%} {% if %} {%- endraw -%}", "{{ '{{' }}", "{{ '%}' }}"])

    def comment(self, _depth, _loop):
        return self.pick(["{# c #}", " {#- {{ x }} -#} ", "{#\n multi \n#}", "{##}"])

    def print(self, _depth, _loop):
        return self.tag(f"print {self.value()}")

    def helper(self, _depth, _loop):
        name = self.name()
        return self.pick([
            self.tag(f"set {name} = cycler('p', 'q')") + f"{{{{ {name}.next() }}}}{{{{ {name}.next() }}}}{{{{ {name}.current }}}}",
            self.tag(f"set {name} = joiner('|')") + f"{{{{ {name}() }}}}1{{{{ {name}() }}}}2",
            self.tag(f"set {name} = dict(k=1, **{{'l': 2}})") + f"{{{{ {name} }}}}",
            self.tag(f"set {name} = namespace({{'i': 1}}, j=2)") + f"{{{{ {name}.i }}}}{{{{ {name}.j }}}}{{{{ {name}.k }}}}",
        ])
