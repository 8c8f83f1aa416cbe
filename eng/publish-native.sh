#!/usr/bin/env bash
# Publishes the server and the client of the recorded application with Native AOT, to artifacts/native, where the tests expect them. A
# warning of the trimmer or of the native compiler is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for name in Channels.Typed.InteropServer Channels.Typed.InteropClient; do
  dotnet publish "tests/$name" -c Release --use-current-runtime --artifacts-path artifacts/native -v quiet -m:1 -p:PublishNative=true
done
