# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Articles that were changed under their annotations, with the true place of each: every
character has an identity that survives the edits. Most of the texts mislead: sentences and
paragraphs that stand twice or nearly twice, lines that stand everywhere, paragraphs that change
places. The plain ones are only edited."""

import random

WORDS = {
    "en": ("the minister of state said that a new plan would bring peace to region without further delay talks "
           "delegation Washington Gaza ceasefire hostages families aid convoy border council vote speaker opposition "
           "leader warned grave risks civilians north south evacuation order hospital report officials army office "
           "statement on Monday Tuesday Friday after before during by for from with more than twenty thirty people "
           "were killed wounded displaced according health ministry spokesman called attack outrageous unacceptable").split(),
    "de": ("der Minister sagte dass die neue Lage für viele Menschen an der Straße überall schwierig sei und bleibe "
           "Gespräche Abgeordnete Überschuss während nach vor ohne weitere Verzögerung größere Bedenken wegen Hilfe").split(),
    "ar": ("قال الوزير إن الخطة الجديدة ستجلب السلام إلى المنطقة دون مزيد من التأخير وأعرب عن قلقه على المدنيين في "
           "الشمال بعد اجتماع المجلس أمس مع وفد من العاصمة حول وقف إطلاق النار والرهائن").split(),
    "zh": list("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"),
}
STOP = {"en": ". ", "de": ". ", "ar": ". ", "zh": "。"}
LINES = ("Advertisement", "Read more: the day in pictures", "Follow us for updates.", "Question: What of the plan?",
         "Answer: Yes, I support it.", "(Applause.)", "* * *", "Reporting by our own staff", "Related: Who is who")


class Character:
    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


def characters(string):
    return [Character(c) for c in string]


def plain(sentence):
    return "".join(c.value for c in sentence)


class Draft:
    """An article as paragraphs of sentences of characters."""

    def __init__(self, rng, language, is_plain):
        self.rng = rng
        self.language = language
        self.is_plain = is_plain
        self.paragraphs = []

    def words(self, n):
        chosen = [self.rng.choice(WORDS[self.language]) for _ in range(n)]
        if self.rng.random() < 0.3:
            chosen[self.rng.randrange(n)] = str(self.rng.randrange(2, 2000))
        return ("" if self.language == "zh" else " ").join(chosen)

    def sentence(self):
        text = self.words(self.rng.choice((2, 4, 6, 8, 10, 14, 20)))
        if self.rng.random() < 0.1:
            text = "“" + text + "”"
        return characters(text[:1].upper() + text[1:] + STOP[self.language])

    def twin(self, sentence):
        """Nearly or wholly the same once more."""
        text = plain(sentence)
        if self.rng.random() < 0.5 and len(text) > 8:
            at = self.rng.randrange(len(text) - 4)
            text = text[:at] + self.words(1) + text[at + self.rng.randrange(4):]
        return characters(text)

    def line(self):
        return [characters(self.rng.choice(LINES))]

    def fill(self, n_paragraphs):
        for _ in range(n_paragraphs):
            if self.rng.random() < 0.2:
                self.paragraphs.append(self.line())
            else:
                self.paragraphs.append([self.sentence() for _ in range(self.rng.randrange(1, 7))])
        if self.is_plain:
            return
        for _ in range(self.rng.randrange(0, 5)):
            source = self.rng.choice(self.paragraphs)
            self.rng.choice(self.paragraphs).insert(0, self.twin(self.rng.choice(source)))
        if self.rng.random() < 0.25:
            copy = [self.twin(s) if self.rng.random() < 0.3 else characters(plain(s))
                    for s in self.rng.choice(self.paragraphs)]
            self.paragraphs.insert(self.rng.randrange(len(self.paragraphs)), copy)

    def flat(self):
        result = []
        for i, paragraph in enumerate(self.paragraphs):
            for sentence in paragraph:
                result.extend(sentence)
            if i + 1 < len(self.paragraphs):
                if not hasattr(paragraph, "breaks"):
                    paragraph = self.paragraphs[i] = Paragraph(paragraph)
                result.extend(paragraph.breaks)
        return result

    # --- Edits -------------------------------------------------------------------------

    def some_sentence(self):
        paragraph = self.rng.choice([p for p in self.paragraphs if p])
        return paragraph, self.rng.randrange(len(paragraph))

    def edit_word(self):
        paragraph, i = self.some_sentence()
        sentence = paragraph[i]
        at = self.rng.randrange(len(sentence)) if sentence else 0
        n = self.rng.choice((0, 1, 1, 2, 5))
        new = characters(self.rng.choice(("", "x", self.words(1), self.words(1) + " ", self.words(2))))
        paragraph[i] = sentence[:at] + new + sentence[at + n:]

    def delete_sentence(self):
        paragraph, i = self.some_sentence()
        del paragraph[i]

    def insert_sentence(self):
        paragraph, i = self.some_sentence()
        paragraph.insert(i, self.sentence())

    def insert_twin(self):
        paragraph, i = self.some_sentence()
        other, j = self.some_sentence()
        other.insert(j, self.twin(paragraph[i]))

    def swap_sentences(self):
        paragraph, i = self.some_sentence()
        sentence = paragraph.pop(i)
        paragraph.insert(self.rng.randrange(len(paragraph) + 1), sentence)

    def delete_paragraph(self):
        if len(self.paragraphs) > 3:
            del self.paragraphs[self.rng.randrange(len(self.paragraphs))]

    def insert_paragraph(self):
        self.paragraphs.insert(self.rng.randrange(len(self.paragraphs) + 1),
                               Paragraph([self.sentence() for _ in range(self.rng.randrange(1, 5))]))

    def insert_line(self):
        self.paragraphs.insert(self.rng.randrange(len(self.paragraphs) + 1), Paragraph(self.line()))

    def move_paragraph(self):
        paragraph = self.paragraphs.pop(self.rng.randrange(len(self.paragraphs)))
        self.paragraphs.insert(self.rng.randrange(len(self.paragraphs) + 1), paragraph)

    def edit(self, n):
        edits = ([self.edit_word] * 8 + [self.delete_sentence] * 3 + [self.insert_sentence] * 3
                 + [self.swap_sentences] + [self.delete_paragraph] + [self.insert_paragraph] * 2 + [self.insert_line])
        if not self.is_plain:
            edits += [self.insert_twin, self.move_paragraph]
        for _ in range(n):
            if any(self.paragraphs):
                self.rng.choice(edits)()


class Paragraph(list):
    """With the break after it, which moves as it does."""

    def __init__(self, sentences):
        super().__init__(sentences)
        self.breaks = characters("\n\n")


class Drifted:
    """old, new: strings. spans: annotated, in old. places: for each the new offsets of its
    characters, None for those that are gone."""

    def __init__(self, seed, is_plain=False):
        rng = random.Random(seed)
        draft = Draft(rng, rng.choice(("en", "en", "en", "de", "ar", "zh")), is_plain)
        draft.fill(rng.choice((4, 8, 16, 30)))
        old = draft.flat()
        self.spans = sorted(set(pick_spans(rng, draft, old, rng.choice((1, 3, 8, 20, 40)))))
        draft.edit(rng.choice((1, 2, 3, 4, 6)))
        new = draft.flat()
        self.old, self.new = plain(old), plain(new)
        where = {c: i for i, c in enumerate(new)}
        self.places = [[where.get(c) for c in old[start:end]] for start, end in self.spans]


def pick_spans(rng, draft, old, n):
    text = plain(old)
    at, sentences = 0, []
    for i, paragraph in enumerate(draft.paragraphs):
        for sentence in paragraph:
            stripped = len(plain(sentence).rstrip())
            if stripped:
                sentences.append((at, at + stripped))
            at += len(sentence)
        at += len(paragraph.breaks) if hasattr(paragraph, "breaks") else 0
    for _ in range(n):
        start, end = rng.choice(sentences)
        kind = rng.randrange(4)
        if kind == 1:
            a, b = sorted((rng.randrange(start, end + 1), rng.randrange(start, end + 1)))
            start, end = a, b
        elif kind == 2:
            a = rng.randrange(start, end)
            start, end = a, min(end, a + rng.randrange(2, 15))
        elif kind == 3:
            end = min(len(text), end + rng.randrange(0, 120))
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield start, end


# --- What may be said of a place ---------------------------------------------------------

def is_untouched(places):
    return places[0] is not None and all(p == places[0] + i for i, p in enumerate(places))


def hull(places):
    """Where most of it stands together; None where less than three quarters do."""
    there = [p for p in places if p is not None]
    if 4 * len(there) < 3 * len(places):
        return None
    start, end = min(there), max(there) + 1
    return (start, end) if 4 * len(there) >= 3 * (end - start) and there == sorted(there) else None


def is_at(found, true):
    """Nearly the same stretch."""
    shared = min(found[1], true[1]) - max(found[0], true[0])
    return shared > 0 and 10 * shared >= 6 * (max(found[1], true[1]) - min(found[0], true[0]))


def common_length(a, b):
    """How many characters of @a stand in the same order in @b (Hyyrö 2004, in bits of an integer)."""
    rows = {}
    for i, c in enumerate(a):
        rows[c] = rows.get(c, 0) | 1 << i
    mask = (1 << len(a)) - 1
    bits = mask
    for c in b:
        matched = bits & rows.get(c, 0)
        bits = ((bits + matched) | (bits - matched)) & mask
    return len(a) - bits.bit_count()


def is_as_good(drifted, span, found):
    """Nobody who has only the two texts can tell: with the passage there, no more need have been
    removed and added than without it."""
    old, new = drifted.old, drifted.new
    start, end = span
    return (common_length(old[:start], new[:found[0]]) + end - start + common_length(old[end:], new[found[1]:])
            >= common_length(old, new))
