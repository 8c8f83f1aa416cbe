#!/usr/bin/env bash
# Lets clients come, talk, leave, vanish and misbehave for some minutes, and checks that the server is as it was before. Not part of CI.
#   eng/soak.sh [--minutes 5] [--clients 2000] [--seed 1]
# The exit code is 0 if nothing stayed behind, no client was let down and nothing was logged that was not provoked.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build -c Release -v q --nologo tests/Channels.Typed.InteropServer
dotnet build -c Release -v q --nologo tests/Channels.Typed.Soak
ulimit -n "$(ulimit -Hn)"
exec tests/Channels.Typed.Soak/bin/Release/net10.0/Channels.Typed.Soak tests/Channels.Typed.InteropServer/bin/Release/net10.0/Channels.Typed.InteropServer "$@"
