# Sourced by the scripts beside it: where the project is, how they speak, how they end.
# Exit codes: 0 ok, 1 a check says no, 2 usage, 4 environment.

tool=$(basename "$0")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s: %s\n' "$tool" "$*"; }
warn() { printf '%s: %s\n' "$tool" "$*" >&2; }

# usage_error MESSAGE: the caller asked for something that does not exist.
usage_error() {
  warn "$1"
  warn "see tools/$tool --help"
  exit 2
}

# environment_error MESSAGE [WHAT TO DO]…: the machine lacks something.
environment_error() {
  warn "error: $1"
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 4
}

# show_help: prints the comment block at the top of the script that calls it.
show_help() { sed -n '2,/^[^#]/{/^#/!q;s/^# \{0,1\}//;p}' "$0"; }

# need_value OPTION COUNT: the option needs one more argument.
need_value() { [ "$2" -ge 2 ] || usage_error "$1 needs a value"; }

# run_steps NAME…: runs the functions step_NAME in order and prints what each took. A failed check lets the others
# speak too; a failed set-up or build ends the run, for what follows would only repeat it.
run_steps() {
  local name began status failed="" report="" stopped=0 all_began=$SECONDS
  for name in "$@"; do
    if [ "$stopped" = 1 ]; then report+=$(printf '  %-16s not run' "$name")$'\n'; continue; fi
    printf '\n== %s ==\n' "$name"
    began=$SECONDS
    status=0
    # In a shell of its own, so that -e holds inside the step.
    set +e
    (set -e; "step_${name//-/_}")
    status=$?
    set -e
    report+=$(printf '  %-16s %-7s %5d s' "$name" "$([ "$status" = 0 ] && echo ok || echo FAILED)" $((SECONDS - began)))$'\n'
    [ "$status" = 0 ] || failed+=" $name"
    case "$name:$status" in
      setup:0 | build:0) ;;
      setup:* | build:*) stopped=1 ;;
    esac
  done
  printf '\n== summary ==\n%s' "$report"
  if [ -n "$failed" ]; then
    say "FAILED:$failed (after $((SECONDS - all_began)) s)"
    [[ "$failed" == *setup ]] && exit 4
    exit 1
  fi
  say "all passed in $((SECONDS - all_began)) s"
}

# run_fuzz_targets SECONDS: runs every executable of tools/fuzz for that long.
run_fuzz_targets() {
  local target count=0
  for target in "$root"/tools/fuzz/*; do
    [ -f "$target" ] && [ -x "$target" ] || continue
    say "fuzz: $(basename "$target"), $1 s"
    "$target" --seconds "$1"
    count=$((count + 1))
  done
  [ "$count" -gt 0 ] || say "fuzz: no targets yet"
}
