#!/usr/bin/env bash
# Runs clients that connect, push, leave, disappear and misbehave for some minutes. Then checks that the server has kept nothing. Not in CI.
#   eng/soak.sh [--minutes 5] [--clients 2000] [--seed 1]
#   eng/soak.sh --attacks [name]    attacks of one client, each against a new server with all defaults: its memory grows by less than 64 MiB
# The exit code is 0 if the server kept nothing, no regular client failed, and the log has no unexpected entries.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build -c Release -v q --nologo tests/Channels.Typed.InteropServer
dotnet build -c Release -v q --nologo tests/Channels.Typed.Soak
ulimit -n "$(ulimit -Hn)"
exec tests/Channels.Typed.Soak/bin/Release/net10.0/Channels.Typed.Soak tests/Channels.Typed.InteropServer/bin/Release/net10.0/Channels.Typed.InteropServer "$@"
