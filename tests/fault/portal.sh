#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs portal.py with the document portal that is installed, or unpacked at $POSTIL_PORTAL_ROOT.
# Where there is none it says so, and counts as skipped.
#
#   portal.sh PYTHON CHILD

libexec=${POSTIL_PORTAL_ROOT-}/usr/libexec
if [ ! -x "$libexec/xdg-document-portal" ]; then
  echo "$libexec/xdg-document-portal is missing: install the packages xdg-desktop-portal and fuse3."
  exit 77
fi
PATH=$PATH${POSTIL_PORTAL_ROOT:+:$POSTIL_PORTAL_ROOT/bin:$POSTIL_PORTAL_ROOT/usr/bin}
export PATH
exec dbus-run-session -- "$1" "$(dirname -- "$0")/portal.py" "$2" "$libexec"
