#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lesson from the exercise to the printed sheets: a teacher makes an exercise, two students open
it, mark and hand in, and so do twenty-eight whose marks are made up. The key is not in what is
handed out, the hand-ins hold one student's work and the very text, nothing that stands anywhere
is written over, and the scores are those that are counted here."""

import json
import os
import pathlib
import random
import shutil
import subprocess
import zipfile

from drive import App, Atspi, BUILD, SOURCE, check, check_slices, read_items, run, sidecar, wait_for
from lesson import KEY, write_layer

TEXT = (SOURCE / "data/rafah.txt").read_text(encoding="utf-8")
CLI = BUILD / "src/cli/postil-cli"
N_STUDENTS = 30
STUDENTS = (("Zoë O'Neill", "Zoë-O-Neill", "1"), ("../Kim, 학생", "Kim-학생", "2"))


def run_command(app, words):
    """Through the palette; a dialog that closes may still have the keyboard for a moment."""
    def is_open():
        app.key("ctrl+k")
        return wait_for("the palette", lambda: app.find_all(None, "Command"), 4)

    wait_for("the palette", is_open)
    app.type(words)
    app.key("Return")


def save_as(app, title, path):
    """In GTK's dialog that saves."""
    app.wait_for_window(title)
    app.key("ctrl+a")
    app.type(str(path))
    app.key("Return")
    wait_for(f"“{path}”", path.exists)


def make_exercise(home):
    folder = home / "teacher"
    folder.mkdir()
    article = folder / "rafah.txt"
    shutil.copy(SOURCE / "data/rafah.txt", article)
    write_layer(article, "teacher", KEY)
    write_layer(article, "colleague", KEY[:1])
    exercise = home / "rafah.postil.zip"
    with App(home / "t", "--coder", "teacher", article, environment={"TMPDIR": str(home / "tmp")}) as app:
        app.wait_for_window("rafah.txt")
        app.article()
        run_command(app, "make an exercise")
        app.find("check box", lambda name: name.startswith("Keep what you marked"))
        app.picture("1-make-exercise")
        app.go_to("push button", "Make…", "_Make… Make…")
        app.key("Return")
        save_as(app, "Save the Exercise", exercise)
        wait_for("what is to be handed out", lambda: app.find_all("label", lambda name: name.startswith("Hand out rafah.postil.zip")))
        app.picture("2-made")
        app.key("ctrl+q")
        app.wait_for_end()
    names = zipfile.ZipFile(exercise).namelist()
    check(sorted(names) == ["SHA256SUMS", "rafah.txt"], f"the exercise holds {names}")
    everything = b"".join(zipfile.ZipFile(exercise).read(name) for name in names)
    check(b"teacher" not in everything and b"colleague" not in everything, "the exercise names a coder")
    key = zipfile.ZipFile(home / "rafah-key.postil.zip").namelist()
    check([n for n in key if "postil.json" in n] == ["rafah.txt.teacher.postil.json"], f"the key holds {key}")
    return exercise, article


def wait_for_question(app):
    """The dialog that asks for the name; where it is a window of its own, the keyboard is there."""
    entry = app.find("text", "Your Name")
    wait_for("the keyboard in it", lambda: app.has_focus(entry))


def hand_in(home, exercise, article, number, name, coder, key):
    desk = home / f"desk{number}"
    desk.mkdir()
    mine = desk / exercise.name
    shutil.copy(exercise, mine)
    away = {"TMPDIR": str(home / "tmp")}
    sent = desk / f"rafah-{coder}.postil.zip"
    copy = desk / "rafah/rafah.txt"
    with App(home / f"s{number}", mine, environment=away) as app:
        app.wait_for_window(".*")
        wait_for_question(app)
        app.type(name)
        app.picture(f"3-name-{number}")
        app.key("Return")
        app.wait_for_window("rafah.txt")
        app.article()
        check(copy.read_bytes() == article.read_bytes(), "another text was unpacked")
        wait_for("where it is kept", lambda: app.find_all("label", lambda label: label.startswith("What you mark is kept in")))
        app.picture(f"4-opened-{number}")
        wait_for("the keyboard in the article", lambda: app.has_focus(app.article()))
        app.key("ctrl+Home", "ctrl+Right", "s", key)
        wait_for("a mark", lambda: read_items(copy, coder))
        run_command(app, "hand in")
        save_as(app, "Hand In What You Marked", sent)
        wait_for("what is to be sent", lambda: app.find_all("label", lambda label: label.startswith(f"Send or copy {sent.name}")))
        app.picture(f"5-handed-in-{number}")
        app.key("ctrl+q")
        app.wait_for_end()
    check(len(check_slices(copy, coder)) == 1, "one passage")

    # Opened once more, the next day: it is as it was left, and the name is not asked for. There
    # the settings last as long as the app, so the name is given.
    before = sidecar(copy, coder).read_bytes()
    with App(home / f"s{number}", "--coder", coder, mine, environment=away) as app:
        app.wait_for_window("rafah.txt")
        app.article()
        wait_for("that it was there", lambda: app.find_all("label", lambda label: label.startswith("Opened again as you left it")))
        app.key("ctrl+q")
        app.wait_for_end()
    check(sidecar(copy, coder).read_bytes() == before, "opening once more changed what was marked")
    check(not (desk / "rafah-2").exists(), "it was unpacked a second time")
    return sent, copy


