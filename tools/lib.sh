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
