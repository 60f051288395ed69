# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each lint must be able to fail: plants violations in a small sound tree, one at a time."""

import importlib
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

SPDX = ("/* SPDX-FileCopyrightText: 2026 The Postil authors */\n"
        "/* SPDX-License-Identifier: GPL-3.0-or-later */\n\n")
UI_HEAD = ('<?xml version="1.0"?>\n<!-- SPDX-FileCopyrightText: 2026 The Postil authors -->\n'
           '<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n')
PO_HEAD = ('msgid ""\nmsgstr ""\n"Language: de\\n"\n"MIME-Version: 1.0\\n"\n'
           '"Content-Type: text/plain; charset=UTF-8\\n"\n"Project-Id-Version: postil\\n"\n'
           '"PO-Revision-Date: 2026-11-23 04:00+0000\\n"\n"Last-Translator: P\\n"\n'
           '"Language-Team: G\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
           '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n')


def template(body, name="PostilWindow"):
    return (UI_HEAD + f'<interface><template class="{name}" parent="GtkBox">{body}</template>'
            '</interface>\n')


SOUND = {
    "src/base/postil-span.h": SPDX + "#pragma once\n",
    "src/base/postil-span.c": SPDX + '#include "config.h"\n#include "base/postil-span.h"\n',
    "src/model/postil-layer.h": SPDX + '#pragma once\n#include "base/postil-span.h"\n',
    "src/exchange/postil-format.h": SPDX + "#pragma once\n#include <json-glib/json-glib.h>\n",
    "src/storage/postil-store.c": SPDX + '/* exit () */\nint fd = g_open ("a", 0, 0);\n',
    "src/cli/postil-list.c": SPDX + 'g_print (_("%d of “a”"), 1);\n',
    "src/app/postil-window.c": SPDX + "#include <adwaita.h>\nself->open (file);\n",
    "ui/postil-window.ui": template('<property name="title" translatable="yes">Code</property>'),
    "data/schema/sidecar.json": '{"$schema": "http://json-schema.org/draft-07/schema#"}\n',
    "po/POTFILES.in": "src/cli/postil-list.c\nui/postil-window.ui\n",
    "README.md": "[a](po/LINGUAS)\n```sh\n./build-aux/run\n```\n",
    "build-aux/run": "#!/bin/sh\n# SPDX-FileCopyrightText: x\n# SPDX-License-Identifier: x\n",
    "po/LINGUAS": "de\n",
    "po/de.po": PO_HEAD + '#, c-format\nmsgid "%d of “a”"\nmsgstr "%d von „a“"\n\n'
                          'msgid "Code"\nmsgstr ""\n"Co"\n"de"\n',
}


def many_lines(n):
    return "  x ();\n" * n


