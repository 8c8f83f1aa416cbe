#!/usr/bin/env bash
# Builds everything, checks the formatting and runs every test program. The last line is "N passed, N failed, N skipped".
# Needs the .NET 10 SDK and Node.js 20 or later. Installs Chromium (for the page), Mono (for the client on .NET Framework), nginx (for the
# page about proxies) and a C compiler (for Native AOT) if they are missing and it has the rights. Takes 6 to 7 minutes on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

# One compiler process for the whole build halves its time. It has a unique name, so that the end of this script stops it and not the
# compiler of another build.
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
missing=()
command -v chromium chromium-browser google-chrome >/dev/null || missing+=(chromium)
command -v mono >/dev/null || missing+=(mono-runtime mono-devel)
command -v nginx /usr/sbin/nginx >/dev/null || missing+=(nginx)
command -v clang gcc >/dev/null || missing+=(gcc libc6-dev)
if [ "${#missing[@]}" != 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # RUNLEVEL: the package must not start a server of its own. The tests start nginx with their own configuration.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "Not root, so ${missing[*]} cannot be installed. The tests that need them are skipped."
  fi
fi
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix "$interop/Node" --no-audit --no-fund --loglevel=error

step 'Build'
dotnet build Channels.Typed.sln -c "$configuration" -m:1 -v quiet

passed=0 failed=0 skipped=0

step 'Native AOT'
rm -rf artifacts/native/publish
if ! eng/publish-native.sh; then
  echo 'Publishing with Native AOT failed. It counts as one failure.'
  failed=1
fi

step 'WebAssembly'
rm -rf artifacts/wasm/publish
status=0
eng/publish-wasm.sh || status=$?
case "$status" in
  0) ;;
  2) echo 'The packages for browsers cannot be restored. The tests that need them are skipped.' ;;
  *)
    echo 'Publishing for browsers failed. It counts as one failure.'
    failed=$((failed + 1))
    ;;
esac

step 'Formatting'
if ! dotnet format whitespace Channels.Typed.sln --verify-no-changes --no-restore; then
  echo 'The formatting differs from .editorconfig. It counts as one failure. Run: dotnet format whitespace Channels.Typed.sln'
  failed=$((failed + 1))
fi

count() { sed "s/.* $1=\"\([0-9]*\)\".*/\1/" <<<"$counters"; }

run() { # name, program
  step "$1"
  report=$results/$1.trx
  exit_code=0
  "$2" -noColor -result-trx "$report" || exit_code=$?
  counters=$(grep -o '<Counters [^>]*>' "$report" || true)
  if [ -z "$counters" ]; then
    echo "$1 ended with code $exit_code and wrote no report. It counts as one failure."
    failed=$((failed + 1))
    return
  fi

  total=$(count total) good=$(count passed) bad=$(count failed)
  if [ "$exit_code" != 0 ] && [ "$bad" = 0 ]; then
    echo "$1 ended with code $exit_code although no test failed. It counts as one failure."
    bad=1 total=$((total + 1))
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - good - bad))
}

for project in tests/*.Tests; do
  name=$(basename "$project")
  run "$name" "$project/bin/$configuration/net10.0/$name"
done

# The generator is compiled against the oldest Roslyn that it supports. Its tests ran on that version above, and run on a newer one here.
roslyn=5.0.0
generators=tests/Channels.Typed.Generators.Tests
dotnet build "$generators" -c "$configuration" -m:1 -v quiet -p:RoslynVersion="$roslyn"
run "Channels.Typed.Generators.Tests on Roslyn $roslyn" "$generators/bin/roslyn-$roslyn/Channels.Typed.Generators.Tests"

step 'Done'
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
