"""Templates and data for the differential test, made from a seed."""

import random

TEXTS = [
    "", " ", "a", "Ada", "hello world", "  padded  ", "one two  three", "a,b,,c", "a b\nc d",
    "line\r\nline\n", "5", "-3", "2.5", "-0.75", "10.0", "007", "1_000", "3 apples", "abc123",
    "Ünïcödé ß", "straße", "日本語 テキスト", "😀 smile", "<b>bold</b> & 'q' \"d\"", "&lt;x&gt; &amp; & &#39;",
    "a+b%20c", "https://x.y/?q=a b&r=1", "TWVuIGE=", "SGk", "YWJj", "<script>x</script>y<!-- z -->w",
    "true", "false", "nil", "back\\slash \\0", "tab\tx", "1.5.2", "0x1A", "éa", "A-B_C",
    "aaaa", "1e3", "+4", " 7 ", ".5", "5.", "12345678901234567890",
]
INTEGERS = [0, 1, -1, 2, 3, 5, 7, 10, 15, 100, -7, 49, 1000000, 9223372036854775807]
DECIMALS = ["0.1", "0.2", "1.5", "2.5", "-2.5", "3.14159", "10.0", "-0.75", "1234.5678", "0.005",
            "1e-05", "1e+16", "123456789012.25", "0.0", "99.995"]
DATES = ["2026-01-31", "2026-01-31T10:20:30Z", "2026-01-31 10:20", "Sat, 31 Jan 2026 10:20:30 +0200",
         "January 31, 2026", "31 Jan 2026", "Jan 31 2026 2:05 pm", "31.12.2025", "2025/12/31",
         "1152098955", "not a date", "2024-02-29", "2026-01-31T10:20:30.125+05:30", "31-Dec-2025"]
FORMATS = ["%Y-%m-%d", "%-d %B %Y", "%b %e, %y", "%H:%M:%S", "%I:%M %p", "%l:%M %P", "%A %a", "%j",
           "%U %W %V %G", "%s", "%z", "%:z", "%^a %^B", "%-m/%-d/%y", "%D %T %R", "%c", "%x %X %r",
           "%L %N %3N", "%10Y|%-5d|%_5m|%05e", "%C %u %w %h %n%t%%", "%F", "%v", "%Q", "%"]