# lint, file, its text (None: the file is missing), a part of the message that must come
PLANTED = [
    ("includes", "src/base/postil-span.h", SPDX + '#include "model/postil-layer.h"\n', "may not include"),
    ("includes", "src/exchange/a.h", SPDX + '#include "articles/b.h"\n', "is not a path"),
    ("includes", "src/agreement/a.c", SPDX + '#include "exchange/postil-format.h"\n', "may not include"),
    ("includes", "src/storage/a.c", SPDX + '#include "cli/b.h"\n', "is not a path"),
    ("includes", "src/model/a.c", SPDX + '#include "postil-layer.h"\n', "is not a path"),
    ("includes", "src/model/a.h", SPDX + '#include "config.h"\n', "header does not include config.h"),
    ("includes", "src/model/a.h", SPDX + '#include "model/a.h"\n', "ring of includes"),
    ("includes", "src/kitchen/a.c", SPDX + '#include "base/postil-span.h"\n', "is not a room"),
    ("rooms", "src/model/a.c", "#include <gtk/gtk.h>\n", "belong in app"),
    ("rooms", "src/cli/a.c", "# include <adwaita.h>\n", "belong in app"),
    ("rooms", "src/app/a.c", "#if GTK_CHECK_VERSION (4, 10, 0)\n", "app/compat"),
    ("rooms", "src/storage/a.c", "#include <json-glib/json-glib.h>\n", "json-glib belongs"),
    ("rooms", "src/model/a.c", "#include <libxml/parser.h>\n", "libxml2 and libarchive"),
    ("rooms", "src/storage/a.c", "#include <archive.h>\n", "libxml2 and libarchive"),
    ("rooms", "src/storage/a.c", "#include <poppler.h>\n", "poppler belongs"),
    ("includes", "src/storage/a.c", SPDX + '#include "drawing/b.h"\n', "is not a path"),
    ("rooms", "src/counts/a.c", "#include <pango/pangocairo.h>\n", "belong in drawing"),
    ("rooms", "src/drawing/a.c", 'cairo_pdf_surface_create ("a.pdf", w, h);\n', "bytes, not file names"),
    ("rooms", "src/storage/a.c", 'setlocale (LC_ALL, "");\n', "setlocale"),
    ("rooms", "src/base/a.c", "if (bad)\n  exit (1);\n", "exit"),
    ("rooms", "src/base/a.c", "fflush (stdout);\n", "stdout"),
    ("rooms", "src/app/postil-window.c", 'g_print ("x");\n', "g_print"),
    ("rooms", "src/cli/a.c", 'FILE *f = fopen (p, "w");\n', "belongs in storage"),
    ("rooms", "src/exchange/a.c", "g_file_set_contents (p, t, -1, NULL);\n", "belongs in storage"),
    ("rooms", "src/app/a.c", "g_file_load_contents_async (f, c, cb, d);\n", "belongs in storage"),
    ("rooms", "src/app/a.c", "g_file_query_exists (f, NULL);\n", "belongs in storage"),
    ("rooms", "src/exchange/a.c", "g_file_new_for_path (p);\n", "hand it what a person named"),
    ("rooms", "src/cli/a.c", "g_get_user_data_dir ();\n", "XDG"),
    ("rooms", "src/articles/a.c", "archive_read_open_filename (a, p, 1);\n", "bytes, not file names"),
    ("sources", "src/base/a.c", "#pragma once\n", "SPDX-License"),
    ("sources", "tests/a.py", "# SPDX-License-Identifier: GPL-3.0-or-later\n", "SPDX-FileCopyright"),
    ("sources", "src/base/a.c", SPDX + "/* TO" "DO */\n", "open an issue"),
    ("sources", "README.md", "see /ho" "me/me/x\n", "one machine"),
    ("sources", "src/base/a.c", SPDX + "int\nf (void)\n{\n" + many_lines(101) + "}\n", "f() has 101"),
    ("sources", "src/base/a.c", SPDX + many_lines(901), "split it by concern"),
    ("translations", "po/POTFILES.in", "src/cli/postil-list.c\n", "window.ui has words"),
    ("translations", "po/POTFILES.in", "src/cli/postil-list.c\nsrc/gone.c\nui/postil-window.ui\n", "does not exist"),
    ("translations", "po/POTFILES.in", "ui/postil-window.ui\nsrc/cli/postil-list.c\n", "not sorted"),
    ("translations", "data/x.desktop.in", "[Desktop Entry]\nName=N\n", "desktop.in has words"),
    ("translations", "po/LINGUAS", "de fr\n", "fr.po does not exist"),
    ("translations", "po/LINGUAS", "\n", "missing in po/LINGUAS"),
    ("translations", "po/de.po", PO_HEAD + 'msgid "Code"\nmsgstr "Code"\n', "not translated: “%d of"),
    ("translations", "po/de.po", SOUND["po/de.po"].replace('"Co"\n"de"\n', ""), "not translated: “Code"),
    ("translations", "po/de.po", SOUND["po/de.po"].replace("%d von", "%s von"), "msgfmt --check"),
    ("translations", "po/de.po", SOUND["po/de.po"].replace('msgid "Code"', '#, fuzzy\nmsgid "Code"'), "fuzzy"),
    ("templates", "ui/postil-window.ui", "<interface><object>", "not well-formed"),
    ("templates", "ui/postil-window.ui", template("", "PostilOther"), "one template “PostilWindow”"),
    ("templates", "ui/postil-window.ui",
     template('<child><object class="GtkBox" id="a"/></child><child><object class="GtkBox" id="a"/></child>'),
     "occurs twice"),
    ("templates", "ui/postil-window.ui", template('<property name="title">Code</property>'), "not translatable"),
    ("templates", "ui/postil-window.ui",
     template('<child><object class="GtkButton"><property name="icon-name">list-add</property></object></child>'),
     "no tooltip"),
    ("readme", "README.md", "![a](data/gone.png)\n", "does not exist"),
    ("readme", "README.md", "```sh\n./build-aux/gone\n```\n", "is not a program"),
    ("readme", "data/help/C/a.page", '<page xmlns="http://projectmallard.org/1.0/" id="b"/>',
     "not the file's name"),
    ("readme", "data/help/C/a.page", "<page>", "not well-formed"),
    ("readme", "data/help/C/a.page",
     '<page xmlns="http://projectmallard.org/1.0/" id="a"><p><link xref="gone"/></p></page>',
     "there is no gone to link to"),
    ("sources", "build-aux/run", "#!/bin/sh\n", "SPDX-License"),
    ("schemas", "data/schema/sidecar.json", None, "no schema"),
    ("schemas", "data/schema/sidecar.json", "{", "not JSON"),
    ("schemas", "data/schema/sidecar.json", "{}", "does not name the draft"),
    ("schemas", "data/schema/sidecar.json",
     '{"$schema": "http://json-schema.org/draft-07/schema#", "type": 3}', "not a valid schema"),
]

