#!/usr/bin/env bash
# Publishes the client of the recorded application for browsers, to artifacts/wasm, where the tests expect it. It needs no workload. A
# warning of the trimmer is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet publish tests/Channels.Typed.InteropClient.Wasm -c Release --artifacts-path artifacts/wasm -v quiet -m:1
