# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the README's recipes, word for word, which the help has, too: recipes.py python|r POSTIL-CLI ROOT.

postil-cli imports a table of passages into a folder named as in the recipe, next to articles
with emoji, combining marks, CRLF, a byte order mark and right-to-left letters; the recipe must
print each passage, and must stop when an offset is wrong. Without R its recipe is
skipped, and says so (exit 77).
"""

import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

LANGUAGE, CLI, ROOT = sys.argv[1], str(pathlib.Path(sys.argv[2]).resolve()), pathlib.Path(sys.argv[3])

# article → its bytes, and the passages that are marked, with their codes
ARTICLES = {
    "emoji 100%.txt": ("Käse 👩‍👩‍👧 und 🇫🇷: sie sagte nein.\nDann doch e\u0301.\n".encode(),
                       [("concern", "🇫🇷: sie sagte"), ("outcome", "Dann doch e\u0301")]),
    "windows.txt": ("\ufeffFirst line\r\nSecond 😀 line\r\nThird\r\n".encode(),
                    [("position", "line\nSecond 😀"), ("concession", "Third")]),
    "rtl.txt": ("השר אמר כן, والوزير قال لا.\n".encode(), [("position", "אמר כן, والوزير")]),
}


def recipe():
    blocks = re.findall(rf"^```{LANGUAGE}\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"),
                        re.M | re.S)
    return blocks[0]


def recipe_of_help():
    page = (ROOT / "data/help/C/files.page").read_text(encoding="utf-8")
    return re.search(rf'<code mime="text/x-{LANGUAGE}"><!\[CDATA\[\n(.*?)\]\]></code>', page, re.S).group(1)


def interpreter():
    return [sys.executable] if LANGUAGE == "python" else ["Rscript", "--vanilla"]


class Recipe(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.home = pathlib.Path(holder.name)
        self.folder = self.home / "build" / "example"
        self.folder.mkdir(parents=True)
        with open(self.home / "set.csv", "w", encoding="utf-8", newline="") as table:
            rows = csv.writer(table)
            rows.writerow(["article", "coder", "code", "start", "end", "quote"])
            for name, (content, passages) in ARTICLES.items():
                (self.folder / name).write_bytes(content)
                text = content.decode("utf-8-sig").replace("\r\n", "\n")
                for code, quote in passages:
                    start = text.index(quote)
                    rows.writerow([name, "maria", code, start, start + len(quote), quote])
        subprocess.run([CLI, "import", "set.csv", "--into", self.folder, "--format", "csv", "--quiet"],
                       cwd=self.home, check=True)
        (self.home / "recipe").write_text(recipe(), encoding="utf-8")

    def run_recipe(self):
        return subprocess.run([*interpreter(), "recipe"], cwd=self.home, text=True, encoding="utf-8",
                              capture_output=True)

    def test_it_prints_each_passage(self):
        result = self.run_recipe()
        self.assertEqual(result.returncode, 0, result.stderr)
        for _, passages in ARTICLES.values():
            for code, quote in passages:
                self.assertRegex(result.stdout, rf"\t{code}\t.*{re.escape(quote)}")

    def test_the_help_has_the_same(self):
        self.assertEqual(recipe_of_help(), recipe())

    def test_it_stops_at_a_wrong_offset(self):
        sidecar = self.folder / "rtl.txt.maria.postil.json"
        text = sidecar.read_text(encoding="utf-8")
        wrong = re.sub(r'"start": (\d+)', lambda m: f'"start": {int(m.group(1)) + 1}', text)
        self.assertNotEqual(wrong, text)
        sidecar.write_text(wrong, encoding="utf-8")
        self.assertNotEqual(self.run_recipe().returncode, 0)


if __name__ == "__main__":
    if LANGUAGE == "r":
        probe = shutil.which("Rscript") and subprocess.run(
            ["Rscript", "-e", "library(jsonlite)"], capture_output=True).returncode == 0
        if not probe:
            print("Rscript with jsonlite is not installed, so the README's R recipe was not run.")
            sys.exit(77)
    unittest.main(argv=sys.argv[:1])