def look_into(home, sent, copy, coder):
    with zipfile.ZipFile(sent) as file:
        check(sorted(file.namelist()) == sorted(["SHA256SUMS", "rafah.txt", sidecar(copy, coder).name]), f"{sent.name} holds {file.namelist()}")
    back = home / f"back-{coder}"
    subprocess.run([str(CLI), "unpack", str(sent), "--into", str(back)], check=True, capture_output=True)
    for name in ("rafah.txt", sidecar(copy, coder).name):
        check((back / name).read_bytes() == (copy.parent / name).read_bytes(), f"{name} came back as something else")


def try_bad_input(home, exercise):
    """A damaged pack is refused in words; a folder that holds something else is left alone."""
    desk = home / "bad"
    (desk / "rafah").mkdir(parents=True)
    (desk / "rafah/rafah.txt").write_text("Another article, with work.\n", encoding="utf-8")
    write_layer(desk / "rafah/rafah.txt", "ana", [("concern", "Another article", None)])
    before = {path.name: path.read_bytes() for path in (desk / "rafah").iterdir()}
    (desk / "cut.postil.zip").write_bytes(exercise.read_bytes()[:-40])
    shutil.copy(exercise, desk / "rafah.postil (1).zip")
    away = {"TMPDIR": str(home / "tmp")}
    with App(home / "b", "--coder", "ana", desk / "cut.postil.zip", environment=away) as app:
        app.find("label", "The Pack Could Not Be Opened")
        app.picture("6-damaged")
        wait_for("it being read", lambda: app.key("Escape") or not app.find_all("label", "The Pack Could Not Be Opened"))
        app.wait_for_window("Postil")
        app.key("ctrl+q")
        app.wait_for_end()
    check(sorted(p.name for p in desk.iterdir()) == ["cut.postil.zip", "rafah", "rafah.postil (1).zip"], "a damaged pack was unpacked")
    with App(home / "b", "--coder", "ana", desk / "rafah.postil (1).zip", environment=away) as app:
        app.wait_for_window("rafah.txt")
        app.article()
        # As browsers name what they save twice; the dialog and a drop take the same way from here.
        shutil.copy(exercise, desk / "Week 2.POSTIL (2).ZIP")
        app.key("ctrl+o")
        app.choose("Open an Article", str(desk / "Week 2.POSTIL (2).ZIP"))
        wait_for("it to be unpacked", (desk / "Week 2/rafah.txt").exists)
        app.key("ctrl+q")
        app.wait_for_end()
    check({path.name: path.read_bytes() for path in (desk / "rafah").iterdir()} == before, "what stood there was written over")
    check((desk / "rafah-2/rafah.txt").exists(), "it was not unpacked beside")


def try_no_place(home, exercise):
    """An attachment that lies where things are thrown away, and documents that cannot be written
    to: another place is chosen."""
    place = home / "place"
    place.mkdir()
    (home / "n/data").mkdir(parents=True)
    (home / "n/data/Postil").write_text("in the way", encoding="utf-8")
    shutil.copy(exercise, home / "tmp")
    with App(home / "n", "--coder", "ana", home / "tmp" / exercise.name, environment={"TMPDIR": str(home / "tmp")}) as app:
        app.find("label", "The Pack Could Not Be Opened")
        app.go_to("push button", "Choose Another Place…", "Choose Another _Place… Choose Another Place…")
        app.key("Return")
        app.choose("Choose Where the Exercise Is Kept", str(place))
        app.wait_for_window("rafah.txt")
        app.article()
        app.key("ctrl+q")
        app.wait_for_end()
    check((place / "rafah/rafah.txt").exists(), "it was not unpacked where it was chosen")
    check([path.name for path in (home / "tmp").iterdir()] == [exercise.name], "something was left where it is thrown away")


