# Sourced by tools/setup: the dictionary that cuts speech into words for keywords. Without it common words do, so nothing
# here ends the set-up.
#   models/cache/words/   the file that models/words/manifest.json names

words_manifest=models/words/manifest.json
words=models/cache/words
words_version=1.0.0b1
words_wheel=jieba_next-$words_version-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl
words_sha256=da7990f58bd08589de9cdda599fdd877a40c4fc8aa2158dae795b09bf1f3f2f5

words_sums() {
  sed -n 's/.*"file": "\([^"]*\)".*"sha256": "\([0-9a-f]\{64\}\)".*/\2  \1/p' "$words_manifest"
}

words_hold() { words_sums | sums_hold "$words"; }

# For the stamp of tools/setup: sizes, no file is read.
words_state() {
  sha256sum tools/lib-setup-words.sh "$words_manifest"
  stat --format '%s %n' "$words/dict.txt" 2>/dev/null || true
}

lay_out_words() {
  local new=$deps/words.new
  fetch_wheel jieba_next "$words_version" "$words_wheel" "$words_sha256" 6 \
    --platform manylinux2014_x86_64 --implementation cp --python-version 311 --abi cp311
  rm -rf "$new"
  mkdir -p "$new"
  unzip -q -o -j "$downloads/$words_wheel" jieba_next/dict.txt '*/licenses/LICENSE' -d "$new" ||
    could_not_unpack "$words_wheel"
  words_sums | sums_hold "$new" || environment_error "the dictionary in $words_wheel is not the one that $words_manifest names"
  rm -rf "$words"
  mv "$new" "$words"
}

set_up_words() {
  words_hold || (lay_out_words) || {
    warn "the dictionary for keywords could not be had: common words are used instead"
    return 0
  }
  say "dictionary for keywords: ready in $words"
}
