# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real app on an X display, as a person would: keys and mouse through xdotool,
eyes through AT-SPI. What a test waits for is waited for, never slept for."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# Fatal warnings are for the app: libatspi warns of what went away while we looked.
os.environ.pop("G_DEBUG", None)
# What is looked at is looked at, also while events are listened to.
os.environ["ATSPI_NO_CACHE"] = "1"

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 30.0
# What newer AT-SPI calls what we name by its older name.
ROLE_NAMES = {"button": "push button"}
BUILD = pathlib.Path(os.environ["POSTIL_BUILD_ROOT"])
SOURCE = pathlib.Path(os.environ["POSTIL_SOURCE_ROOT"])


class DriveError(AssertionError):
    pass


def wait_for(what, condition, patience=PATIENCE):
    """Until the condition gives something true, which is returned."""
    end = time.monotonic() + patience
    while True:
        try:
            value = condition()
        except Exception as error:  # what is asked for may be gone a moment later
            value, last = None, error
        else:
            last = None
        if value:
            return value
        if time.monotonic() > end:
            raise DriveError(f"waited {patience:.0f} s for: {what}" + (f" ({last})" if last else ""))
        time.sleep(0.03)


def get_role(node):
    role = node.get_role_name()
    return ROLE_NAMES.get(role, role)


def get_words(node):
    """All that is said of a node: newer libadwaita names a row by its title alone, and describes
    it by the rest."""
    return ", ".join(part for part in (node.get_name(), node.get_description()) if part)


