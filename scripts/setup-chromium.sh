#!/usr/bin/env bash
# Puts a Chromium on this machine for test/pages, from Debian's own packages, where that is allowed (root and apt-get).
# Ends with 0 when there is one, else with 1 and one line that says why. Nothing is done where there is one already.
set -uo pipefail

found() {
  [ -x "${CHROMIUM:-}" ] && return 0
  for name in chromium chromium-browser google-chrome; do [ -x "/usr/bin/$name" ] && return 0; done
  return 1
}

install() {
  apt-get update && apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 chromium fonts-dejavu-core
}

found && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "no Chromium: install Debian's package \`chromium\`, or set CHROMIUM to a browser's path"
  exit 1
fi
install >/dev/null 2>&1
found && exit 0
echo "no Chromium: apt-get could not install it; set CHROMIUM to a browser's path"
exit 1
