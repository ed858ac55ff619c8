#!/bin/sh
# Compiles pyproject.toml into requirements.lock: exact versions, hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
ensure_uv
"$UV" pip compile --quiet pyproject.toml --group dev --python-version 3.11 --no-python-downloads --generate-hashes \
  --no-emit-index-url --no-annotate --no-header -o requirements.lock "$@"
say 'requirements.lock 已更新。'
