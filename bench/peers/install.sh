#!/bin/sh
# Makes the Python environment of the peers under the temporary folder and prints the path of its interpreter.
# Another interpreter is used instead where SWEEP_BENCH_PYTHON names one.
set -eu
if [ -n "${SWEEP_BENCH_PYTHON:-}" ]; then
  echo "$SWEEP_BENCH_PYTHON"
  exit 0
fi
folder=$(cd "$(dirname "$0")" && pwd)
venv="${TMPDIR:-/tmp}/sweep-bench-$(cksum < "$folder/requirements.txt" | cut -d ' ' -f 1)"
if [ ! -f "$venv/ready" ]; then
  python3 -m venv "$venv" >&2
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$folder/requirements.txt" >&2
  touch "$venv/ready"
fi
echo "$venv/bin/python"
