#!/usr/bin/env bash
# Builds everything, checks the formatting and runs every test program. The last line is "N passed, N failed, N skipped".
# Needs the .NET 10 SDK and Node.js 20 or later; installs Chromium if there is none and it may.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

# One compiler process for the whole build saves half of its time. It has a name of its own, so that it can be ended afterwards and no
# other build's compiler with it.
export UseSharedCompilation=true SharedCompilationId="channels-typed-$$"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
configuration=Debug
interop=tests/Channels.Typed.Interop.Tests
results=$(mktemp -d)

clean_up() {
  rm -rf "$results"
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q -- "-pipename:$SharedCompilationId"; then
      kill "${process#/proc/}" 2>/dev/null || true
    fi
  done
}
trap clean_up EXIT

step 'Tools'
dotnet --version
node --version
if ! command -v chromium chromium-browser google-chrome >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null
  else
    echo 'There is no Chromium and no right to install one: the tests of the page will be skipped.'
  fi
fi
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix "$interop/Node" --no-audit --no-fund --loglevel=error

step 'Build'
dotnet build Channels.Typed.sln -c "$configuration" -m:1 -v quiet

passed=0 failed=0 skipped=0

step 'Formatting'
if ! dotnet format whitespace Channels.Typed.sln --verify-no-changes --no-restore; then
  echo 'The formatting is not as .editorconfig wants it: that is one failure. Run: dotnet format whitespace Channels.Typed.sln'
  failed=1
fi

count() { sed "s/.* $1=\"\([0-9]*\)\".*/\1/" <<<"$counters"; }

for project in tests/*.Tests; do
  name=$(basename "$project")
  step "$name"
  report=$results/$name.trx
  exit_code=0
  "$project/bin/$configuration/net10.0/$name" -noColor -result-trx "$report" || exit_code=$?
  counters=$(grep -o '<Counters [^>]*>' "$report" || true)
  if [ -z "$counters" ]; then
    echo "$name ended with code $exit_code and left no report: that is one failure."
    failed=$((failed + 1))
    continue
  fi

  total=$(count total) good=$(count passed) bad=$(count failed)
  if [ "$exit_code" != 0 ] && [ "$bad" = 0 ]; then
    echo "$name ended with code $exit_code although no test failed: that is one failure."
    bad=1 total=$((total + 1))
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - good - bad))
done

step 'Done'
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
