# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder in the window: its list, what other programs change in it meanwhile, the way from
article to article, and that nothing of other coders shows."""

import json
import shutil
import zipfile

from drive import App, Atspi, check, run, sidecar, wait_for

CODER = "maria"
N_ARTICLES = 30


def write_sidecar(article, coder, n, status="in progress"):
    """As another program, or another computer, would: whole, and renamed into place."""
    text = article.read_text(encoding="utf-8")
    items = [
        {
            "id": f"urn:uuid:00000000-0000-4000-8000-{i:012}",
            "type": "Annotation",
            "motivation": "classifying",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": "concern"}],
            "target": {
                "type": "SpecificResource",
                "source": article.name,
                "selector": [
                    {"type": "TextPositionSelector", "start": i, "end": i + 3},
                    {"type": "TextQuoteSelector", "exact": text[i : i + 3]},
                ],
            },
        }
        for i in range(0, 4 * n, 4)
    ]
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": article.name,
        "schema:creativeWorkStatus": status,
        "total": n,
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    path = sidecar(article, coder)
    fresh = path.with_suffix(".tmp")
    fresh.write_text(json.dumps(collection), encoding="utf-8")
    fresh.rename(path)


def find_row(app, beginning):
    return app.find("list item", lambda name: name and name.startswith(beginning))


def wait_for_row(app, beginning, holds):
    return wait_for(
        f"a row “{beginning}…” with “{holds}”",
        lambda: app.find_all("list item", lambda name: name and name.startswith(beginning) and holds in name),
    )


def find_status(app, beginning):
    """What stands below the progress bar; on a slow machine the time spent follows."""
    app.find("label", lambda name: name and name.startswith(beginning))


def run_command(app, words):
    """Through the palette; a dialog that closes may still have the keyboard for a moment."""
    def is_open():
        app.key("ctrl+k")
        return wait_for("the palette", lambda: app.find_all(None, "Command"), 4)

    wait_for("the palette", is_open)
    app.type(words)
    app.key("Return")


def names(app):
    return [node.get_name() or "" for node in app.find_all("list item")]


def test(home):
    folder = home / "articles"
    folder.mkdir()
    for i in range(N_ARTICLES):
        (folder / f"news-{i:02}.txt").write_text(f"Article {i}. Biden voiced his deep concern over it.\n", encoding="utf-8")
    first, second, third = (folder / f"news-0{i}.txt" for i in range(3))
    write_sidecar(second, CODER, 3, "done")
    write_sidecar(first, "jonas", 7)

    with App(home, "--coder", CODER, folder) as app:
        app.wait_for_window("articles")
        wait_for_row(app, "news-01.txt", "done")
        wait_for_row(app, "news-01.txt", "3 annotations")
        check("untouched" in find_row(app, "news-00.txt").get_name(), "another coder's marks show")
        find_status(app, f"1 of {N_ARTICLES} done")

        # What other programs do appears by itself.
        write_sidecar(third, CODER, 2)
        wait_for_row(app, "news-02.txt", "2 annotations")
        (folder / "another.txt").write_text("Just come in.\n", encoding="utf-8")
        find_row(app, "another.txt")
        (folder / "deeper").mkdir()
        (folder / "deeper/below.txt").write_text("Below.\n", encoding="utf-8")
        find_row(app, "deeper/below.txt")
        (folder / "another.txt").unlink()
        shutil.rmtree(folder / "deeper")
        wait_for("what went to be gone", lambda: not any(n.startswith(("another", "deeper")) for n in names(app)))
        write_sidecar(first, "jonas", 9)

        # From article to article by keyboard; the one that is done is passed over.
        app.key("alt+Next")
        app.wait_for_window("news-00.txt")
        app.key("alt+shift+Next")
        app.wait_for_window("news-02.txt")
        app.key("alt+Prior")
        app.wait_for_window("news-01.txt")
        app.find("label", f"{CODER} · saved")  # though its sidecar names no creator
        app.key("alt+Next")
        app.wait_for_window("news-02.txt")

        # Marked as done, in the file and in the list.
        app.key("ctrl+d")
        wait_for_row(app, "news-02.txt", "done")
        wait_for("the file to say so",
                 lambda: json.loads(sidecar(third, CODER).read_text())["schema:creativeWorkStatus"] == "done")
        app.key("ctrl+z")
        wait_for_row(app, "news-02.txt", "in progress")
        app.key("ctrl+d")
        wait_for_row(app, "news-02.txt", "done")
        app.key("alt+shift+Next")
        app.wait_for_window("news-03.txt")

        # Filtered by name, and back by Escape.
        app.key("ctrl+shift+l")
        app.type("news-1")
        app.find("label", lambda name: name and name.startswith(f"10 of {N_ARTICLES} shown"))
        app.key("Escape")
        find_status(app, f"2 of {N_ARTICLES} done")
        app.key("ctrl+shift+l")
        app.type("news-00")
        check("untouched" in find_row(app, "news-00.txt").get_name(), "another coder's marks show")
        app.key("Escape")

        # The plan is followed as soon as it is there, in its order; what is known of articles is shown.
        (folder / "assignments.csv").write_text(
            "article,coder\nnews-09.txt,maria\nnews-01.txt,maria\nnews-00.txt,jonas\n", encoding="utf-8")
        (folder / "articles.json").write_text(json.dumps({
            "@context": {"@vocab": "http://schema.org/", "id": "@id", "type": "@type"}, "type": "ItemList",
            "schemaVersion": "1",
            "itemListElement": [{"id": "news-09.txt", "type": "Article", "name": "A Great Title"}]}), encoding="utf-8")
        wait_for("the list to follow the plan", lambda: sorted(n[:11] for n in names(app) if n.startswith("news-")) == ["news-01.txt", "news-09.txt"])
        find_status(app, "1 of 2 done")
        wait_for_row(app, "news-09.txt", "A Great Title")
        # By what is known, as menus and fingers write it.
        app.key("ctrl+shift+l")
        app.type('title:"great title" -08')
        app.find("label", lambda name: name and name.startswith("1 of 2 shown"))
        app.key("Escape")
        find_status(app, "1 of 2 done")
        (folder / "assignments.csv").unlink()
        wait_for("all to be listed again", lambda: any(n.startswith("news-05") for n in names(app)))

        # As a table, from which an article is opened.
        run_command(app, "as a table")
        app.wait_for_window("Articles of the Folder")
        app.find("label", "A Great Title")
        app.find("label", f"{N_ARTICLES} articles")
        app.key("Escape")
        app.wait_for_window("news-[0-9][0-9].txt")

        # Handed in with one's own layer alone.
        run_command(app, "hand in")
        app.wait_for_window("Hand In What You Marked")
        app.key("ctrl+a")
        app.type(str(home / "mine.zip"))
        app.key("Return")
        wait_for("the pack", (home / "mine.zip").exists)
        packed = zipfile.ZipFile(home / "mine.zip").namelist()
        check("news-01.txt.maria.postil.json" in packed, "one's own layer is packed")
        check(not any("jonas" in name for name in packed), "another coder's layer is packed")

        # Searched, other coders' marks not; what is chosen is selected in its article.
        app.key("ctrl+shift+f")
        app.wait_for_window("Search the Folder")
        app.type("article 17")
        app.find("list item", lambda name: name and name.startswith("Article 17") and "news-17.txt" in name)
        app.key("Tab", "Tab", "Tab", "Tab", "space")
        app.find("push button", "Do Not Keep This Search Any More")
        app.key("Tab", "Tab", "Tab", "Tab", "Tab", "Down", "Return")
        app.wait_for_window("news-17.txt")
        wait_for("the passage to be selected", lambda: Atspi.Text.get_n_selections(app.article()) > 0)
        app.key("ctrl+q")
        app.wait_for_end()

    # The time spent is kept for this coder, outside of the folder.
    sheet = home / "state/postil/time" / CODER
    wait_for("the time spent", lambda: "news-0" in sheet.read_text())
    with sheet.open("a") as file:
        file.write(f"720\t{(folder / 'news-05.txt').as_uri()}\n")

    # The place is remembered, and the list is there again.
    with App(home, "--coder", CODER, folder) as app:
        app.wait_for_window("articles")
        wait_for_row(app, "news-02.txt", "done")
        wait_for_row(app, "news-05.txt", "12 min")
        app.key("alt+shift+Next")
        app.wait_for_window("news-00.txt")

        # Another coder in the same window sees what is theirs, and nothing else.
        run_command(app, "switch the coder")
        app.find("label", "Who Codes in This Window?")
        app.type("jonas")
        app.key("Return")
        wait_for_row(app, "news-00.txt", "9 annotations")
        check("untouched" in find_row(app, "news-01.txt").get_name(), "the former coder's marks show")
        check("min" not in find_row(app, "news-05.txt").get_name(), "the former coder's time shows")
        run_command(app, "switch the coder")
        app.find("label", "Who Codes in This Window?")
        app.type(CODER)
        app.key("Return")
        wait_for_row(app, "news-01.txt", "3 annotations")

        # A pack is unpacked elsewhere, and its folder opened.
        (home / "unpacked").mkdir()
        run_command(app, "open a pack")
        app.choose("Open a Pack", home / "mine.zip")
        app.choose("Choose the Folder to Unpack Into", home / "unpacked")
        wait_for("what was packed", (home / "unpacked/news-00.txt").exists)
        app.wait_for_window("unpacked")
        check(not sidecar(home / "unpacked/news-00.txt", "jonas").exists(), "another coder's layer came along")
        app.key("ctrl+q")
        app.wait_for_end()


run("drive-folder", test)
