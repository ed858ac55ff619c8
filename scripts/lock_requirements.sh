#!/bin/sh
# Compiles pyproject.toml into the lock file: exact versions, hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
ensure_uv
"$UV" pip compile --quiet pyproject.toml --python-version 3.11 --no-python-downloads --generate-hashes \
  --no-emit-index-url --no-annotate --no-header --group dev -o requirements.lock "$@"
say 'requirements.lock 已更新。'
