#!/usr/bin/env bash
# Installs what the test of the website in a browser needs: Chromium, and the node
# packages playwright-core and axe-core. What cannot be installed is named, and the
# test is skipped.
# Usage: install.sh FOLDER_FOR_NODE_MODULES
set -uo pipefail
modules=${1:?folder for node modules}
export DEBIAN_FRONTEND=noninteractive

apt() { apt-get -y -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 "$@" >/dev/null 2>&1; }

if ! command -v chromium >/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt install --no-install-recommends chromium fonts-noto-core || { apt update && apt install --no-install-recommends chromium fonts-noto-core; } ||
      echo "could not be installed: chromium"
  else
    echo "not installed, and no right to install it: chromium"
  fi
fi
if ! command -v npm >/dev/null; then
  echo "not installed: npm"
elif [ ! -d "$modules/node_modules/axe-core" ]; then
  mkdir -p "$modules"
  npm install --silent --no-audit --no-fund --fetch-retries 1 --fetch-timeout 20000 --prefix "$modules" playwright-core@1.65.1 axe-core@4.14.1 >/dev/null 2>&1 ||
    echo "could not be installed: the npm packages playwright-core and axe-core"
fi
exit 0
