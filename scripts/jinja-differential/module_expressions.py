"""Random expressions over the Python modules that dbt exposes, and over decimals.

Each function makes an expression of a kind: a decimal, a day, a moment, a pattern. `shown` says what is done with a value.
"""

SHOWN = ["%s", "%s", "[%s]", "%s|string", "%s ~ ''", "'{}'.format(%s)", "'%%s' %% [%s]", "(%s)|list", "{%s: 1}", "[%s]*2|unique|list", "%s is iterable", "%s is number", "%s.nope"]

DECIMALS = ["0", "1", "-1", "2", "10", "100", "0.0", "1.0", "1E+5", "1e-10", "123456789.123456789", "0.1", "3", "-0", "1E+30", "2.5", "1.5", "-2.5", "9" * 29, "NaN", "Infinity", "-Infinity",
            "0E-5", "12E3"]
DECIMAL_METHODS = ["quantize(D('0.01'))", "quantize(D('1'))", "quantize(D('0.1'), 'ROUND_UP')", "quantize(D('0.01'), 'ROUND_HALF_UP')", "quantize(D('0.1'), rounding='ROUND_FLOOR')", "normalize()", "sqrt()",
                   "ln()", "exp()", "log10()", "as_tuple()", "to_integral_value()", "to_integral_value('ROUND_DOWN')", "is_nan()", "is_zero()", "is_signed()", "adjusted()", "compare(D('1.5'))", "max(D('2'))",
                   "min(2)", "copy_abs()", "copy_negate()", "as_integer_ratio()", "number_class()", "to_eng_string()", "remainder_near(D('3'))", "fma(2, 3)", "scaleb(2)", "same_quantum(D('0.1'))",
                   "is_finite()", "is_infinite()", "logb()", "real", "imag", "conjugate()", "copy_sign(D('-1'))"]
DECIMAL_USES = ["'{:.2f}'.format(%s)", "'{:,}'.format(%s)", "'{:,.1f}'.format(%s)", "'{:>12}'.format(%s)", "'{:012.3f}'.format(%s)", "'{:e}'.format(%s)", "'{:.3e}'.format(%s)", "'{:g}'.format(%s)",
                "'{:.3g}'.format(%s)", "'{:%%}'.format(%s)", "'{:.1%%}'.format(%s)", "'{:+}'.format(%s)", "'%%.2f' %% (%s)", "'%%d' %% (%s)", "(%s)|round", "(%s)|round(2)|string", "(%s)|int", "(%s)|float",
                "(%s)|abs", "[%s, 1]|sum", "[%s, 2]|max", "[%s, D('2'), 1]|sort", "(%s) is integer", "(%s) is float", "{1: 'x', 0.5: 'h'}[%s]"]

ZONES = ["US/Eastern", "Europe/Berlin", "Asia/Kolkata", "UTC", "America/Sao_Paulo", "Australia/Sydney", "Etc/GMT+5", "Asia/Tokyo", "Europe/London", "America/New_York", "Pacific/Auckland", "us/pacific",
         "Africa/Cairo", "America/St_Johns", "Nowhere/Else"]
ISO_DAYS = ["2024-02-29", "2023-02-29", "20240101", "2024-W05-3", "2024W01", "2024-1-1", "2024-12-31"]
ISO_MOMENTS = ["2024-01-31T12:30:45.123456+02:00", "2024-01-31", "2024-01-31 12:30", "20240131T123045", "2024-01-31T12:30:45Z", "2024-01-31T12:30:45.5", "2024-01-31T25:00", "2024-01-31T12:30:45-05:30",
               "2024-W05-3T01", "2024-01-31T", "2024-01-31x12:00", "2024-01-31T12:30:45,123", "2024-01-31T12:30:45.1234567"]
PARSED = [("%Y-%m-%d", "2024-03-05"), ("%Y-%m-%d %H:%M:%S", "2024-03-05 01:02:03"), ("%d/%m/%y", "05/03/24"), ("%Y%m%d", "20240305"), ("%b %d %Y", "Mar 5 2024"), ("%A %d %B %Y", "Tuesday 05 march 2024"),
          ("%I:%M %p", "03:04 PM"), ("%Y-%j", "2024-060"), ("%Y-%m-%dT%H:%M:%S.%f%z", "2024-03-05T01:02:03.5+0530"), ("%Y", "20245"), ("%Y-%m-%d", "x"), ("%G-W%V-%u", "2024-W10-2"),
          ("%Y %U %w", "2024 10 2"), ("%Y %W %a", "2024 10 Tue"), ("%c", "Tue Mar  5 01:02:03 2024"), ("%x %X", "03/05/24 01:02:03"), ("%H:%M", "24:00"), ("%Q", "x"), ("%%%Y", "%2024"),
          ("%Z %Y", "UTC 2024"), ("%y", "70"), ("%d", "30"), ("%m %d", "02 29"), ("  %Y", "   2024"), ("%Y-%m-%d", "2024-02-30")]