def try_many_articles(home):
    """All articles of a folder with their codebook: the list, and the first of them."""
    folder = home / "unit 3"
    (folder / "week 1").mkdir(parents=True)
    for name in ("a.txt", "week 1/b.txt"):
        shutil.copy(SOURCE / "data/rafah.txt", folder / name)
    (folder / "codebook.json").write_text(json.dumps({
        "@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", "id": "@id", "type": "@type", "schema": "http://schema.org/"},
        "id": "codebook.json", "type": "ConceptScheme", "prefLabel": "Unit",
        "hasTopConcept": [{"id": "claim", "type": "Concept", "prefLabel": "Claim", "notation": "1"}]}), encoding="utf-8")
    cli("pack", folder, "-o", home / "unit.postil.zip")
    shutil.move(folder, home / "put away")
    with App(home / "m", "--coder", "ana", home / "unit.postil.zip", environment={"TMPDIR": str(home / "tmp")}) as app:
        app.wait_for_window("a.txt")
        app.article()
        wait_for("the other one", lambda: app.find_all("list item", lambda name: "b.txt" in name))
        wait_for("the code", lambda: app.find_all(None, lambda name: "Claim" in (name or "")))
        app.key("ctrl+q")
        app.wait_for_end()


def try_shared(home, exercise):
    """Two students at one computer, one after the other: each is asked, and nobody's work is handed in
    under another's name."""
    desks = []
    for name in ("first", "second"):
        desks.append(home / "shared" / name)
        desks[-1].mkdir(parents=True)
        shutil.copy(exercise, desks[-1] / exercise.name)

    def mark(app, desk, name, key):
        wait_for_question(app)
        app.key("ctrl+a")
        app.type(name)
        app.picture(f"7-shared-{name}")
        app.key("Return")
        copy = desk / "rafah/rafah.txt"
        wait_for("the article", copy.exists)
        # The first one's window is still there.
        wait_for("the keyboard in the article",
                 lambda: any(map(app.has_focus, app.find_all("text", lambda words: words.startswith("Article text")))))
        app.key("ctrl+Home", "ctrl+Right", "s", key)
        wait_for(f"what {name} marked", lambda: sidecar(copy, name).exists() and read_items(copy, name))

    with App(home / "shared", desks[0] / exercise.name, environment={"TMPDIR": str(home / "tmp")}) as app:
        app.wait_for_window(".*")
        mark(app, desks[0], "Anna", "1")
        for path in (desks[1], desks[0]):
            app.key("ctrl+o")
            app.choose("Open an Article", path / exercise.name)
            if path == desks[1]:
                mark(app, path, "Bela", "2")
        # Who has not marked anything there is asked, though a name is known by now.
        wait_for_question(app)
        app.key("Escape")
        app.key("ctrl+q")
        app.wait_for_end()
    check(not sidecar(desks[1] / "rafah/rafah.txt", "Anna").exists(), "the second student marked under the first one's name")


def make_up(rng):
    """Some of the key to the letter, some with other borders, some with another code, some else."""
    marks = {}
    for code, quote, _ in KEY:
        chance = rng.random()
        start = TEXT.index(quote)
        span = (start, start + len(quote))
        if chance < 0.5:
            marks[(code, *span)] = True
        elif chance < 0.7:
            marks[(code, span[0], span[1] - rng.randrange(1, 6))] = True
        elif chance < 0.85:
            marks[(rng.choice([other for other, _, _ in KEY if other != code]), *span)] = True
    for _ in range(rng.randrange(3)):
        start = rng.randrange(800, len(TEXT) - 100)
        code = rng.choice(KEY)[0]
        # One code may not overlap itself.
        if not any(c == code and s < start + 40 and start < e for c, s, e in marks):
            marks[(code, start, start + 40)] = True
    return list(marks)


def cli(*arguments, code=0):
    result = subprocess.run([str(CLI), *map(str, arguments)], capture_output=True, check=False)
    check(result.returncode == code, f"postil-cli {arguments[0]}: {result.returncode}, {result.stderr!r}")
    return result.stdout


def hand_in_generated(home, exercise, hand_ins):
    """The rest of the class, and what else comes by mail: what each marked, by name."""
    rng = random.Random(9)
    marked = {}
    for number in range(N_STUDENTS - len(STUDENTS)):
        coder = f"student-{number:02}"
        desk = home / f"made{number}"
        cli("unpack", exercise, "--into", desk)
        marked[coder] = make_up(rng)
        write_layer(desk / "rafah.txt", coder, [(code, (start, end), None) for code, start, end in marked[coder]])
        if number == 0:
            # Not everybody finds the menu.
            shutil.copy(sidecar(desk / "rafah.txt", coder), hand_ins)
        else:
            cli("pack", desk / "rafah.txt", "--coder", coder, "-o", hand_ins / f"homework ({number}).postil.zip")
    other = home / "other"
    other.mkdir()
    (other / "rafah.txt").write_text("A text of somebody's own.\n", encoding="utf-8")
    write_layer(other / "rafah.txt", "astray", [("concern", "somebody", None)])
    cli("pack", other, "--coder", "astray", "-o", hand_ins / "wrong.zip")
    (hand_ins / "broken.zip").write_bytes(exercise.read_bytes()[:-40])
    shutil.copy(hand_ins / "homework (1).postil.zip", hand_ins / "homework (1) again.postil.zip")
    return marked


