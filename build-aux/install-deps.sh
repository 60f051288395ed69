#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what Postil needs from Debian (12 or 13; likewise Ubuntu), and nothing when all is there.
#
#   build-aux/install-deps.sh build    to build and run the app
#   build-aux/install-deps.sh test     that, and what the tests and a machine without a display need
set -eu

build_packages='gcc libc6-dev meson ninja-build pkgconf gettext
  libglib2.0-dev libjson-glib-dev libicu-dev libxml2-dev libarchive-dev
  libpango1.0-dev libcairo2-dev libgtk-4-dev libadwaita-1-dev libpoppler-glib-dev libxlsxwriter-dev
  desktop-file-utils shared-mime-info gtk-update-icon-cache
  adwaita-icon-theme librsvg2-common fonts-cantarell fonts-dejavu-core'
test_packages='python3 python3-jsonschema python3-pyatspi gir1.2-atspi-2.0 libxml2-utils appstream
  xvfb xauth dbus-daemon at-spi2-core openbox xdotool imagemagick
  xdg-desktop-portal fuse3 poppler-utils fontconfig locales fish zsh'

case "${1-build}" in
  build) wanted=$build_packages ;;
  test) wanted="$build_packages $test_packages" ;;
  *) echo "Usage: $0 [build|test]" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This is not a Debian system, so nothing is installed. Postil needs what Debian calls:" >&2
  echo $wanted >&2
  exit 0
fi

missing=
for package in $wanted; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=env
elif command -v sudo >/dev/null; then
  as_root='sudo env'
else
  echo "These packages are missing, and there is no sudo here. As root, run:" >&2
  echo "  apt-get install --no-install-recommends$missing" >&2
  exit 1
fi

echo "Installing Debian packages with apt-get ($( [ "$as_root" = env ] && echo "as root" || echo "through sudo" )):$missing"
apt="$as_root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get"
$apt update -q || echo "apt-get update failed; going on with the package lists that are here." >&2
$apt install -y -q --no-install-recommends $missing
