#!/bin/bash
# Installs the Debian packages that are named and missing, and says which. Starts no service.
#
#   packaging/install-packages.sh [--yes] [--for WHAT] PACKAGE…
#
# On a terminal it asks first, unless --yes is given or FARSHORE_YES=1. Exit code 69 when it cannot install.
set -euo pipefail

yes=${FARSHORE_YES:-} purpose=
while [[ ${1:-} == --* ]]; do
  case $1 in
    --yes) yes=1 ;;
    --for)
      purpose=" for $2"
      shift
      ;;
    *)
      echo "install-packages: unknown option $1" >&2
      exit 2
      ;;
  esac
  shift
done

fail() {
  echo "farshore: $1" >&2
  exit 69
}

missing=()
for package in "$@"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

command -v apt-get >/dev/null ||
  fail "these are needed$purpose, and there is no apt-get here to install them: ${missing[*]} (names as in Debian 12)"
((EUID == 0)) ||
  fail "Debian packages are missing$purpose, and installing them needs root: sudo apt-get install ${missing[*]}"

echo "farshore: installing Debian packages$purpose: ${missing[*]}" >&2
if [[ $yes != 1 && -t 0 && -t 2 ]]; then
  read -rp "farshore: go on? [Y/n] " answer >&2
  [[ ${answer:-y} == [yY]* ]] || fail "not installed, as you wished"
fi

# Nothing here needs a running service, and in a container none could start: tell Debian's packages so, unless the machine
# has a rule of its own.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
fi

log=$(mktemp /tmp/farshore-install-XXXXXX.log)
install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" < /dev/null >> "$log" 2>&1
}
# The lists of a fresh machine are empty, those of an old one out of date: fetch them when the install needs them.
install || { apt-get update < /dev/null >> "$log" 2>&1 && install; } || {
  tail -n 20 "$log" >&2
  fail "apt-get install ${missing[*]} did not succeed; all it said is in $log"
}
rm -f "$log"
