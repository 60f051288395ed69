# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ui/: every file parses, holds the template that its name says, and hides no word or icon."""

import re
import xml.etree.ElementTree as ElementTree

from common import Problem, files, relative

WORDS = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text",
         "heading", "body", "comments", "text"}
BUTTONS = {"GtkButton", "GtkToggleButton", "GtkMenuButton"}


def class_of(name):
    return "".join(part.capitalize() for part in name.split("-"))


def check(root):
    for path in files(root, ".ui"):
        name = relative(root, path)
        try:
            tree = ElementTree.parse(path)
        except ElementTree.ParseError as error:
            yield Problem(name, error.position[0], f"not well-formed: {error}")
            continue
        if tree.getroot().tag != "interface":
            yield Problem(name, 1, "the root element is not <interface>")
        yield from check_template(name, path.stem, tree)
        yield from check_ids(name, tree)
        yield from check_words(name, tree)
        yield from check_buttons(name, tree)


def check_template(name, stem, tree):
    templates = tree.findall("template")
    if stem.startswith("postil-"):
        wanted = class_of(stem)
        if [t.get("class") for t in templates] != [wanted]:
            yield Problem(name, 0, f"it should hold the one template “{wanted}”")
    elif len(templates) > 1:
        yield Problem(name, 0, "two templates in one file")


def check_ids(name, tree):
    seen = set()
    for element in tree.iter("object"):
        ident = element.get("id")
        if ident is not None and ident in seen:
            yield Problem(name, 0, f"the id “{ident}” occurs twice")
        seen.add(ident)


def check_words(name, tree):
    for element in list(tree.iter("property")) + list(tree.iter("attribute")):
        text = (element.text or "").strip()
        if element.get("name") not in WORDS or not re.search(r"[^\W\d_]{2}", text):
            continue
        if element.get("translatable") != "yes" and element.get("bind-source") is None:
            yield Problem(name, 0, f"“{text}” is for a person and is not translatable")


def check_buttons(name, tree):
    for element in tree.iter():
        if element.tag not in ("object", "template") or element.get("class") not in BUTTONS:
            continue
        own = {p.get("name") for p in element.findall("property")}
        spoken = element.find("accessibility")
        if "icon-name" in own and not own & {"tooltip-text", "label"} and spoken is None:
            ident = element.get("id") or next(
                p.text for p in element.findall("property") if p.get("name") == "icon-name")
            yield Problem(name, 0, f"the button “{ident}” has an icon and no tooltip or label")
