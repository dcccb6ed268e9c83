#!/bin/sh
# Makes the Python environment of the peers under the temporary folder and prints the path of its interpreter.
# With the argument "torch" PyTorch is in it too: some 4.5 GB, since its usual Linux build brings the libraries of a GPU.
# Another interpreter is used instead where SWEEP_BENCH_PYTHON names one.
set -eu
if [ -n "${SWEEP_BENCH_PYTHON:-}" ]; then
  echo "$SWEEP_BENCH_PYTHON"
  exit 0
fi
folder=$(cd "$(dirname "$0")" && pwd)
venv="${TMPDIR:-/tmp}/sweep-bench-$(cksum < "$folder/requirements.txt" | cut -d ' ' -f 1)"
install() {
  if [ ! -f "$venv/$2" ]; then
    [ -d "$venv" ] || python3 -m venv "$venv" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$folder/$1" >&2
    touch "$venv/$2"
  fi
}
install requirements.txt ready
[ "${1:-}" != torch ] || install requirements-torch.txt ready-torch
echo "$venv/bin/python"
