# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Read by the scripts beside it: where the source is, and how it is built and shown.
# Sets $source_dir and $scratch_dir (private, removed at the end), and goes to $source_dir.

unset CDPATH DESTDIR
umask 022
source_dir=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
cd -- "$source_dir"
scratch_dir=$(mktemp -d)

# A document portal that GTK has woken keeps its files mounted below $XDG_RUNTIME_DIR for a moment
# after its bus has gone: wait, then unmount; a folder that stays is no failure of what was run.
remove_scratch ()
{
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf --one-file-system -- "$scratch_dir" 2>/dev/null && return 0
    sleep 0.2
  done
  fusermount3 -u -z -- "$scratch_dir/runtime/doc" 2>/dev/null || umount -l "$scratch_dir/runtime/doc" 2>/dev/null || true
  rm -rf --one-file-system -- "$scratch_dir" || true
}
trap remove_scratch EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say ()
{
  printf '%s\n' "$*"
}

# build_in FOLDER [MESON OPTION…]: configures once, compiles always.
build_in ()
{
  folder=$1
  shift
  if [ ! -f "$folder/build.ninja" ]; then
    meson setup "$folder" . "$@"
  fi
  meson compile -C "$folder"
}

# A home of its own, so that nothing of the person's settings is read or written.
use_private_home ()
{
  mkdir -p "$scratch_dir/home" "$scratch_dir/runtime"
  chmod 700 "$scratch_dir/runtime"
  export HOME="$scratch_dir/home" XDG_RUNTIME_DIR="$scratch_dir/runtime"
  unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME WAYLAND_DISPLAY
  export GDK_BACKEND=x11 GSK_RENDERER=cairo LC_ALL=C.UTF-8
  # A portal would mount its files in a home that is thrown away.
  export ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0
}

# headless COMMAND…: under an X server and a session bus of its own.
headless ()
{
  xvfb-run -a -s '-screen 0 1400x900x24' dbus-run-session -- "$@"
}
