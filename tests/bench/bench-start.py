# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time from start to the first painted window: bench-start.py EMPTY-WINDOW POSTIL ARTICLE [PAIRS]

An X server of its own keeps its picture in a file, which is watched from outside, so nothing in
either program knows that it is measured. The empty libadwaita window and Postil take turns;
printed are the medians and the median of the ratios of the pairs, once to the first paint and
once to the article's words on screen. The issue's limit for the latter is 1.25.
"""

import mmap
import os
import pathlib
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1280, 800
PATIENCE = 30.0
# Below the header bar, left of the side pane, away from the edges.
LEFT, RIGHT, TOP, BOTTOM = 60, 620, 120, 560
N_DARK = 1500  # an article's page has many times as many dark pixels, an empty window none


class Screen:
    """Xvfb, and its pixels."""

    def __init__(self, folder):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-fbdir", folder, "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
             "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = ":" + pipe.readline().strip()
        with open(pathlib.Path(folder) / "Xvfb_screen0", "rb") as file:
            self.pixels = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.pixels[:100])
        self.stride = header[12]
        self.start = header[0] + header[19] * 12

    def close(self):
        self.server.terminate()
        self.server.wait()

    def rows(self, step):
        for y in range(TOP, BOTTOM, step):
            offset = self.start + y * self.stride
            yield self.pixels[offset + LEFT * 4:offset + RIGHT * 4]

    def is_painted(self):
        return all(row.count(0) < len(row) // 2 for row in self.rows(110))

    def is_blank(self):
        return all(not any(row[1::4]) for row in self.rows(40))

    def has_words(self):
        light = bytes(range(110, 256))
        n_dark = sum(len(row[1::4].translate(None, light)) for row in self.rows(2))
        return self.is_painted() and n_dark > N_DARK


def wait_until(condition, what):
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > PATIENCE:
            sys.exit(f"waited {PATIENCE:.0f} s for {what}")
        time.sleep(0.0005)


def measure(screen, command, words):
    """Milliseconds to the first paint and, where asked, to the words."""
    wait_until(screen.is_blank, "an empty screen")
    home = tempfile.mkdtemp()
    environment = {**os.environ, "DISPLAY": screen.display, "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo",
                   "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_STATE_HOME": home,
                   "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(pathlib.Path.home() / ".cache")),
                   "GTK_A11Y": "none"}
    environment.pop("G_DEBUG", None)
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(screen.is_painted, f"a window of {command[0]}")
        painted = time.perf_counter() - begin
        if words:
            wait_until(screen.has_words, "the article's words")
        else:
            # An empty window's rows may still be on their way to the screen.
            time.sleep(0.1)
            if screen.has_words():
                sys.exit("the empty window seems to have words: the measure is broken")
        return painted * 1000, (time.perf_counter() - begin) * 1000
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(home, ignore_errors=True)


def main(empty, postil, article, n_pairs="15"):
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(article, folder)
        screen = Screen(folder)
        try:
            measure(screen, [empty], words=False)
            measure(screen, [postil, copy], words=True)
            pairs = []
            for _ in range(int(n_pairs)):
                pairs.append((measure(screen, [empty], words=False)[0],
                              *measure(screen, [postil, copy], words=True)))
        finally:
            screen.close()
    names = ["empty libadwaita window, painted", "postil, painted", "postil, article's words on screen"]
    for index, name in enumerate(names):
        values = [pair[index] for pair in pairs]
        ratio = statistics.median(pair[index] / pair[0] for pair in pairs)
        print(f"{name:36} {statistics.median(values):7.1f} ms "
              f"(from {min(values):.1f} to {max(values):.1f})   ratio {ratio:.2f}")
    print(f"{n_pairs} pairs, {os.cpu_count()} processors")


if __name__ == "__main__":
    main(*sys.argv[1:])