NAMES = ["s", "t", "u", "n", "m", "d", "e", "yes", "no", "none", "list", "numbers", "obj", "missing"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.depth = 0

    def pick(self, values):
        return self.random.choice(values)

    def chance(self, share):
        return self.random.random() < share

    # Data

    def data(self):
        text = lambda: {"s": self.pick(TEXTS)}
        return {
            "s": text(), "t": text(), "u": text(),
            "n": {"i": self.pick(INTEGERS)}, "m": {"i": self.pick(INTEGERS)},
            "d": {"d": self.pick(DECIMALS)}, "e": {"d": self.pick(DECIMALS)},
            "yes": {"b": True}, "no": {"b": False}, "none": {"n": 0},
            "list": {"a": [text() for _ in range(self.random.randrange(4))]},
            "numbers": {"a": [{"i": self.pick(INTEGERS)} for _ in range(self.random.randrange(3))]},
            # In the order of their names, which is how we show objects.
            "obj": {"o": {"b c": text(), "name": text(), "size": {"i": 3}}
                    if self.chance(0.3) else {"b c": text(), "name": text()}},
        }

    # Values

    def literal(self):
        roll = self.random.random()
        if roll < 0.45:
            text = self.pick(TEXTS).replace("\n", " ").replace("\r", "")
            quote = "'" if '"' in text else '"'
            return quote + text.replace("'" if quote == "'" else '"', "").replace("}}", "").replace("%}", "") + quote
        if roll < 0.65:
            return str(self.pick(INTEGERS))
        if roll < 0.8:
            return self.pick(["0.1", "0.25", "2.5", "-1.75", "10.0", "3.14159", "0.005", "100.50"])
        return self.pick(["true", "false", "nil", "blank", "empty"])

    def variable(self):
        name = self.pick(NAMES + ["x", "y"])
        roll = self.random.random()
        if roll < 0.75:
            return name
        return self.pick([
            f"{name}.size", f"{name}.first", f"{name}.last", "list[0]", "list[-1]", "list[5]",
            "obj.name", 'obj["b c"]', "obj.nothing", '["s"]', "list[n]", "obj[t]", "list.size",
        ])

    def value(self):
        return self.variable() if self.chance(0.6) else self.literal()

    def number(self):
        return self.pick(["n", "m", "d", "e", "s", str(self.pick(INTEGERS)),
                          self.pick(["0.1", "2.5", "-1.5", "3"]), '"2"', '"1.5"', "none"])

    def small(self):
        return self.pick(["0", "1", "2", "3", "5", "10", "-1", "-2", "-9", '"2"', "n", "1.5", "nil", '"x"'])

    def text(self):
        return self.pick(["s", "t", "u", '"a"', '" "', '","', '"b"', '""', '"l"', "n", "none",
                          '"日"', '"\\0"', '"\\\\"'])

    def filter(self):
        kind = self.random.random()
        if kind < 0.30:
            return self.pick([
                "abs", "capitalize", "ceil", "downcase", "escape", "escape_once", "first", "floor",
                "join", "last", "lstrip", "newline_to_br", "round", "rstrip", "size", "strip",
                "strip_html", "strip_newlines", "upcase", "url_decode", "url_encode",
                "base64_encode", "base64_decode", "base64_url_safe_encode",
                "base64_url_safe_decode", "truncate", "truncatewords", "default",
            ])
        if kind < 0.50:
            name = self.pick(["plus", "minus", "times", "divided_by", "modulo", "at_least", "at_most"])
            return f"{name}: {self.number()}"
        if kind < 0.70:
            name = self.pick(["append", "prepend", "remove", "remove_first", "remove_last", "split", "join"])
            return f"{name}: {self.text()}"
        if kind < 0.80:
            name = self.pick(["replace", "replace_first", "replace_last"])
            return f"{name}: {self.text()}, {self.text()}"
        if kind < 0.90:
            return self.pick([
                f"slice: {self.small()}", f"slice: {self.small()}, {self.small()}",
                f"truncate: {self.small()}", f"truncate: {self.small()}, {self.text()}",
                f"truncatewords: {self.small()}", f"truncatewords: {self.small()}, {self.text()}",
                f"round: {self.pick(['0', '1', '2', '-1', 'nil', '3', 'n', '1.9'])}",
                f"default: {self.value()}", f"default: {self.value()}, allow_false: true",
                f"date: '{self.pick(FORMATS)}'",
            ])
        if kind < 0.93:  # arguments missing or too many
            return self.pick(["append", "plus", "upcase: 1", "replace", "slice", "split", "default: 1, 2",
                              "size: 1", "replace_last: 'a'", "truncate: 1, 2, 3", "round: 1, 2"])
        return self.pick(["split: ' ' | last", "split: ',' | join: '-'", "split: '' | first",
                          "split: ',' | size", "append: '!' | upcase"])

    def expression(self):
        if self.chance(0.06):
            return f"'{self.pick(DATES)}' | date: '{self.pick(FORMATS)}'"
        filters = "".join(f" | {self.filter()}" for _ in range(self.pick([0, 0, 1, 1, 1, 2, 3])))
        return self.value() + filters

    # Conditions

    def comparison(self):
        if self.chance(0.3):
            return self.value()
        sign = self.pick(["==", "==", "!=", "<>", "<", ">", "<=", ">=", "contains"])
        return f"{self.value()} {sign} {self.value()}"

    def condition(self):
        parts = [self.comparison()]
        while self.chance(0.3):
            parts += [self.pick(["and", "or"]), self.comparison()]
        return " ".join(parts)

    # Templates

    def tag(self, inside):
        left = "{%-" if self.chance(0.15) else "{%"
        right = "-%}" if self.chance(0.15) else "%}"
        return f"{left} {inside} {right}"

    def output(self):
        left = "{{-" if self.chance(0.1) else "{{"
        right = "-}}" if self.chance(0.1) else "}}"
        return f"{left} {self.expression()} {right}"

    def body(self):
        self.depth += 1
        count = self.pick([0, 1, 1, 2, 3]) if self.depth < 4 else self.pick([0, 1])
        parts = [self.piece() for _ in range(count)]
        self.depth -= 1
        return "".join(parts)

    def piece(self):
        roll = self.random.random()
        if roll < 0.25:
            return self.pick(["text", " ", "\n", "  \n ", "a b", "{", "}", "%}", "Hi, "])
        if roll < 0.60:
            return self.output()
        if roll < 0.68:
            return self.tag(f"assign {self.pick(['x', 'y', 's'])} = {self.expression()}")
        if roll < 0.72:
            return self.tag("capture y") + self.body() + self.tag("endcapture")
        if roll < 0.76:
            return self.pick([
                self.tag("comment") + "note {{ s }} " + self.tag("endcomment"),
                self.tag("# note"), self.tag("echo " + self.expression()),
                "{% raw %} {{ s }} {% x {% endraw %}",
                self.tag("liquid\n assign x = " + self.expression() + "\n echo x\n if n\n echo n\n endif\n"),
            ])
        if roll < 0.80:
            return self.tag("unless " + self.condition()) + self.body() + self.otherwise() + self.tag("endunless")
        if roll < 0.88:
            return self.case()
        return self.tag("if " + self.condition()) + self.body() + self.otherwise() + self.tag("endif")

    def otherwise(self):
        parts = ""
        while self.chance(0.2):
            parts += self.tag("elsif " + self.condition()) + self.body()
        if self.chance(0.4):
            parts += self.tag("else") + self.body()
        return parts

    def case(self):
        parts = self.tag("case " + self.value()) + self.pick(["", " ", "\n"])
        for _ in range(self.pick([1, 2, 3])):
            values = self.value()
            while self.chance(0.25):
                values += self.pick([" or ", ", "]) + self.value()
            parts += self.tag("when " + values) + self.body()
        if self.chance(0.5):
            parts += self.tag("else") + self.body()
        return parts + self.tag("endcase")

    def template(self):
        return "".join(self.piece() for _ in range(self.pick([1, 1, 2, 3])))

    def case_of_test(self):
        return {"template": self.template(), "data": self.data()}