def xdotool(*arguments):
    return subprocess.run(["xdotool", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


class WindowManager:
    """Without one, the keyboard is lost after the first dialog."""

    def __enter__(self):
        self.process = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class App:
    """One run of the app in a home of its own."""

    def __init__(self, home, *arguments, environment=None):
        self.home = pathlib.Path(home)
        env = dict(os.environ)
        env.update(
            HOME=str(self.home),
            XDG_CONFIG_HOME=str(self.home / "config"),
            XDG_DATA_HOME=str(self.home / "data"),
            XDG_STATE_HOME=str(self.home / "state"),
            XDG_CACHE_HOME=str(self.home / "cache"),
            GTK_A11Y="atspi",
            GTK_USE_PORTAL="0",
            NO_AT_BRIDGE="0",
            G_DEBUG="fatal-warnings",
        )
        env.update(environment or {})
        self.process = subprocess.Popen([str(BUILD / "src/app/postil"), *map(str, arguments)], env=env)
        self.window = None

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            # Before it is gone.
            self.screenshot(BUILD / "drive-failure.png")
            with (BUILD / "drive-failure.txt").open("w", encoding="utf-8") as out:
                for node in self.walk():
                    print(node.get_role_name(), get_words(node), sep="\t", file=out)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def wait_for_window(self, name):
        def find():
            if self.process.poll() is not None:
                raise DriveError(f"the app ended with {self.process.returncode}")
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", f"^{name}$"], capture_output=True, text=True
            )
            return found.stdout.split()

        self.window = wait_for(f"a window “{name}”", find)[0]
        xdotool("windowfocus", "--sync", self.window)
        return self.window

    def wait_for_end(self):
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise DriveError("the app did not end") from None
        if code != 0:
            raise DriveError(f"the app ended with {code}")

    # Keys and mouse

    def key(self, *keys):
        for key in keys:
            xdotool("key", "--clearmodifiers", key)
            time.sleep(0.04)

    def type(self, text):
        # What no key of the keyboard has is put onto a spare one while it is typed: the app must have
        # seen it before the next takes its place.
        for run_of_keys in re.findall("[\x00-\x7f]+|[^\x00-\x7f]", str(text)):
            xdotool("type", "--delay", "15" if run_of_keys.isascii() else "400", "--", run_of_keys)
            time.sleep(0.05 if run_of_keys.isascii() else 0.3)

    def press_until(self, key, what, condition):
        """Each press is given the time to be told of, or one too many would undo the last."""

        def is_so():
            if condition():
                return True
            self.key(key)
            time.sleep(0.3)
            return False

        wait_for(what, is_so)

    def go_to(self, role, *names):
        def is_there():
            return any(map(self.has_focus, self.find_all(role, lambda name: name in names)))

        self.press_until("Tab", f"the keyboard on “{names[0]}”", is_there)

    def choose(self, title, path):
        """In GTK's dialog that opens files and folders, to which one types a path."""
        chooser = self.wait_for_window(title)

        def is_gone():
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], capture_output=True, text=True)
            return chooser not in found.stdout.split()

        self.type(path)
        # Of what was completed meanwhile, newer GTKs may leave a rest behind the caret.
        self.key("shift+End", "Delete", "Return")
        try:
            wait_for("the chooser gone", is_gone, 3)
        except DriveError:
            # Newer GTKs may only go to the folder, and select what another Return opens.
            self.key("Return")
            wait_for(f"“{path}” to be chosen", is_gone)

    def pick(self, *keys):
        """In the drop-down that has the keyboard. Its list may take a moment to have it, and newer
        GTKs forget a key that comes while they still scroll to where the last one went."""
        def place():
            found = [node for node in self.find_all("list item") if self.has_focus(node)]
            return found[0].get_index_in_parent() if found else None

        self.key("space")
        wait_for("the choices", lambda: place() is not None)
        for key in keys:
            # A busy machine may not answer the first time.
            before = wait_for("the choice", lambda: (place(),))[0]
            self.key(key)
            try:
                wait_for("another choice", lambda: place() not in (None, before), 1)
            except DriveError:
                pass  # it was the first or the last already
        self.key("Return")

    def wait_for_menu(self, start):
        """Newer GTKs do not tell what the items of a menu are called."""
        wait_for(f"a menu with “{start}”", lambda: self.find_all("menu item", "")
                 or self.find_all(None, lambda name: name.startswith(start)))

    def geometry(self):
        lines = xdotool("getwindowgeometry", "--shell", self.window).splitlines()
        values = dict(line.split("=") for line in lines if "=" in line)
        return int(values["X"]), int(values["Y"])

    def drag(self, start, end):
        steps = 6
        xdotool("mousemove", *start, "mousedown", 1)
        for i in range(1, steps + 1):
            xdotool("mousemove", *(int(a + (b - a) * i / steps) for a, b in zip(start, end)))
            time.sleep(0.02)
        time.sleep(0.05)
        xdotool("mouseup", 1)

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", str(path)], check=True)

    def picture(self, name):
        """Where somebody wants to look at what the test sees: POSTIL_TEST_PICTURES names a folder."""
        folder = os.environ.get("POSTIL_TEST_PICTURES")
        if folder:
            time.sleep(0.5)
            self.screenshot(pathlib.Path(folder) / f"{name}.png")

    # Eyes

    def accessible(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            # Another program, such as the portal's, may have come and gone.
            try:
                child = desktop.get_child_at_index(i)
                if child is not None and child.get_process_id() == self.process.pid:
                    return child
            except GLib.Error:
                continue
        return None

    def walk(self, root=None):
        root = root or self.accessible()
        if root is None:
            return
        stack = [root]
        while stack:
            node = stack.pop()
            yield node
            children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
            stack.extend(child for child in reversed(children) if child is not None)

    def find_all(self, role=None, name=None, root=None):
        return [
            node
            for node in self.walk(root)
            if (role is None or get_role(node) == role)
            and (name is None or (name(node.get_name()) if callable(name) else node.get_name() == name))
        ]

    def find(self, role=None, name=None, root=None):
        return wait_for(
            f"a {role or 'thing'} named {name}", lambda: self.find_all(role, name, root)
        )[0]

    def article(self):
        return self.find("text", "Article text")

    def place_of(self, article, offset):
        """Where a character stands on the screen."""
        left, top = self.geometry()
        rect = Atspi.Text.get_character_extents(article, offset, Atspi.CoordType.WINDOW)
        if rect.width == 0 and rect.height == 0:
            # GTK 4.18 does not know the extents of what runs from right to left.
            x, y = self.look_for(article, offset)
            return left + x, top + y
        return left + rect.x, top + rect.y + rect.height // 2

    def look_for(self, article, offset):
        """A point at which the character is said to be, in the window."""
        view = article.get_component_iface().get_extents(Atspi.CoordType.WINDOW)

        def offset_at(x, y):
            try:
                return Atspi.Text.get_offset_at_point(article, x, y, Atspi.CoordType.WINDOW)
            except GLib.Error:  # no text there
                return None

        for y in range(view.y, view.y + view.height, 8):
            for x in range(view.x + view.width, max(view.x, 0), -3):
                if offset_at(x, y) == offset:
                    # Well within its line.
                    return x, y + 8
        raise DriveError(f"nothing shows the character {offset}")

    def select_by_mouse(self, article, start, end):
        self.drag(self.place_of(article, start), self.place_of(article, end))
        wait_for("a selection", lambda: Atspi.Text.get_n_selections(article) > 0)

    def is_showing(self, node):
        return node.get_state_set().contains(Atspi.StateType.SHOWING)

    def has_focus(self, node):
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)


