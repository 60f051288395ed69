/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding in a text: what is found, in code points, and what is refused. */

#include "config.h"

#include "base/postil-error.h"
#include "base/postil-search.h"

#include <string.h>

static char *
find (const char        *utf8,
      const char        *pattern,
      PostilSearchFlags  flags,
      guint              max_matches)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (utf8, -1, &error);
  g_autoptr (GArray) spans = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_no_error (error);
  spans = postil_search_find (text, pattern, flags, max_matches, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < spans->len; i++)
    {
      PostilSpan span = g_array_index (spans, PostilSpan, i);

      g_string_append_printf (out, "%s%u-%u", i > 0 ? " " : "", span.start, span.end);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_finds (const char        *utf8,
              const char        *pattern,
              PostilSearchFlags  flags,
              const char        *expected)
{
  g_autofree char *found = find (utf8, pattern, flags, G_MAXUINT);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_plain (void)
{
  assert_finds ("Biden met biden.", "biden", POSTIL_SEARCH_PLAIN, "0-5 10-15");
  assert_finds ("Biden met biden.", "biden", POSTIL_SEARCH_MATCH_CASE, "10-15");
  assert_finds ("a.c abc", "a.c", POSTIL_SEARCH_PLAIN, "0-3");
  assert_finds ("aaaa", "aa", POSTIL_SEARCH_PLAIN, "0-2 2-4");
  assert_finds ("text", "", POSTIL_SEARCH_PLAIN, "");
  assert_finds ("", "x", POSTIL_SEARCH_PLAIN, "");
  assert_finds ("ÄRGER ärger", "ärger", POSTIL_SEARCH_PLAIN, "0-5 6-11");
}

static void
test_code_points (void)
{
  assert_finds ("😀😀 peace 😀", "peace", POSTIL_SEARCH_PLAIN, "3-8");
  assert_finds ("e\xcc\x81t\xc3\xa9 😀x", "x", POSTIL_SEARCH_PLAIN, "6-7");
  assert_finds ("قال بايدن إن", "بايدن", POSTIL_SEARCH_PLAIN, "4-9");
  assert_finds ("one\r\ntwo", "two", POSTIL_SEARCH_PLAIN, "4-7");
}

static void
test_whole_words (void)
{
  assert_finds ("gaz Gaza gaza's", "gaza", POSTIL_SEARCH_WHOLE_WORDS, "4-8 9-13");
  assert_finds ("überall über", "über", POSTIL_SEARCH_WHOLE_WORDS, "8-12");
  assert_finds ("the U.S. says", "U.S.", POSTIL_SEARCH_WHOLE_WORDS, "4-8");
}

static void
test_regex (void)
{
  assert_finds ("1988 and 2024", "[0-9]{4}", POSTIL_SEARCH_REGEX, "0-4 9-13");
  assert_finds ("a\nb", "^b$", POSTIL_SEARCH_REGEX, "2-3");
  assert_finds ("abc", "x*", POSTIL_SEARCH_REGEX, "");
  assert_finds ("cat dog", "cat|dog", POSTIL_SEARCH_REGEX | POSTIL_SEARCH_WHOLE_WORDS, "0-3 4-7");
}

static void
test_fold_marks (void)
{
  assert_finds ("Résumé re\xcc\x81sume\xcc\x81 resume", "resume", POSTIL_SEARCH_FOLD_MARKS, "0-6 7-15 16-22");
  assert_finds ("resume", "résumé", POSTIL_SEARCH_FOLD_MARKS, "0-6");
  assert_finds ("résumé", "resume", POSTIL_SEARCH_PLAIN, "");
  assert_finds ("😀 Ärger", "ARGER", POSTIL_SEARCH_FOLD_MARKS, "2-7");
  assert_finds ("Ärger arger", "arger", POSTIL_SEARCH_FOLD_MARKS | POSTIL_SEARCH_MATCH_CASE, "6-11");
  assert_finds ("cafés café", "cafe", POSTIL_SEARCH_FOLD_MARKS | POSTIL_SEARCH_WHOLE_WORDS, "6-10");
  assert_finds ("été ete", "e.e", POSTIL_SEARCH_FOLD_MARKS | POSTIL_SEARCH_REGEX, "0-3 4-7");
  /* Hangul falls apart into letters, none of them a mark. */
  assert_finds ("한국 한", "한", POSTIL_SEARCH_FOLD_MARKS, "0-1 3-4");
  assert_finds ("x", "\xcc\x81", POSTIL_SEARCH_FOLD_MARKS, "");
}

static void
test_limit (void)
{
  g_autofree char *found = find ("a a a a", "a", POSTIL_SEARCH_PLAIN, 2);

  g_assert_cmpstr (found, ==, "0-1 2-3");
}

static void
test_malformed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) text = postil_text_new_from_utf8 ("abc", -1, NULL);
  g_autoptr (GArray) spans = postil_search_find (text, "(", POSTIL_SEARCH_REGEX, 10, NULL, &error);

  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_MALFORMED);
  g_assert_null (spans);
}