FORMATS = ["%Y-%m-%d", "%d %b %y", "%A %B", "%H:%M:%S", "%I %p", "%j", "%U %W %V %G %u %w", "%f", "%z %Z", "%c", "%x %X", "%%", "%e|%k|%l", "%-d/%-m", "%D %F %T %R", "%Q", "%C", "%10Y", "%_d", "%^a",
           "%h%n%t", "%P", "%E", "%"]
DAY_MEMBERS = ["isoformat()", "weekday()", "isoweekday()", "isocalendar()", "isocalendar().week", "toordinal()", "ctime()", "timetuple()", "replace(day=1)", "replace(year=2020, month=2, day=29)", "year", "month",
               "day"]
MOMENT_MEMBERS = ["isoformat(sep=' ')", "isoformat(timespec='milliseconds')", "isoformat(timespec='minutes')", "isoformat('x')", "date()", "time()", "timetz()", "utcoffset()", "dst()", "tzname()", "tzinfo", "hour",
                  "minute", "second", "microsecond", "fold", "replace(hour=1, microsecond=5)", "replace(tzinfo=none)", "replace(tzinfo=pytz.utc)", "utctimetuple()"]

PATTERNS = [r"a", r"\w+", r"\d+", r"(\w)(\d)?", r"(?P<n>[a-z]+)=(?P<v>\d*)", r"^\s*", r"\s+", r"[^,;]+", r"(a|ab)(c|bcd)(d*)", r"\b\w", r"x*", r"(?i)AB", r"(?<=a)b", r"(?<!a)b", r"b(?=c)", r"b(?!c)", r"(a)\1",
            r"(?:ab)+", r"a{2,3}", r"a{,2}?", r".*?,", r"$", r"^", r"\Aa|c\Z", r"(?s).+", r"(?m)^\w", r"(?x) a  b # c", r"[\w.]+@[a-z]+", r"(\()?x(?(1)\))", r"[a-c-]+", r"[]a]+", r"\.", r"é", r"(?>a+)b",
            r"a++b", r"(", r"[a", r"*a", r"a**", r"(?P<1>a)", r"\q", r"(?<=a+)b", r"(?P<n>a)(?P<n>b)", r"a{3,2}", r"\2(a)", r"[z-a]", r"(?z)", r"(?i:a)B", r"(a?)*b", r"((a)|b)+", r"'[^']*'", r"--.*"]
TEXTS = ["aab", "abcd", "a1 b2", "k=1, v=22", "  x  ", "Ab aB", "", "a,b;c", "a.b@c", "(x) x (x", "aaab", "one\ntwo", "ébé", "''", "'it' -- c", "😀a", "foo_bar-1"]
REPLACEMENTS = ["-", "", r"<\1>", r"\g<n>", r"\g<0>!", r"[\g<1>]", r"\n", r"\\", r"\q", r"\9", "$1"]
FLAGS = ["", ", re.I", ", flags=re.M", ", re.S", ", re.I + re.M", ", re.ASCII", ", re.X"]

ITERABLES = ["[1, 2, 3]", "'abc'", "[]", "range(4)", "('x', 'y')", "[[1, 2], [3, 4]]", "{'k': 1}", "it.repeat('z', 2)", "5", "none"]
ITERATIONS = ["it.chain({0}, {1})", "it.product({0}, {1})", "it.product({0}, repeat=2)", "it.combinations({0}, 2)", "it.permutations({0})", "it.permutations({0}, 2)", "it.combinations_with_replacement({0}, 2)",
              "it.accumulate({0})", "it.accumulate({0}, initial=10)", "it.islice({0}, 2)", "it.islice({0}, 1, none)", "it.islice({0}, 0, 5, 2)", "it.islice(it.count(1, 2), 3)", "it.islice(it.cycle({0}), 5)",
              "it.zip_longest({0}, {1})", "it.zip_longest({0}, {1}, fillvalue='-')", "it.compress({0}, [1, 0, 1])", "it.starmap(range, [[1, 3], [2]])", "it.tee({0})[1]", "it.repeat({0}, 2)", "it.islice({0}, -1)",
              "it.combinations({0}, -1)", "it.accumulate({0}, dict)"]


