#!/usr/bin/env bash
# Installs the readers that the tests of an export use, as far as it can:
# what is missing afterwards is skipped by the tests, with a message. With
# "light" only those that take a minute: LibreOffice and R are used if they are there.
# Usage: install.sh FOLDER_FOR_NODE_MODULES [light]
set -uo pipefail
modules=${1:?folder for node modules}
light=${2:-}
export DEBIAN_FRONTEND=noninteractive

# apt does not ask, and does not wait long for a network that is not there.
apt() { apt-get -y -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 "$@" >/dev/null 2>&1; }

debian() {
  dpkg -s "$@" >/dev/null 2>&1 && return
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "not installed, and cannot be installed here: $*"
    return
  fi
  apt install --no-install-recommends "$@" || { apt update && apt install --no-install-recommends "$@"; } ||
    echo "could not be installed: $*"
}
debian python3-pandas python3-openpyxl
if [ "$light" != light ]; then
  debian r-base-core r-cran-readxl r-cran-readr r-cran-jsonlite
  debian libreoffice-calc
fi

if ! command -v npm >/dev/null; then
  echo "no npm: the data package is not validated, and ExcelJS does not read the workbook"
elif ! [ -d "$modules/node_modules/datapackage" ] || ! [ -d "$modules/node_modules/exceljs" ]; then
  mkdir -p "$modules"
  npm install --silent --no-audit --no-fund --fetch-retries 1 --fetch-timeout 20000 --prefix "$modules" datapackage@1.1.10 exceljs@4.4.0 >/dev/null 2>&1 ||
    echo "could not be installed: the npm packages datapackage and exceljs"
fi
exit 0