def get_f1(mine, key):
    same = len(set(mine) & set(key))
    return 2 * same / (len(mine) + len(key)) if mine or key else None


def collect_and_score(home, article, hand_ins, marked):
    collected = json.loads(cli("collect", hand_ins, "--into", article.parent, "--json", code=1))
    check(collected["collected"] == N_STUDENTS, f"{collected['collected']} were collected")
    states = {item["file"].split("/")[0]: item["state"] for item in collected["hand_ins"]}
    check(states["broken.zip"] == "damaged" and states["wrong.zip"] not in ("collected", "damaged"), f"what cannot be counted is named: {states}")
    key = [(code, TEXT.index(quote), TEXT.index(quote) + len(quote)) for code, quote, _ in KEY]
    result = json.loads(cli("class", article, "--key", "teacher", "--json"))["articles"][0]
    scores = {row["student"]: row for row in result["scores"]}
    for coder, mine in marked.items():
        wanted = get_f1(mine, key)
        found = scores[coder]["exact_f1"]
        check((found is None) == (wanted is None) and (wanted is None or abs(found - wanted) < 0.00006), f"{coder}: {found}, counted {wanted}")
        check(scores[coder]["found"] == len(set(mine) & set(key)), f"{coder}: found {scores[coder]['found']}")
    check(set(scores) >= set(marked) | {coder for _, coder, _ in STUDENTS}, "somebody has no score")
    sheets = home / "sheets.pdf"
    cli("class", article, "--key", "teacher", "-o", sheets)
    check(sheets.read_bytes().startswith(b"%PDF"), "no sheets")
    folder = os.environ.get("POSTIL_TEST_PICTURES")
    if folder and shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(sheets), str(pathlib.Path(folder) / "8-sheet")], check=True)


def show_the_class(app, article):
    """Where the thirty agree, as postil-cli counts it, and how each did."""
    found = json.loads(cli("class", article, "--key", "teacher", "--json"))["articles"][0]
    first = found["passages"][0]
    app.key("alt+3")
    app.find("list item", lambda name: name.startswith(f"{first['code'].capitalize()}: {first['students']} of {N_STUDENTS}: "))
    wait_for("how many there are", lambda: app.find_all("label", lambda name: name.startswith(f"{N_STUDENTS} students.")))
    app.picture("9-class")
    app.key("alt+1")
    app.press_until("F6", "the keyboard in the article", lambda: app.has_focus(app.article()))


def show_the_key(home, article):
    """With thirty hand-ins beside it, the projector shows what the teacher marked, and nobody else."""
    with App(home / "t", "--coder", "teacher", article, environment={"TMPDIR": str(home / "tmp")}) as app:
        app.wait_for_window("rafah.txt")
        app.article()
        show_the_class(app, article)
        app.key("F5")
        wait_for("the projector", lambda: app.find_all("label", "4 passages to reveal"))
        app.key("Page_Down", "Page_Down", "Page_Down")
        wait_for("the third", lambda: app.find_all("label", "3 of 4"))
        # The class view names them, behind the projector's window, where it is neither seen nor read.
        named = app.find_all(None, lambda name: "student-" in (name or ""))
        check(not [node for node in named if node.get_state_set().contains(Atspi.StateType.SHOWING)], "a student is named")
        app.picture("10-projector")
        app.key("Escape")
        wait_for("the article again", lambda: app.has_focus(app.article()))
        app.key("ctrl+q")
        app.wait_for_end()


def test(home):
    (home / "tmp").mkdir()
    hand_ins = home / "hand-ins"
    hand_ins.mkdir()
    exercise, article = make_exercise(home)
    for number, (name, coder, key) in enumerate(STUDENTS):
        sent, copy = hand_in(home, exercise, article, number, name, coder, key)
        look_into(home, sent, copy, coder)
        shutil.copy(sent, hand_ins)
    try_bad_input(home, exercise)
    try_no_place(home, exercise)
    try_many_articles(home)
    try_shared(home, exercise)
    sidecar(article, "colleague").unlink()
    marked = hand_in_generated(home, exercise, hand_ins)
    collect_and_score(home, article, hand_ins, marked)
    show_the_key(home, article)


run("drive-lesson", test)
