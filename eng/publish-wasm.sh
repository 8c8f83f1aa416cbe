#!/usr/bin/env bash
# Publishes the client of the recorded application for browsers, to artifacts/wasm, where the tests expect it. It needs no workload. A
# warning of the trimmer is an error. The exit code is 2 if the packages of the SDK for browsers cannot be restored.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

project=tests/Channels.Typed.InteropClient.Wasm
dotnet restore "$project" --artifacts-path artifacts/wasm -v quiet || exit 2
dotnet publish "$project" -c Release --artifacts-path artifacts/wasm -v quiet -m:1 --no-restore
