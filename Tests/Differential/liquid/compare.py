"""Compares the renderer with the reference implementations on generated cases.

    compare.py RENDERER [--cases N] [--seed N] [--show N]

RENDERER is the built `liquid-differential`. Needs python-liquid, and compares with Shopify's own
Liquid as well when `ruby` with the `liquid` gem is there.
"""

import argparse
import collections
import json
import shutil
import subprocess
import sys

import deviations
from generate import Generator


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("renderer")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    options = parser.parse_args()
    generator = Generator(options.seed)
    cases = [generator.case_of_test() for _ in range(options.cases)]
    lines = "".join(json.dumps(case) + "\n" for case in cases)

    ours = outcomes([options.renderer], lines)
    theirs = {"python-liquid": [python_outcome(case) for case in cases]}
    if shutil.which("ruby") and subprocess.run(["ruby", "-e", "require 'liquid'"], capture_output=True).returncode == 0:
        theirs["ruby liquid"] = outcomes(["ruby", f"{sys.path[0]}/reference.rb"], lines)
    ruby = theirs.get("ruby liquid")
    failures = 0
    for name, outcomes_of_reference in theirs.items():
        failures += report(name, cases, ours, outcomes_of_reference, ruby, options.show)
    sys.exit(1 if failures else 0)


def outcomes(command, lines):
    process = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in process.stdout.splitlines()]


def python_outcome(case):
    try:
        return {"result": deviations.render(case)}
    except Exception as error:  # every failure is a refusal
        return {"error": f"{type(error).__name__}: {error}"}


def report(name, cases, ours, theirs, ruby, show):
    counts = collections.Counter()
    shown = 0
    for index, (case, our, their) in enumerate(zip(cases, ours, theirs, strict=True)):
        if our.get("result") == their.get("result") and ("error" in our) == ("error" in their):
            counts["same result" if "result" in our else "same refusal"] += 1
            continue
        if name != "ruby liquid" and ruby and ruby[index].get("result") == our.get("result"):
            counts["python-liquid deviates from Ruby's Liquid, which we follow"] += 1
            continue
        reason = deviations.reason(case, our, ruby[index] if ruby else their)
        if reason:
            counts[f"known: {reason}"] += 1
            continue
        counts["DIFFERENT"] += 1
        if shown < show:
            shown += 1
            print(f"--- {name}\ntemplate: {case['template']!r}\ndata: {json.dumps(case['data'], ensure_ascii=False)}\n"
                  f"ours:   {our}\ntheirs: {their}")
    print(f"{name}: {len(cases)} cases")
    for what, count in counts.most_common():
        print(f"  {count:7} {what}")
    return counts["DIFFERENT"]


if __name__ == "__main__":
    main()