class ModuleExpressions:
    """Makes expressions from a random source."""

    def __init__(self, random):
        self.random = random

    def pick(self, items):
        return self.random.choice(items)

    def whole(self, low, high):
        return str(self.random.randint(low, high))

    def template(self):
        make = self.pick([self.decimal_use, self.decimal_use, self.moment_use, self.moment_use, self.moment_use, self.regex_use, self.regex_use, self.iteration])
        return "{{ " + make() + " }}"

    def decimal(self, depth=3):
        chance = self.random.random()
        if depth <= 0 or chance < 0.35:
            return f"D('{self.pick(['', '-'])}{self.random.randint(0, 999)}.{self.pick(['0', '5', '25', '125', '10', '00', '999'])}')"
        if chance < 0.5:
            return f"D('{self.pick(DECIMALS)}')"
        if chance < 0.6:
            return self.whole(0, 20)
        if chance < 0.63:
            return self.pick(["0.5", "2.0", "1.1", "100.25"])
        if chance < 0.92:
            return f"({self.decimal(depth - 1)} {self.pick(['+', '-', '*', '/', '//', '%', '**', '+', '-', '*'])} {self.decimal(depth - 1)})"
        return f"(-{self.decimal(depth - 1)})"

    def decimal_use(self):
        chance = self.random.random()
        if chance < 0.3:
            return self.decimal()
        if chance < 0.45:
            return f"{self.decimal()} {self.pick(['<', '>', '==', '!=', '<=', '>='])} {self.decimal()}"
        if chance < 0.75:
            return f"({self.decimal()}).{self.pick(DECIMAL_METHODS)}"
        return self.pick(DECIMAL_USES + SHOWN) % self.decimal()

    def zone(self):
        chance = self.random.random()
        if chance < 0.75:
            return f"pytz.timezone('{self.pick(ZONES)}')"
        return "pytz.utc" if chance < 0.9 else f"pytz.FixedOffset({self.whole(-600, 600)})"

    def span(self, depth=3):
        chance = self.random.random()
        if depth <= 0 or chance < 0.6:
            unit = self.pick(["", "days=", "hours=", "minutes=", "seconds=", "weeks=", "milliseconds=", "microseconds="])
            return f"timedelta({unit}{self.pick([self.whole(-40, 40), self.whole(-4000, 4000), '1.5', '0.1', '2.5', '-0.000001'])})"
        if chance < 0.7:
            return f"timedelta({self.whole(-5, 5)}, {self.whole(-90000, 90000)}, {self.whole(-10, 10)})"
        if chance < 0.75:
            return self.pick(["timedelta.min", "timedelta.max", "timedelta.resolution", "timedelta()"])
        if chance < 0.85:
            return f"({self.span(depth - 1)} {self.pick(['+', '-', '//', '/', '%'])} {self.span(depth - 1)})"
        if chance < 0.95:
            return f"({self.span(depth - 1)} {self.pick(['*', '/', '//'])} {self.pick(['2', '3', '0.5', '-1', '0', '1.1', '7'])})"
        return f"(-{self.span(depth - 1)})"

    def day(self, depth=2):
        chance = self.random.random()
        if depth <= 0 or chance < 0.5:
            return f"date({self.pick(['2024', '2023', '1999', '1', '9999', '2000', '1970', self.whole(1, 9999)])}, {self.whole(1, 12)}, {self.whole(1, 28)})"
        if chance < 0.6:
            return f"date({self.whole(2000, 2024)}, {self.whole(1, 13)}, {self.whole(1, 31)})"
        if chance < 0.7:
            return f"date.fromisoformat('{self.pick(ISO_DAYS)}')"
        if chance < 0.8:
            return self.pick(["date.min", "date.max", "date.fromordinal(738000)", "date.fromisocalendar(2024, 1, 1)", "date.fromisocalendar(2020, 53, 7)", "datetime(2024, 5, 5, 1, 2).date()"])
        return f"({self.day(depth - 1)} {self.pick('+-')} {self.span(1)})"

    def moment(self, depth=2):
        chance = self.random.random()
        if depth <= 0 or chance < 0.35:
            seconds = self.pick(["", f", {self.whole(0, 59)}", f", {self.whole(0, 59)}, {self.pick(['0', '123456', '5', '100000', '999999'])}"])
            return f"datetime({self.pick(['2024', '2023', '1999', '2000', '1970', '1900'])}, {self.whole(1, 12)}, {self.whole(1, 28)}, {self.whole(0, 23)}, {self.whole(0, 59)}{seconds})"
        wall = f"datetime({self.whole(1990, 2030)}, {self.pick(['3', '10', '11', '4', '9', self.whole(1, 12)])}, {self.whole(1, 28)}, {self.whole(0, 3)}, {self.whole(0, 59)}"
        if chance < 0.42:
            return f"{wall}, tzinfo={self.zone()})"
        if chance < 0.55:
            return f"{self.zone()}.localize({wall}){self.pick(['', '', ', is_dst=true', ', is_dst=none'])})"
        if chance < 0.65:
            return f"datetime.fromisoformat('{self.pick(ISO_MOMENTS)}')"
        if chance < 0.8:
            form, text = self.pick(PARSED)
            return f"datetime.strptime('{text}', '{form}')"
        if chance < 0.9:
            return self.pick(["datetime.max", "datetime.combine(date(2024, 1, 2), time(3, 4))", "datetime.combine(date(2024, 1, 2), time(3, 4), pytz.utc)", "datetime.utcfromtimestamp(1700000000.123456)",
                              "datetime.fromtimestamp(1700000000, pytz.utc)", "datetime.fromordinal(738000)"])
        return f"({self.moment(depth - 1)} {self.pick('+-')} {self.span(1)})"

    def clock(self):
        return self.pick([f"time({self.whole(0, 23)}, {self.whole(0, 59)})", f"time({self.whole(0, 23)}, {self.whole(0, 59)}, {self.whole(0, 59)}, {self.whole(0, 999999)})", "time()", "time.min", "time.max",
                          "time(1, 2, tzinfo=pytz.utc)", "time.fromisoformat('01:02:03.5')", "time.fromisoformat('T0102')", "time.fromisoformat('01:02+03:00')", "time(25)",
                          "datetime(2024, 1, 1, 5, 6, 7).time()"])

    def moment_use(self):
        chance = self.random.random()
        formatted = f"strftime('{self.pick(FORMATS)}')"
        if chance < 0.15:
            return f"{self.day()}.{self.pick(DAY_MEMBERS + [formatted] * 8)}"
        if chance < 0.35:
            return f"{self.moment()}.{self.pick(DAY_MEMBERS + MOMENT_MEMBERS + [formatted] * 12)}"
        if chance < 0.42:
            return f"{self.moment()}.astimezone({self.zone()})" if self.random.random() < 0.7 else f"{self.zone()}.normalize({self.moment()})"
        if chance < 0.46:
            return f"{self.clock()}.{self.pick(['isoformat()', 'hour', 'microsecond', 'replace(minute=3)', 'utcoffset()', 'tzname()', 'dst()', formatted])}"
        if chance < 0.5:
            return f"{self.span()}.{self.pick(['total_seconds()', 'days', 'seconds', 'microseconds'])}"
        if chance < 0.75:
            make = self.pick([self.moment, self.day, self.span, self.clock])
            other = self.pick([make, make, make, self.day])
            return f"{make()} {self.pick(['-', '<', '==', '>=', '!='])} {other()}"
        value = self.pick([self.day, self.moment, self.clock, self.span, self.zone])()
        return self.pick(SHOWN + ["'{:%%Y %%m}'.format(%s)", "%s|abs", "%s.zone"]) % value

    def regex_use(self):
        pattern, text, flags = repr(self.pick(PATTERNS)), repr(self.pick(TEXTS)), self.pick(FLAGS)
        shown = self.pick(["{}", "{}", "{}.group()", "{}.groups()", "{}.groupdict()", "{}.span()", "{}.group(1)", "{}.start(1)", "{}.lastindex", "{}[0]", "{}.expand('<\\\\g<0>>')", "{}.lastgroup"])
        chance = self.random.random()
        if chance < 0.4:
            return shown.format(f"re.{self.pick(['match', 'search', 'fullmatch'])}({pattern}, {text}{flags})")
        if chance < 0.6:
            return f"re.{self.pick(['findall', 'split'])}({pattern}, {text}{flags if self.random.random() < 0.5 else ''})"
        if chance < 0.85:
            return f"re.{self.pick(['sub', 'sub', 'subn'])}({pattern}, {repr(self.pick(REPLACEMENTS))}, {text}{self.pick(['', ', 1', ', count=2'])})"
        if chance < 0.92:
            return f"re.compile({pattern}{flags}){self.pick(['', '.pattern', '.flags', '.groups', '.groupindex', '.sub(' + repr('-') + ', ' + text + ')', '.findall(' + text + ', 1)', '.match(' + text + ', 1)'])}"
        if chance < 0.96:
            return f"re.finditer({pattern}, {text})|map('string')|list"
        return self.pick([f"re.escape({text})", "re.I", "re.I == 2", "re.escape('a.b*c')", f"re.split({pattern}, {text}, 1)"])

    def iteration(self):
        made = self.pick(ITERATIONS).format(self.pick(ITERABLES[:7]), self.pick(ITERABLES))
        return f"{made}|{self.pick(['list', 'list', 'join', 'first', 'map(' + repr('string') + ')|list'])}"
