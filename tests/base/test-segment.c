/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "base/postil-segment.h"

/* In the tables "|" stands between the segments that get_next() should find, in order. */
typedef struct
{
  const char   *name;
  PostilSegment kind;
  const char   *language;
  const char   *text;
  const char   *segments;
} Case;

static const Case cases[] = {
  { "words/plain", POSTIL_SEGMENT_WORD, NULL, "It’s 3.5 metres, “really”!", "It’s|3.5|metres|really" },
  { "words/chinese", POSTIL_SEGMENT_WORD, "zh", "我们去北京大学。", "我们|去|北京|大学" },
  { "words/thai", POSTIL_SEGMENT_WORD, "th", "ภาษาไทย", "ภาษา|ไทย" },
  { "words/none", POSTIL_SEGMENT_WORD, NULL, " … !\n", "" },
  { "words/emoji", POSTIL_SEGMENT_WORD, NULL, "a 👩‍👩‍👧 b", "a|b" },
  { "words/bad-language", POSTIL_SEGMENT_WORD, "not a language!", "one two", "one|two" },
  { "graphemes", POSTIL_SEGMENT_GRAPHEME, NULL, "ae\xcc\x81🇩🇪🇫🇷👩‍👩‍👧각", "a|e\xcc\x81|🇩🇪|🇫🇷|👩‍👩‍👧|각" },
  { "paragraphs/plain", POSTIL_SEGMENT_PARAGRAPH, NULL, "One.\n\nTwo. Three.\nFour", "One.|Two. Three.|Four" },
  { "paragraphs/only-lf", POSTIL_SEGMENT_PARAGRAPH, NULL, "\n\n\n", "" },
  { "sentences/plain", POSTIL_SEGMENT_SENTENCE, "en", "One. Two!  Three?\nFour", "One.|Two!|Three?|Four" },
  { "sentences/title", POSTIL_SEGMENT_SENTENCE, "en",
    "Dr. Smith met Mr. Jones. They talked.", "Dr. Smith met Mr. Jones.|They talked." },
  { "sentences/dotted", POSTIL_SEGMENT_SENTENCE, "en",
    "The U.S. Army left. He lives in the U.S. They left.",
    "The U.S. Army left.|He lives in the U.S.|They left." },
  { "sentences/initials", POSTIL_SEGMENT_SENTENCE, "en",
    "J. R. R. Tolkien and George W. Bush spoke. So do I. Then it ended.",
    "J. R. R. Tolkien and George W. Bush spoke.|So do I.|Then it ended." },
  { "sentences/lower", POSTIL_SEGMENT_SENTENCE, "en",
    "“Are you concerned?” she asked. He was.", "“Are you concerned?” she asked.|He was." },
  { "sentences/number", POSTIL_SEGMENT_SENTENCE, "en",
    "See No. 5 and p. 12. No. That is all, at 3.5 percent, on Feb. 12.",
    "See No. 5 and p. 12.|No.|That is all, at 3.5 percent, on Feb. 12." },
  { "sentences/quotes", POSTIL_SEGMENT_SENTENCE, "en",
    "“We are concerned.” The minister left. (He smiled.) Then he went.",
    "“We are concerned.”|The minister left.|(He smiled.)|Then he went." },
  { "sentences/company", POSTIL_SEGMENT_SENTENCE, "en",
    "Apple Inc. Chief Tim Cook spoke. He left Apple Inc. The rest stayed.",
    "Apple Inc. Chief Tim Cook spoke.|He left Apple Inc.|The rest stayed." },
  { "sentences/line-end", POSTIL_SEGMENT_SENTENCE, "en",
    "By Dr.\nSmith was there", "By Dr.|Smith was there" },
  { "sentences/german", POSTIL_SEGMENT_SENTENCE, "de",
    "Am 3. Oktober kam Dr. Müller, z. B. nach Köln. Es waren bzw. Kinder da. Das ist der 2. Weltkrieg.",
    "Am 3. Oktober kam Dr. Müller, z. B. nach Köln.|Es waren bzw. Kinder da.|Das ist der 2. Weltkrieg." },
  { "sentences/french", POSTIL_SEGMENT_SENTENCE, "fr-FR",
    "M. Macron a rencontré Mme. Dupont. Elle est partie à 15 h. Il pleut.",
    "M. Macron a rencontré Mme. Dupont.|Elle est partie à 15 h.|Il pleut." },
  { "sentences/spanish", POSTIL_SEGMENT_SENTENCE, "es",
    "El Sr. Pérez vive en EE.UU. Ayer habló. ¿Qué dijo? La Dra. López calló.",
    "El Sr. Pérez vive en EE.UU. Ayer habló.|¿Qué dijo?|La Dra. López calló." },
  { "sentences/unknown-language", POSTIL_SEGMENT_SENTENCE, NULL,
    "Dr. Smith left. M. Macron aussi. Herr Prof. Weber blieb. Then it ended.",
    "Dr. Smith left.|M. Macron aussi.|Herr Prof. Weber blieb.|Then it ended." },
  { "sentences/chinese", POSTIL_SEGMENT_SENTENCE, "zh", "总统表示关切。他走了！", "总统表示关切。|他走了！" },
  { "sentences/arabic", POSTIL_SEGMENT_SENTENCE, "ar", "أعرب عن قلقه. ماذا قال؟ لا شيء.",
    "أعرب عن قلقه.|ماذا قال؟|لا شيء." },
  { "sentences/blank", POSTIL_SEGMENT_SENTENCE, "en", "  \n \n One. \n\n Two.  ", "One.|Two." },
  { "sentences/empty", POSTIL_SEGMENT_SENTENCE, "en", "", "" },
};