LINTS = sorted({lint for lint, *_ in PLANTED})


def problems(lint, changes=()):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {**SOUND, **dict(changes)}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is not None:
                path.write_text(text, encoding="utf-8")
                path.chmod(0o755 if text.startswith("#!") else 0o644)
        return [str(p) for p in importlib.import_module(lint).check(root) if p.fatal]


class Lints(unittest.TestCase):
    def test_a_sound_tree_has_no_problem(self):
        for lint in LINTS:
            with self.subTest(lint=lint):
                self.assertEqual(problems(lint), [])

    def test_each_planted_violation_is_found(self):
        for lint, name, text, wanted in PLANTED:
            with self.subTest(lint=lint, file=name, wanted=wanted):
                found = problems(lint, [(name, text)])
                self.assertTrue(any(wanted in problem for problem in found), found)

    def test_long_functions_are_noted_before_they_are_refused(self):
        sources = importlib.import_module("sources")
        text = SPDX + "static int\nf (int a,\n   int b)\n{\n" + many_lines(61) + "}\n"
        self.assertEqual(list(sources.functions(text)), [("f", 5, 61)])
        notes = list(sources.check_lengths("a.c", text))
        self.assertEqual([note.fatal for note in notes], [False])

    def test_the_table_of_keys_must_be_the_table_of_actions(self):
        readme = importlib.import_module("readme")

        def found(text, actions):
            return [p.message for p in readme.check_keys(text, actions)]

        text = f"# P\n{readme.BEGIN}| `A` | All |\n{readme.END}\n"
        self.assertEqual(found(text, "| `A` | All |\n"), [])
        self.assertIn("should be “| `B`", found(text, "| `B` | All |\n")[0])
        self.assertIn("should be “| `B`", found(text, "| `A` | All |\n| `B` | Best |\n")[0])
        self.assertIn("prints nothing", found(text, "")[0])
        self.assertIn("does not have", found(text.replace("All |", "All |\n| x |"), "| `A` | All |\n")[0])
        self.assertIn("marks", found("# P\n", "| `A` | All |\n")[0])

    def test_longer_rings_are_found(self):
        found = problems("includes", [
            ("src/model/a.h", '#include "model/b.h"\n'),
            ("src/model/b.h", '#include "model/c.h"\n'),
            ("src/model/c.h", '#include "model/a.h"\n')])
        self.assertTrue(any("model/a.h → model/b.h → model/c.h → model/a.h" in p for p in found), found)


if __name__ == "__main__":
    unittest.main()
