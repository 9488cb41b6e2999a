#!/usr/bin/env bash
# Gets the readers that the tests of an export use, as far as they can be had:
# what is missing afterwards is skipped by the tests, with a message.
set -uo pipefail
modules=${1:?folder for node modules}

debian() {
  dpkg -s "$@" >/dev/null 2>&1 && return
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "not installed, and not to be had here: $*"
    return
  fi
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
    { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; } ||
    echo "could not be installed: $*"
}
debian python3-pandas python3-openpyxl
debian r-base-core r-cran-readxl
debian libreoffice-calc

if ! command -v npm >/dev/null; then
  echo "no npm: the data package will not be validated"
elif [ ! -d "$modules/node_modules/datapackage" ]; then
  mkdir -p "$modules"
  npm install --silent --no-audit --no-fund --prefix "$modules" datapackage@1.1.10 >/dev/null 2>&1 ||
    echo "could not be installed: the npm package datapackage"
fi
exit 0