static PostilText *
new_text (const char *utf8)
{
  g_autoptr (GError) error = NULL;
  PostilText *text = postil_text_new_from_utf8 (utf8, -1, &error);

  g_assert_no_error (error);
  return text;
}

static void
test_next (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (PostilText) text = new_text (expected->text);
  g_autoptr (PostilSegmenter) segmenter = postil_segmenter_new (text, expected->language);
  g_autoptr (GString) found = g_string_new (NULL);
  PostilSpan span = { 0 };
  guint place = 0;

  while (postil_segmenter_get_next (segmenter, expected->kind, place, &span))
    {
      g_autofree char *slice = postil_text_dup_slice (text, span);
      PostilSpan at = { 0 };

      g_assert_cmpuint (span.start, >=, place);
      g_assert_cmpuint (span.end, >, span.start);
      if (found->len > 0)
        g_string_append_c (found, '|');
      g_string_append (found, slice);
      for (guint i = span.start; i < span.end; i++)
        {
          g_assert_true (postil_segmenter_get_at (segmenter, expected->kind, i, &at));
          g_assert_true (postil_span_equal (at, span));
        }
      place = span.end;
    }
  g_assert_cmpstr (found->str, ==, expected->segments);
}

static void
assert_expanded (PostilText   *text,
                 PostilSegment kind,
                 guint         start,
                 guint         end,
                 const char   *expected)
{
  g_autoptr (PostilSegmenter) segmenter = postil_segmenter_new (text, "en");
  PostilSpan span = postil_segmenter_expand (segmenter, kind, (PostilSpan) { start, end });
  g_autofree char *slice = postil_text_dup_slice (text, span);

  g_assert_cmpstr (slice, ==, expected);
}

static void
test_expand (void)
{
  g_autoptr (PostilText) text = new_text ("He said: “deep concern”. It e\xcc\x81nded 👩‍👩‍👧.\n\nEnd");

  assert_expanded (text, POSTIL_SEGMENT_WORD, 11, 17, "deep concern");
  assert_expanded (text, POSTIL_SEGMENT_WORD, 9, 12, "“deep");
  assert_expanded (text, POSTIL_SEGMENT_WORD, 2, 4, " said");
  assert_expanded (text, POSTIL_SEGMENT_WORD, 4, 4, "said");
  assert_expanded (text, POSTIL_SEGMENT_WORD, 7, 7, "said");
  assert_expanded (text, POSTIL_SEGMENT_WORD, 9, 9, "");
  assert_expanded (text, POSTIL_SEGMENT_WORD, 29, 30, "e\xcc\x81nded");
  assert_expanded (text, POSTIL_SEGMENT_GRAPHEME, 29, 30, "e\xcc\x81");
  assert_expanded (text, POSTIL_SEGMENT_WORD, 36, 37, "👩‍👩‍👧");
  assert_expanded (text, POSTIL_SEGMENT_SENTENCE, 4, 5, "He said: “deep concern”.");
  assert_expanded (text, POSTIL_SEGMENT_SENTENCE, 4, 26,
                   "He said: “deep concern”. It e\xcc\x81nded 👩‍👩‍👧.");
  assert_expanded (text, POSTIL_SEGMENT_PARAGRAPH, 4, 26,
                   "He said: “deep concern”. It e\xcc\x81nded 👩‍👩‍👧.");
  assert_expanded (text, POSTIL_SEGMENT_PARAGRAPH, postil_text_get_n_chars (text),
                   postil_text_get_n_chars (text), "End");
}

