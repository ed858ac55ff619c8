#!/bin/sh
# Adds to .venv what a sentence-embedding model needs (hashes checked); does nothing when it is there.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
ensure_uv
export UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-300}"
"$UV" pip install --quiet --python .venv/bin/python --no-deps --require-hashes --no-build -r requirements-embeddings.lock ||
  fail '安装没有成功。改法：检查网络和磁盘空间后重试；国内可以设置环境变量 UV_DEFAULT_INDEX 为镜像地址。'
