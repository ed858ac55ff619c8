#!/bin/bash
# Proves that a clean Debian 12 with only git, make and Python 3.11 + venv can build and run the project.
#
#   sudo scripts/prove_clean_root.sh [--first | --full] [--patience SECONDS] [--keep] [--reuse DIR]
#
# Makes a bookworm root with debootstrap, clones HEAD into it and runs there, as an ordinary user: `make serve` as the
# very first command, timed until the first right answer with the sentence model and a recognised picture (fails above
# 360 s, or --patience, on a busy machine: that proves that all works, and nothing of the time), stop, a look for
# processes left behind, `make setup` that does nothing, `make check`, `./run ask`. --first ends after the first answer
# and the stop; --full also runs `make test` with a site's settings.local.yml in place. --keep leaves the root for a
# look around, and --reuse starts from such a one (its project folder and caches are removed first).
# What this machine needs to reach its package registries (certificates, pip.conf, PIP_*/UV_*/proxy variables) goes along.
set -euo pipefail
cd "$(dirname "$0")/.."

first=0 patience=360 full=0 keep=0 root=
while (($#)); do
  case $1 in
    --first) first=1 ;;
    --full) full=1 ;;
    --patience) patience=${2:?--patience 后面要写秒数}; shift ;;
    --keep) keep=1 ;;
    --reuse) root=${2:?--reuse 后面要写文件夹} keep=1; shift ;;
    *) sed -n '2,12p' "$0" >&2; exit 2 ;;
  esac
  shift
done
[[ $(id -u) == 0 ]] || { echo '要用管理员（root）运行：chroot 和 mount 需要。' >&2; exit 2; }
command -v debootstrap >/dev/null || { echo '没有 debootstrap。改法：apt-get install debootstrap。' >&2; exit 2; }

packages=git,make,python3,python3-venv,ca-certificates

cleanup() {
  [[ -n $root ]] || return 0
  for place in proc dev/shm dev; do
    mountpoint -q "$root/$place" && umount -l "$root/$place"
  done
  if ((keep)); then echo "留着：$root" >&2; else rm -rf --one-file-system "$root"; fi
}
trap cleanup EXIT

step() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }

if [[ -n $root ]]; then
  rm -rf "$root/home/builder"
else
  root=$(mktemp -d "${CLEAN_ROOT_PARENT:-/var/tmp}/clean-root-XXXXXX")
  step "debootstrap bookworm: $packages"
  debootstrap --variant=minbase --include="$packages" bookworm "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" \
    >"$root.debootstrap.log" 2>&1 || { tail -20 "$root.debootstrap.log" >&2; exit 1; }
  rm -f "$root.debootstrap.log"
fi
chmod 755 "$root"

mount --bind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm" # multiprocessing keeps its locks there
mount -t proc proc "$root/proc"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
# Files the machine's registry settings point at, found from the variables themselves and the usual places.
passed=()
while IFS='=' read -r name value; do
  [[ $name =~ ^(PIP_|UV_|SSL_CERT_|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY) ]] || continue
  passed+=("$name=$value")
done < <(env)
places=(/etc/ssl/certs /usr/local/share/ca-certificates /etc/pip.conf "$HOME/.config/pip" "$HOME/.config/uv" /etc/uv)
for place in "${places[@]}"; do
  [[ -e $place ]] || continue
  target=$root${place/#$HOME/\/home\/builder}
  mkdir -p "$(dirname "$target")"
  rm -rf "$target"
  cp -aL "$place" "$target"
done

step 'clone HEAD'
chroot "$root" useradd --create-home builder 2>/dev/null || mkdir -p "$root/home/builder"
git clone --quiet --no-local . "$root/home/builder/bot"
chroot "$root" chown -R builder: /home/builder

inside() {
  chroot "$root" /usr/bin/env -i HOME=/home/builder USER=builder PATH=/usr/bin:/bin LANG=C.UTF-8 "${passed[@]}" \
    setpriv --reuid=builder --regid=builder --init-groups bash -c "cd /home/builder/bot && $1"
}

step 'tools in the root'
inside 'python3 --version; git --version; make --version | head -1; ! command -v gcc uv pip'
step 'make serve, the first command in the clone, until the first right answer; then stop'
inside '
  export BOT_SERVER_PORT=18080 BOT_SERVER_PRIVATE_PORT=19080 BOT_ASSISTANT_RASA_PORT=15005 BOT_ASSISTANT_ACTIONS_PORT=15055
  setsid make serve >/tmp/serve.log 2>&1 &
  serve=$!
  python3 scripts/first_answer.py http://127.0.0.1:18080 http://127.0.0.1:19080 \
    tests/fixtures/pictures/id_registered.png '"$patience"' || { tail -40 /tmp/serve.log; kill -TERM -- -$serve; exit 1; }
  kill -TERM -- -$serve
  wait $serve || true
  for _ in $(seq 40); do grep -q 已停止 /tmp/serve.log && break; sleep 0.5; done
  tail -3 /tmp/serve.log
  grep -q 已停止 /tmp/serve.log
'
left=0
for process in /proc/[0-9]*; do
  # Whatever still runs inside the root was left behind.
  if [[ $(readlink "$process/root" 2>/dev/null) == "$root" ]]; then
    echo "还在运行：$(tr '\0' ' ' <"$process/cmdline")"
    left=1
  fi
done
((left == 0)) || exit 1
if ((first)); then
  step '到第一句回答为止，都通过'
  exit 0
fi
step 'what was built'
inside 'du -sh .venv; find .venv -type f -printf "%s\n" | awk "{ total += \$1 } END { print total / 1e6 \" MB in files\" }"'
step 'make setup again does nothing'
inside 'time make setup'
step 'make check'
inside 'make check'
step 'one question through the whole system'
inside './run ask 忘记密码怎么找回'
if ((full)); then
  step "make test, with a site's settings in place"
  inside '
    cat >settings.local.yml <<"SETTINGS"
server:
  port: 28080
  private_port: 29080
assistant:
  rasa_port: 25005
  actions_port: 25055
help_desk:
  name: 云杉学院网上服务台
tickets:
  working_days: 5
SETTINGS
    ./run check && make test
  '
fi
step '全部通过'