static void
test_step (void)
{
  static const struct
  {
    PostilSegment kind;
    guint         from;
    int           direction;
    guint         to;
  } steps[] = {
    { POSTIL_SEGMENT_WORD, 0, 1, 3 },
    { POSTIL_SEGMENT_WORD, 1, 1, 3 },
    { POSTIL_SEGMENT_WORD, 3, 1, 7 },
    { POSTIL_SEGMENT_WORD, 7, 1, 15 },
    { POSTIL_SEGMENT_WORD, 16, 1, 16 },
    { POSTIL_SEGMENT_WORD, 16, -1, 10 },
    { POSTIL_SEGMENT_WORD, 10, -1, 4 },
    { POSTIL_SEGMENT_WORD, 0, -1, 0 },
    { POSTIL_SEGMENT_GRAPHEME, 3, 1, 4 },
    { POSTIL_SEGMENT_GRAPHEME, 4, -1, 3 },
    { POSTIL_SEGMENT_SENTENCE, 0, 1, 8 },
    { POSTIL_SEGMENT_SENTENCE, 8, 1, 16 },
    { POSTIL_SEGMENT_SENTENCE, 16, -1, 10 },
    { POSTIL_SEGMENT_PARAGRAPH, 0, 1, 8 },
    { POSTIL_SEGMENT_PARAGRAPH, 8, 1, 16 },
    { POSTIL_SEGMENT_PARAGRAPH, 12, -1, 10 },
  };
  g_autoptr (PostilText) text = new_text ("One two.\n\nThree.");
  g_autoptr (PostilSegmenter) segmenter = postil_segmenter_new (text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_test_message ("step %u", i);
      g_assert_cmpuint (postil_segmenter_step (segmenter, steps[i].kind, steps[i].from,
                                               steps[i].direction), ==, steps[i].to);
    }
}

/* Our rules for one place against ICU's iterator, over random clusters. */
static void
test_grapheme_borders (void)
{
  static const gunichar pieces[] = {
    'a', ' ', '\n', 0xe9, 0x301, 0x200d, 0x1f469, 0x1f3fd, 0x1f1e9, 0x1f1ea, 0x2764, 0xfe0f,
    0x1100, 0x1161, 0x11a8, 0xac00, 0xac01, 0x903, 0x600, 0x5d0, 0x5b0, 0xe33, 0x4e00, 0xad,
    0xa9, 0x1f468, 0x2028,
  };

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) string = g_string_new (NULL);
      g_autoptr (PostilText) text = NULL;
      g_autoptr (PostilSegmenter) segmenter = NULL;
      guint n_chars;

      for (guint i = 0; i < 40; i++)
        {
          guint n = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (pieces));

          g_string_append_unichar (string, pieces[n]);
        }
      text = new_text (string->str);
      segmenter = postil_segmenter_new (text, NULL);
      n_chars = postil_text_get_n_chars (text);
      for (guint i = 1; i < n_chars; i++)
        {
          PostilSpan span = { 0 };

          g_assert_true (postil_segmenter_get_at (segmenter, POSTIL_SEGMENT_GRAPHEME, i, &span));
          g_assert_cmpint (postil_text_is_grapheme_border (text, i), ==, span.start == i);
        }
    }
}

/* A long article is walked in a time that grows with its length, not with its square. */
static void
test_long (void)
{
  g_autoptr (GString) string = g_string_new (NULL);
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilSegmenter) segmenter = NULL;
  PostilSpan span = { 0 };
  guint n_sentences = 0, n_words = 0;

  for (guint i = 0; i < 20000; i++)
    g_string_append (string, "Dr. Smith said “Größe” on Monday. ");
  text = new_text (string->str);
  segmenter = postil_segmenter_new (text, "en");
  for (guint p = 0; postil_segmenter_get_next (segmenter, POSTIL_SEGMENT_SENTENCE, p, &span);
       p = span.end)
    n_sentences++;
  for (guint p = 0; postil_segmenter_get_next (segmenter, POSTIL_SEGMENT_WORD, p, &span);
       p = span.end)
    n_words++;
  g_assert_cmpuint (n_sentences, ==, 20000);
  g_assert_cmpuint (n_words, ==, 6 * 20000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/segment/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_next);
    }
  g_test_add_func ("/segment/expand", test_expand);
  g_test_add_func ("/segment/step", test_step);
  g_test_add_func ("/segment/grapheme-borders", test_grapheme_borders);
  g_test_add_func ("/segment/long", test_long);
  return g_test_run ();
}