class Ears:
    """What a screen reader is told without having asked: announcements, for which newer GTKs have an
    event and older ones a status bar whose name changes; and what comes to have the keyboard. Where
    there is no event Orca 43 speaks how that is described when it changes."""

    EVENTS = ("object:announcement", "object:property-change:accessible-name",
              "object:property-change:accessible-description", "object:state-changed:focused")

    def __init__(self, app):
        self.app = app
        self.announced = []
        self.described = []
        self.has_event = False
        self.focus = None
        self.listener = Atspi.EventListener.new(self.take)
        for event in self.EVENTS:
            self.listener.register(event)

    def take(self, event):
        if event.type.startswith("object:announcement"):
            self.has_event = True
            self.announced.append(str(event.any_data))
        elif event.type.startswith("object:property-change:accessible-description"):
            if event.any_data and self.app.has_focus(event.source):
                self.described.append(str(event.any_data))
        elif event.type.startswith("object:state-changed:focused"):
            self.focus = event.source if event.detail1 else self.focus
        elif get_role(event.source) == "status bar" and event.any_data:
            self.announced.append(str(event.any_data))

    def listen(self):
        while GLib.MainContext.default().iteration(False):
            pass

    def forget(self):
        self.listen()
        self.announced.clear()
        self.described.clear()

    def heard(self, words):
        self.listen()
        said = [node.get_name() for node in self.app.find_all("status bar")]
        return any(words in message for message in self.announced + said)

    def hear(self, *parts):
        """Waits for a sentence with all the parts to be said, and forgets it and what came before:
        saying it once more is heard once more."""

        def find():
            self.listen()
            return [i for i, message in enumerate(self.announced) if all(part in message for part in parts)]

        try:
            at = wait_for(f"“{'… '.join(parts)}” to be said", find, 10)[0]
        except DriveError as error:
            raise DriveError(f"{error}; what was said: {self.announced}") from None
        sentence = self.announced[at]
        del self.announced[: at + 1]
        return sentence


def sidecar(article, coder):
    return article.with_name(f"{article.name}.{coder}.postil.json")


def read_items(article, coder):
    path = sidecar(article, coder)
    # A layer with no annotation has no page.
    return json.loads(path.read_text(encoding="utf-8")).get("first", {}).get("items", []) if path.exists() else []


def get_bodies(item):
    bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
    return {body.get("schema:name") or body["purpose"]: body.get("value") for body in bodies}


def check_slices(article, coder):
    """Every quote is what real Python slices from the article; returns them."""
    text = article.open(encoding="utf-8-sig").read()
    quotes = []
    for item in read_items(article, coder):
        if not isinstance(item["target"], (dict, list)):
            continue
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            selectors = {selector["type"]: selector for selector in target["selector"]}
            place = selectors["TextPositionSelector"]
            exact = selectors["TextQuoteSelector"]["exact"]
            found = text[place["start"] : place["end"]]
            if found != exact:
                raise DriveError(f"{place['start']}–{place['end']} is “{found}”, not “{exact}”")
            quotes.append(exact)
    return quotes


def check(condition, message):
    if not condition:
        raise DriveError(message)


def run(name, test):
    """Runs a test in a fresh home; leaves a picture where it fails."""
    Atspi.set_timeout(2000, 2000)
    home = pathlib.Path(tempfile.mkdtemp(prefix="postil-"))
    try:
        with WindowManager():
            test(home)
    except BaseException:
        picture = BUILD / "drive-failure.png"
        if picture.exists():
            picture = picture.rename(BUILD / f"{name}-failure.png")
            picture.with_suffix(".txt").unlink(missing_ok=True)
            (BUILD / "drive-failure.txt").rename(picture.with_suffix(".txt"))
            print(f"{name}: see {picture} and what a screen reader was told beside it", file=sys.stderr)
        raise
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(f"{name}: ok")
