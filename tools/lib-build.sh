# Sourced by every script that builds, so that all share one build: other flags would mean a second one.

build_configuration=release
# Release code, testable: the tests reach internals and the demo runs the same objects.
build_flags=(--configuration "$build_configuration" -Xswiftc -enable-testing)
# With the address sanitizer: C targets also end at behaviour that the language leaves undefined. Swift has no such flag on
# Linux and traps by itself.
undefined_flags=(-Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined)
# Package.swift turns warnings in the project's own targets into errors.
export STRICT=1

# need_swift: ends with an explanation when the toolchain is missing or too old.
need_swift() {
  local version
  command -v swift >/dev/null || environment_error "swift is not on the PATH" \
    "Install the Swift 6.2 toolchain (or a later one) for this system from swift.org and add its usr/bin to the PATH."
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
  [ -n "$version" ] || environment_error "swift --version failed" "$(swift --version 2>&1 | tail -n 1)"
  [ $((${version% *} * 100 + ${version#* })) -ge 602 ] ||
    environment_error "Swift ${version/ /.} is too old" "The project needs Swift 6.2 or later."
}
