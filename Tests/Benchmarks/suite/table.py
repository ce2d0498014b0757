"""The table of goals: what was measured, against what, and whether that is enough."""

from dataclasses import dataclass

from .sampling import Spread


@dataclass
class Goal:
    what: str
    against: str
    low: float | None  # at least
    high: float | None  # at most
    unit: str
    value: Spread
    ours: Spread
    theirs: Spread | None
    form: str

    @property
    def passes(self):
        if self.low is not None:
            return self.value.median >= self.low
        return self.value.median <= self.high

    @property
    def aim(self):
        return f"≥ {self.low} {self.unit}" if self.low is not None else f"≤ {self.high} {self.unit}"

    def row(self):
        theirs = self.theirs.text(self.form) if self.theirs else "–"
        result = "pass" if self.passes else "**no**"
        unit = "" if self.unit == "×" else " " + self.unit
        value = self.value.text(".2f") + " ×" if self.unit == "×" else self.value.text(self.form) + unit
        ours = self.ours.text(self.form) if self.unit == "×" else "–"
        return [self.what, self.against, self.aim, value, ours, theirs, result]

    def facts(self):
        return {
            "what": self.what, "against": self.against, "goal": self.aim, "passes": self.passes,
            "value": vars(self.value), "volley": vars(self.ours),
            "peer": vars(self.theirs) if self.theirs else None,
        }


def ratio(what, against, ours, theirs, form, low=None, high=None):
    """Of the runs of each round, which stood side by side."""
    return Goal(what, against, low, high, "×", Spread([a / b for a, b in zip(ours, theirs)]),
                Spread(ours), Spread(theirs), form)


def limit(what, values, high, unit, form=".0f"):
    return Goal(what, "–", None, high, unit, Spread(values), Spread(values), None, form)


def markdown(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


HEAD = ["what", "against", "goal", "measured", "volley", "peer", ""]


def page(facts, goals, growth, notes):
    shown = "\n".join(f"- {name.replace('_', ' ')}: {value}" for name, value in facts.items())
    parts = [
        "# Speed", "Written by `Tests/Benchmarks/run`; medians, with the lowest and the highest in brackets.",
        shown, "## Goals", markdown(HEAD, [goal.row() for goal in goals]),
        "\n".join(f"- {note}" for note in notes)]
    for title, head, rows in growth:
        parts += [f"## {title}", markdown(head, rows)]
    return "\n\n".join(parts) + "\n"
