#!/usr/bin/env bash
# Takes running sweeps over from the program as it was at a commit: test/upgrade/from.sh <commit>
# That program is built in a work tree of its own and works on two sweeps, on the second of which it is killed. Where its
# store is of an earlier schema, it is asked to let go of the first, by this program's pause, and this program is refused
# as long as it lives; else both work on the first together. Each time this program takes the open workflow over in its
# middle and must come to the leaderboard of an undisturbed run. Ends with "N passed, N failed".
set -euo pipefail
commit=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
tree=$work/tree
export SWEEP_HOME=$work/home SWEEP_LINGER_SECONDS=60 NO_COLOR=1
unset TEMPORAL_ADDRESS MONGODB_URI
old() { node "$tree/dist/cli/main.js" "$@"; }
new() { node "$root/dist/cli/main.js" "$@"; }
cleanup() {
  for home in home another apart; do SWEEP_HOME=$work/$home new services stop --force >/dev/null 2>&1 || true; done
  git -C "$root" worktree remove --force "$tree" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT
git -C "$root" worktree add --quiet --detach "$tree" "$commit"
ln -s "$(readlink -f "$root/node_modules")" "$tree/node_modules"
(cd "$tree" && node build/prepare.js)
(cd "$root" && node build/prepare.js)

passed=0 failed=0
# check WHAT COMMAND…
check() {
  local what=$1
  shift
  if "$@"; then passed=$((passed + 1)) && echo "ok: $what"; else failed=$((failed + 1)) && echo "FAILED: $what"; fi
}
grid() { # grid NAME SEED
  cat >"$work/$1.yaml" <<Y
name: $1
data: { file: $root/data/campus.csv, label: sentiment, rows: 400 }
split: { folds: 2 }
embedding: { iterations: 1, size: 8 }
model: { units: [4, 5] }
train: { epochs: [10, 400], batch: 8, seed: $2 }
Y
}
# The leaderboard of an undisturbed run of this program in a home of its own.
undisturbed() {
  SWEEP_HOME=$work/apart new start "$work/$1.yaml" >/dev/null 2>&1
  SWEEP_HOME=$work/apart new leaderboard "$1" --json >"$work/$1.json"
}
done_of() { new status "$1" --json 2>/dev/null | node -p 'JSON.parse(require("node:fs").readFileSync(0, "utf8")).folds.done' 2>/dev/null || echo 0; }
until_done() {
  local tries=0
  until [[ $(done_of "$1") -ge $2 ]]; do
    ((++tries < 200)) || { cat "$work/old.log" && exit 1; }
    sleep 0.3
  done
}
refused() {
  local code=0
  new resume "$1" >"$work/refused" 2>&1 || code=$?
  [[ $code == 3 ]] && grep -q 'works here with sweep' "$work/refused"
}
goes_on() { new resume "$1" >"$work/new.log" 2>&1; }
same_board() { new leaderboard "$1" --json | cmp - "$work/$1.json"; }

for name in asked killed; do
  grid "$name" "$([[ $name == asked ]] && echo 1 || echo 2)"
  undisturbed "$name"
done
SWEEP_HOME=$work/apart new services stop --force >/dev/null 2>&1

schema_of() { node -e "import('$1/dist/store/migrations/all.js').then((all) => console.log(all.schemaVersion), () => console.log(1))"; }
begin() { # begin NAME: the old program works on it, in the background
  old start "$work/$1.yaml" --slots 1 >"$work/old.log" 2>&1 &
  life=$!
  until_done "$1" 1
}
cut_off() {
  kill -KILL "$life"
  wait "$life" 2>/dev/null || true
}
ended_with() {
  local code=0
  wait "$life" || code=$?
  [[ $code == "$1" ]]
}
refused_old() {
  local code=0
  old status asked >"$work/refused" 2>&1 || code=$?
  [[ $code == 3 ]] && grep -q 'newer sweep' "$work/refused"
}
# What only one of the two knows to say is passed over.
plain_board() { sed 's/"selection":.*"rows"/"rows"/'; }
reads_old() { old leaderboard asked --json | plain_board | cmp - <(plain_board <"$work/asked.json"); }

# The old program's store is of an earlier schema: one program works at a time.
take_over() {
  begin asked
  check 'a living worker of the old program keeps its store' refused asked
  check 'what the old program does can be watched' grep -q running <(new status asked)
  new pause asked >/dev/null 2>&1
  check 'the old program heeds the pause of the new one' ended_with 130
  check 'the new program goes on with its open workflow' goes_on asked
  check 'the leaderboard is that of an undisturbed run' same_board asked
  check 'the old program is refused from then on' refused_old
  export SWEEP_HOME=$work/another # where the store is of the old shape again
  begin killed
  cut_off
  check 'a worker that was just killed counts as living' refused killed
  sleep 16
}

# Both programs know the store: they work side by side.
join_in() {
  begin asked
  check 'the new program joins the sweep that the old one works on' goes_on asked
  check 'the old program ends with it' ended_with 0
  check 'the leaderboard is that of an undisturbed run' same_board asked
  check 'the old program reads the same' reads_old
  begin killed
  cut_off
}

if [[ $(schema_of "$tree") == $(schema_of "$root") ]]; then join_in; else take_over; fi
check 'the new program goes on with the workflows in their middle' goes_on killed
check 'the leaderboard is that of an undisturbed run' same_board killed

echo "$passed passed, $failed failed"
((failed == 0)) || { tail -n 20 "$work"/*.log; exit 1; }
