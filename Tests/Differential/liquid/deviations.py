"""How python-liquid is asked, and where we differ from a reference on purpose."""

import re

from generate import DATES
from liquid import Environment

# A date that is one; Ruby finds dates within other texts too.
PROPER_DATE = re.compile("'(" + "|".join(map(re.escape, DATES)) + ")' \\| date:")
ENVIRONMENT = Environment(strict_filters=False)


def value(typed):
    kind, content = next(iter(typed.items()))
    if kind == "d":
        return float(content)
    if kind == "a":
        return [value(element) for element in content]
    if kind == "o":
        return {key: value(element) for key, element in content.items()}
    return None if kind == "n" else content


def render(case):
    template = ENVIRONMENT.from_string(case["template"])
    return template.render(**{name: value(typed) for name, typed in case["data"].items()})


def reason(case, our, their):
    """Why a difference is meant, or None."""
    problem = our.get("error", "")
    if "not Base64 of UTF-8" in problem:
        return "bytes that are no text are refused by the filter, not only when printed"
    if "date:" in PROPER_DATE.sub("", case["template"]):
        return "only what is a date from end to end is one"
    if "too big" in their.get("error", ""):
        return "a huge number of places or words is no error"
    if "divided by 0" in problem:
        return "a decimal divided by 0 is refused, where Ruby prints Infinity or NaN"
    return None