static void
test_explosion (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) letters = g_string_new (NULL);
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GArray) spans = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append_c (letters, 'a');
  text = postil_text_new_from_utf8 (letters->str, -1, NULL);
  spans = postil_search_find (text, "(a+)+$b|(a|aa)+c", POSTIL_SEARCH_REGEX, 10, NULL, &error);

  g_assert_error (error, POSTIL_ERROR, POSTIL_ERROR_TOO_LARGE);
  g_assert_null (spans);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PostilText) text = postil_text_new_from_utf8 ("abc", -1, NULL);
  g_autoptr (GArray) spans = NULL;

  g_cancellable_cancel (cancellable);
  spans = postil_search_find (text, "a", POSTIL_SEARCH_PLAIN, 10, cancellable, &error);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (spans);
}

static gboolean
may_match_json (const char        *pattern,
                PostilSearchFlags  flags,
                const char        *json)
{
  g_autoptr (PostilSearchPattern) compiled = postil_search_pattern_new (pattern, flags, NULL);

  return postil_search_pattern_may_match_json (compiled, json, strlen (json));
}

static void
test_json (void)
{
  g_assert_true (may_match_json ("Concern", POSTIL_SEARCH_PLAIN, "{\"a\":\"deep conCERN\"}"));
  g_assert_false (may_match_json ("Concern", POSTIL_SEARCH_MATCH_CASE, "{\"a\":\"deep conCERN\"}"));
  g_assert_false (may_match_json ("concern", POSTIL_SEARCH_PLAIN, "{\"a\":\"deep sorrow\"}"));
  /* However JSON writes it, and across the pieces of a passage. */
  g_assert_true (may_match_json ("concern", POSTIL_SEARCH_PLAIN, "{\"a\":\"\\u0063oncern\"}"));
  g_assert_true (may_match_json ("so \"it\" said", POSTIL_SEARCH_PLAIN, "{\"a\":\"so \\\"it\\\" SAID\"}"));
  g_assert_true (may_match_json ("and/or", POSTIL_SEARCH_PLAIN, "{\"a\":\"and\\/or\"}"));
  g_assert_true (may_match_json ("deep concern", POSTIL_SEARCH_PLAIN, "[\"deep\",\"concern\"]"));
  g_assert_true (may_match_json ("kelvin", POSTIL_SEARCH_PLAIN, "[\"\xe2\x84\xaa" "elvin\"]"));
  g_assert_true (may_match_json ("caf\xc3\xa9", POSTIL_SEARCH_PLAIN, "[\"CAF\xc3\x89\"]"));
  g_assert_true (may_match_json ("c.n", POSTIL_SEARCH_REGEX, "[\"nothing\"]"));
  g_assert_true (may_match_json ("\"", POSTIL_SEARCH_PLAIN, "[1]"));
}

