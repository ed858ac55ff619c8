# What the scripts share; to be read with `.`, from the project root.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# The Python the project runs on; Rasa 3.6 works with no newer one.
find_python() {
  for candidate in python3.11 python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  fail '没有找到带 venv 的 Python 3.11。改法：Debian 12 上用管理员运行 apt-get install python3 python3-venv。'
}

# uv in a folder of its own, its own bytes checked against requirements-uv.txt.
ensure_uv() {
  UV=.tools/uv/bin/uv
  if ! cmp -s requirements-uv.txt .tools/uv/installed.txt; then
    say '正在取得 uv…'
    python=$(find_python)
    rm -rf .tools/uv
    "$python" -m venv .tools/uv
    .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
      --only-binary :all: -r requirements-uv.txt ||
      fail '取得 uv 没有成功。改法：检查网络；国内可以把镜像地址放进环境变量 PIP_INDEX_URL 和 UV_DEFAULT_INDEX 再试。'
    cp requirements-uv.txt .tools/uv/installed.txt
  fi
}
