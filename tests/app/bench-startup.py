#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time from start to the first painted window with the sample article, beside that of an
empty libadwaita window. Painted is when the middle of the screen is no longer the root's
colour, asked of the X server every millisecond. Run in turn, median of each."""

import argparse
import ctypes
import ctypes.util
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

LIMIT = 1.25
BUILD = pathlib.Path(os.environ["POSTIL_BUILD_ROOT"])
SOURCE = pathlib.Path(os.environ["POSTIL_SOURCE_ROOT"])
ROOT_COLOUR = 0x123456


class XImage(ctypes.Structure):
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int),
                ("format", ctypes.c_int), ("data", ctypes.POINTER(ctypes.c_ubyte))]


class Display:
    def __init__(self):
        self.x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
        x11 = self.x11
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XDefaultRootWindow.restype = ctypes.c_ulong
        x11.XGetImage.restype = ctypes.POINTER(XImage)
        x11.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int,
                                  ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        x11.XDestroyImage = x11.XDestroyImage
        x11.XDestroyImage.argtypes = [ctypes.c_void_p]
        self.display = ctypes.c_void_p(x11.XOpenDisplay(None))
        self.root = x11.XDefaultRootWindow(self.display)
        x11.XSetWindowBackground(self.display, ctypes.c_ulong(self.root), ctypes.c_ulong(ROOT_COLOUR))
        x11.XClearWindow(self.display, ctypes.c_ulong(self.root))
        x11.XSync(self.display, 0)

    def pixel(self, x, y):
        image = self.x11.XGetImage(self.display, self.root, x, y, 1, 1, 0xFFFFFFFF, 2)
        data = image.contents.data
        value = data[0] | data[1] << 8 | data[2] << 16
        self.x11.XDestroyImage(ctypes.cast(image, ctypes.c_void_p))
        return value


def measure(display, command, environment, place):
    while display.pixel(*place) != ROOT_COLOUR:
        time.sleep(0.01)
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        # A window that is there but not painted is black or has the root's colour.
        while display.pixel(*place) in (ROOT_COLOUR, 0):
            if time.perf_counter() - start > 30:
                raise AssertionError(f"{command[0]} never painted")
            time.sleep(0.001)
        return time.perf_counter() - start, display.pixel(*place)
    finally:
        process.kill()
        process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    home = pathlib.Path(tempfile.mkdtemp(prefix="postil-"))
    article = home / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    environment = dict(os.environ, HOME=str(home), XDG_STATE_HOME=str(home / "state"), G_DEBUG="")
    environment.update(XDG_DATA_HOME=str(home / "data"), XDG_CONFIG_HOME=str(home / "config"))
    commands = {
        "empty": [str(BUILD / "tests/app/empty-window")],
        "postil": [str(BUILD / "src/app/postil"), str(article)],
    }
    display = Display()
    with subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL) as manager:
        time.sleep(0.5)
        display.x11.XClearWindow(display.display, ctypes.c_ulong(display.root))
        display.x11.XSync(display.display, 0)
        times = {name: [] for name in commands}
        for i in range(runs + 1):
            for name, command in commands.items():
                seconds, colour = measure(display, command, environment, (640, 512))
                # The article's page is white, the bare window is not: this is the article.
                if name == "postil" and colour != 0xFFFFFF:
                    raise AssertionError(f"the first frame shows {colour:06x}, not the article")
                if i > 0:  # the first fills the caches
                    times[name].append(seconds)
        manager.terminate()
    shutil.rmtree(home, ignore_errors=True)
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratio = medians["postil"] / medians["empty"]
    for name, value in medians.items():
        print(f"{name}: {value * 1000:.0f} ms (from {min(times[name]) * 1000:.0f} to {max(times[name]) * 1000:.0f})")
    print(f"ratio: {ratio:.2f} (at most {LIMIT})")
    return 0 if ratio <= LIMIT else 1


raise SystemExit(main())
