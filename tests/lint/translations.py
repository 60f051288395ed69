# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""POTFILES.in names every file with words for a person; every translation is complete."""

import pathlib
import re
import subprocess
import tempfile

from common import Problem, code_only, files, line_of, relative

_MARKED = re.compile(r"(?<!\w)(_|N_|C_|NC_|Q_|ngettext|g_dgettext|g_dngettext|g_dpgettext2|"
                     r"dngettext)\s*\(")
_DATA = (".desktop.in", ".metainfo.xml.in", ".mime.xml.in")


def wanted(root):
    for path in files(root, ".c", ".h", under="src"):
        if _MARKED.search(code_only(path.read_text(encoding="utf-8"))):
            yield relative(root, path)
    for path in files(root, ".ui", under="ui"):
        if 'translatable="yes"' in path.read_text(encoding="utf-8"):
            yield relative(root, path)
    for path in files(root, *_DATA, under="data"):
        yield relative(root, path)


def check(root):
    potfiles = root / "po" / "POTFILES.in"
    listed = [line.strip() for line in potfiles.read_text(encoding="utf-8").splitlines()
              if line.strip() and not line.startswith("#")]
    expected = sorted(wanted(root))
    for name in expected:
        if name not in listed:
            yield Problem("po/POTFILES.in", 0, f"{name} has words to translate and is not listed")
    for number, name in enumerate(listed, 1):
        if not (root / name).is_file():
            yield Problem("po/POTFILES.in", number, f"{name} does not exist")
        elif listed.count(name) > 1:
            yield Problem("po/POTFILES.in", number, f"{name} is listed twice")
    if listed != sorted(listed):
        yield Problem("po/POTFILES.in", 0, "the list is not sorted")
    yield from check_catalogues(root, listed)


def check_catalogues(root, listed):
    languages = (root / "po" / "LINGUAS").read_text(encoding="utf-8").split()
    for path in files(root, ".po", under="po"):
        if path.stem not in languages:
            yield Problem(relative(root, path), 0, "the language is missing in po/LINGUAS")
    with tempfile.TemporaryDirectory() as folder:
        template = folder + "/postil.pot"
        present = [name for name in listed if (root / name).is_file()]
        for line in extract(root, present, template):
            yield Problem("po/POTFILES.in", 0, line)
        for language in languages:
            catalogue = root / "po" / f"{language}.po"
            if not catalogue.is_file():
                yield Problem("po/LINGUAS", 0, f"po/{language}.po does not exist")
                continue
            yield from check_catalogue(root, catalogue, template, folder)


def run(command, **options):
    return subprocess.run(command, text=True, capture_output=True,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, **options)


def extract(root, names, template):
    """Writes the template as `meson compile postil-pot` does; yields what xgettext says."""
    keywords = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3",
                "g_dpgettext2:2c,3"]
    result = run(["xgettext", "--from-code=UTF-8", "--add-comments=Translators:",
                  "--package-name=postil", "--output=" + template, "--directory=" + str(root),
                  *("--keyword=" + word for word in keywords), *names])
    if result.returncode != 0 or not names:
        yield "xgettext: " + (result.stderr.strip() or "there is nothing to extract")


def check_catalogue(root, catalogue, template, folder):
    name = relative(root, catalogue)
    result = run(["msgfmt", "--check", "--check-accelerators=_", "--output-file=/dev/null",
                  str(catalogue)])
    if result.returncode != 0:
        yield Problem(name, 0, "msgfmt --check: " + result.stderr.strip().replace(str(root) + "/", ""))
        return
    merged = f"{folder}/{catalogue.stem}.po"
    run(["msgmerge", "--quiet", "--no-fuzzy-matching", "--output-file=" + merged,
         str(catalogue), template])
    text = pathlib.Path(merged).read_text(encoding="utf-8")
    for place, source in untranslated(text):
        yield Problem(name, 0, f"not translated: “{source}” ({place})")
    for entry in re.finditer(r"^#,.*\bfuzzy\b.*$", text, re.M):
        yield Problem(name, line_of(text, entry.start()), "an unsure translation (fuzzy)")


def untranslated(text):
    """Yields (place, msgid) of the entries whose msgstr, or one of whose plurals, is empty."""
    for entry in re.split(r"\n\s*\n", text):
        if entry.lstrip().startswith("#~") or 'msgid ""\nmsgstr' in entry:
            continue
        if re.search(r'^msgstr(\[\d+\])? ""(?!\n")', entry, re.M):
            place = re.search(r"^#: (.*)$", entry, re.M)
            source = "".join(re.findall(r'"(.*)"', entry.split("msgid", 1)[1].split("msgstr")[0]))
            yield (place.group(1) if place else "?", source)
