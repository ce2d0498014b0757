#!/bin/sh
# Builds the renderer and compares it with the reference implementations on 100,000 generated cases:
#
#     Tests/Differential/liquid/run.sh [--cases N] [--seed N] [--show N]
#
# python-liquid comes from PyPI, into .build/liquid-differential. Shopify's own Liquid decides where
# the two differ, if it is there (Debian: apt-get install ruby ruby-liquid).
set -eu
here=$(dirname "$0")
cd "$here/../../.."
venv=.build/liquid-differential
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import liquid' 2>/dev/null ||
  "$venv/bin/pip" install --quiet "python-liquid==2.3.6"
swift build -c release --product liquid-differential
renderer=$(swift build -c release --show-bin-path)/liquid-differential
exec "$venv/bin/python" -B "$here/compare.py" "$renderer" "$@"