/* Files are looked through in blocks: a word that lies across their border is found too. */
static void
test_blocks (void)
{
  g_autoptr (PostilSearchPattern) pattern = postil_search_pattern_new ("tortoise", POSTIL_SEARCH_PLAIN, NULL);
  g_autofree char *bytes = g_malloc (100000);

  for (gsize at = 32 * 1024 - 10; at < 32 * 1024 + 10; at++)
    {
      memset (bytes, 'x', 100000);
      g_assert_false (postil_search_pattern_may_match (pattern, bytes, 100000));
      memcpy (bytes + at, "TORToise", 8);
      g_assert_true (postil_search_pattern_may_match (pattern, bytes, 100000));
    }
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* An expression that takes a while at every character, and too long at none, ends when told to. */
static void
test_slow_everywhere (void)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) text = NULL;
  g_autoptr (GArray) spans = NULL;
  GThread *thread = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (words, "aaaaaaaaaaaaaaaa!\n");
  text = postil_text_new_from_utf8 (words->str, (gssize) words->len, NULL);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  spans = postil_search_find (text, "(a+)+b", POSTIL_SEARCH_REGEX, G_MAXUINT, cancellable, &error);
  g_thread_join (thread);
  g_assert_null (spans);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* All that matches in one go, as GRegex says. */
static GArray *
find_in_one_go (const char *text,
                const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE | G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (PostilSpan));

  g_regex_match (regex, text, 0, &match);
  while (g_match_info_matches (match))
    {
      int start = 0;
      int end = 0;

      g_match_info_fetch_pos (match, 0, &start, &end);
      if (end > start)
        {
          PostilSpan span = { (guint32) g_utf8_pointer_to_offset (text, text + start),
                              (guint32) g_utf8_pointer_to_offset (text, text + end) };

          g_array_append_val (spans, span);
        }
      g_match_info_next (match, NULL);
    }

  return spans;
}

/* Expressions are tried on a piece at a time: what lies across a border is found as it would be. */
static void
test_windows (void)
{
  const char *patterns[] = {
    "gaza", "\\w+", "^.*$", "(?s)é.*é", "\\bno\\b", "(?<=a )\\w", "a|é+", "x*", "(\\w)\\1", "$", "\\s+", "no(?= gaza)", "[^\\n]{600,}",
    "(?s).{5000}", "😀é?",
  };
  const char *pieces[] = { "gaza ", "é", "no ", "\n", "a bb ", "😀", "xxx", "no gaza" };

  for (guint length = 1; length < 4000; length = length * 3 / 2 + 7)
    {
      g_autoptr (GString) words = g_string_new (NULL);
      g_autoptr (PostilText) text = NULL;

      for (guint i = 0; i < length; i++)
        g_string_append (words, pieces[(i * 7 + i * i / 3) % G_N_ELEMENTS (pieces)]);
      text = postil_text_new_from_utf8 (words->str, (gssize) words->len, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GArray) expected = find_in_one_go (words->str, patterns[i]);
          g_autoptr (GArray) spans = postil_search_find (text, patterns[i], POSTIL_SEARCH_REGEX, G_MAXUINT, NULL, &error);

          g_assert_no_error (error);
          g_test_message ("%s in %u pieces: %u", patterns[i], length, expected->len);
          g_assert_cmpmem (spans->data, spans->len * sizeof (PostilSpan), expected->data,
                           expected->len * sizeof (PostilSpan));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search/plain", test_plain);
  g_test_add_func ("/search/code-points", test_code_points);
  g_test_add_func ("/search/whole-words", test_whole_words);
  g_test_add_func ("/search/regex", test_regex);
  g_test_add_func ("/search/limit", test_limit);
  g_test_add_func ("/search/fold-marks", test_fold_marks);
  g_test_add_func ("/search/malformed", test_malformed);
  g_test_add_func ("/search/explosion", test_explosion);
  g_test_add_func ("/search/slow-everywhere", test_slow_everywhere);
  g_test_add_func ("/search/windows", test_windows);
  g_test_add_func ("/search/cancelled", test_cancelled);
  g_test_add_func ("/search/json", test_json);
  g_test_add_func ("/search/blocks", test_blocks);

  return g_test_run ();
}
