#!/bin/sh
# Compiles pyproject.toml into the lock files: exact versions, hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
ensure_uv
compile() {
  "$UV" pip compile --quiet pyproject.toml --python-version 3.11 --no-python-downloads --generate-hashes \
    --no-emit-index-url --no-annotate --no-header "$@"
}
compile --group dev -o requirements.lock "$@"
# What is optional stays out of everybody's environment; the same versions where both lists name a package.
whole=$(mktemp)
trap 'rm -f "$whole"' EXIT
compile --extra embeddings --constraint requirements.lock -o "$whole" "$@"
awk 'NR == FNR { if (/^[a-z]/) known[$1] = 1; next } /^[a-z]/ { new = !($1 in known) } new' \
  requirements.lock "$whole" >requirements-embeddings.lock
say 'requirements.lock 和 requirements-embeddings.lock 已更新。'
