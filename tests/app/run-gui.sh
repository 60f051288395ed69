#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a program that needs a display: on the one there is, else on a virtual one with a
# session bus of its own. Without either it fails and says why; it never skips.

if [ -n "$DISPLAY" ] && [ -z "$POSTIL_TEST_OWN_DISPLAY" ]; then
  exec "$@"
fi

for tool in xvfb-run dbus-run-session; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "Bail out! $tool is missing. Install the packages xvfb, xauth and dbus, or set DISPLAY."
    exit 1
  fi
done

exec xvfb-run -a -s "-screen 0 1280x1024x24" dbus-run-session -- "$@"
