/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Re-anchoring: every state once by hand, then drifted texts with known true places: none may
 * be silently wrong. */

#include "config.h"

#include "model/postil-reanchor.h"

#include <string.h>

#include "base/postil-approximate.h"
#include "base/postil-exact.h"

static PostilText *
make_text (const char *utf8)
{
  g_autoptr(GError) error = NULL;
  PostilText *text = postil_text_new_from_utf8 (utf8, -1, &error);

  g_assert_no_error (error);
  return text;
}

static PostilAnnotation *
make_annotation (PostilText *text, PostilSpan span, const char *id)
{
  g_autofree char *exact = postil_text_dup_slice (text, span);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  PostilPiece piece;
  PostilAnnotationInit init = { 0 };

  postil_text_dup_context (text, span, 32, &before, &after);
  piece = (PostilPiece) { span, exact, before, after };
  init.id = id;
  init.code = "concern";
  init.pieces = &piece;
  init.n_pieces = 1;
  return postil_annotation_new (&init);
}

static PostilSpan
find_span (PostilText *text, const char *quote)
{
  const char *utf8 = postil_text_get_utf8 (text, NULL);
  const char *at = strstr (utf8, quote);
  PostilSpan span;

  g_assert_nonnull (at);
  span.start = postil_text_byte_to_char (text, (gsize) (at - utf8));
  span.end = span.start + (guint32) g_utf8_strlen (quote, -1);
  return span;
}

static PostilReanchorResult *
reanchor_one (const char *old_utf8, const char *quote, const char *new_utf8, PostilText **new_text,
              GPtrArray **results)
{
  g_autoptr(PostilText) old_text = make_text (old_utf8);
  g_autoptr(PostilAnnotation) annotation = make_annotation (old_text, find_span (old_text, quote), "urn:a");
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt" };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);

  postil_layer_add (layer, annotation);
  *new_text = make_text (new_utf8);
  *results = postil_reanchor_find (layer, *new_text, NULL, NULL, NULL);
  g_assert_cmpuint ((*results)->len, ==, 1);
  return (*results)->pdata[0];
}

static const char old_article[] =
  "The minister spoke on Monday. He warned of “grave risks” for civilians in the north. "
  "The opposition leader replied at once.\n\nA vote is expected on Friday, said the speaker.";

typedef struct
{
  const char          *name;
  const char          *quote;
  const char          *new_article;
  PostilReanchorState  state;
  const char          *found;
} Case;

static const Case cases[] = {
  { "untouched", "grave risks", old_article, POSTIL_REANCHOR_KEPT, "grave risks" },
  { "text-before", "grave risks",
    "Émile 😀 adds a line.\n\nThe minister spoke on Monday. He warned of “grave risks” for civilians in the north. The end.",
    POSTIL_REANCHOR_MOVED, "grave risks" },
  { "small-edit", "The opposition leader replied at once.",
    "He warned of “grave risks” for civilians in the north. The opposition chief replied at once.\n\nA vote is expected",
    POSTIL_REANCHOR_PROPOSED, "The opposition chief replied at once." },
  /* It begins where it began, but it is not what was quoted: never silently kept. */
  { "edited-in-place", "He warned of “grave risks” for civilians in the north.",
    "The minister spoke on Monday. He warned of “very grave risks” for civilians in the north. "
    "The opposition leader replied at once.\n\nA vote is expected on Friday, said the speaker.",
    POSTIL_REANCHOR_PROPOSED, "He warned of “very grave risks” for civilians in the north." },
  { "gone", "A vote is expected on Friday, said the speaker.",
    "The minister spoke on Monday. He warned of “grave risks” for civilians in the north.",
    POSTIL_REANCHOR_ORPHANED, NULL },
  { "empty-text", "grave risks", "", POSTIL_REANCHOR_ORPHANED, NULL },
  /* The same words, but said elsewhere by somebody else: never a silent move. */
  { "another-place", "grave risks",
    "Weather report. Farmers face grave risks this spring because of frost, and nobody has a plan.",
    POSTIL_REANCHOR_PROPOSED, "grave risks" },
  /* All else is new, but so many words in a row do not come by chance. */
  { "out-of-context", "grave risks” for civilians in the north.",
    "An entirely other report, about frost: the mayor, too, saw grave risks” for civilians in the north. And that was all.",
    POSTIL_REANCHOR_PROPOSED, "grave risks” for civilians in the north." },
  /* What anchoring libraries try: a line broken elsewhere, the very end, the very beginning. */
  { "reflowed", "The opposition leader replied at once.",
    "The minister spoke on Monday. He warned of “grave risks” for civilians in the north. The opposition\nleader "
    "replied at once.\n\nA vote is expected on Friday, said the speaker.",
    POSTIL_REANCHOR_PROPOSED, "The opposition\nleader replied at once." },
  { "whole-text", old_article, old_article, POSTIL_REANCHOR_KEPT, old_article },
  { "last-words", "said the speaker.", "A new head.\n\nA vote is expected on Friday, said the speaker.",
    POSTIL_REANCHOR_MOVED, "said the speaker." },
  { "first-words", "The minister spoke",
    "The minister spoke on Monday. Nothing else of it was ever printed.", POSTIL_REANCHOR_KEPT, "The minister spoke" },
  { "longer-than-text", "He warned of “grave risks” for civilians in the north.", "He warned.",
    POSTIL_REANCHOR_ORPHANED, NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(PostilText) new_text = NULL;
  g_autoptr(GPtrArray) results = NULL;
  PostilReanchorResult *result = reanchor_one (old_article, c->quote, c->new_article, &new_text, &results);

  if (c->state == POSTIL_REANCHOR_PROPOSED && result->state == POSTIL_REANCHOR_ORPHANED &&
      g_str_equal (c->name, "another-place"))
    return; /* an orphan is as honest there */
  g_assert_cmpstr (postil_reanchor_state_to_name (result->state), ==,
                   postil_reanchor_state_to_name (c->state));
  if (c->found != NULL)
    {
      g_autofree char *slice = postil_text_dup_slice (new_text, result->spans[0]);

      g_assert_cmpstr (slice, ==, c->found);
    }
  else
    g_assert_null (result->spans);
}

static void
test_apply (void)
{
  g_autoptr(PostilText) new_text = NULL;
  g_autoptr(GPtrArray) results = NULL;
  g_autoptr(PostilAnnotation) moved = NULL;
  g_autoptr(PostilAnnotation) firm = NULL;
  g_autoptr(PostilAnnotation) orphan = NULL;
  g_autoptr(PostilChange) change = NULL;

  reanchor_one (old_article, cases[1].quote, cases[1].new_article, &new_text, &results);
  moved = postil_reanchor_apply (results->pdata[0], new_text, TRUE);
  g_assert_cmpint (postil_annotation_get_anchor (moved), ==, POSTIL_ANCHOR_MOVED);
  g_assert_cmpint (postil_annotation_check (moved, new_text), ==, POSTIL_FIT_OK);
  firm = postil_reanchor_confirm (moved);
  g_assert_cmpint (postil_annotation_get_anchor (firm), ==, POSTIL_ANCHOR_FIRM);
  orphan = postil_reanchor_apply (results->pdata[0], new_text, FALSE);
  g_assert_cmpint (postil_annotation_get_anchor (orphan), ==, POSTIL_ANCHOR_ORPHAN);
  change = postil_reanchor_to_change (results, new_text, POSTIL_REANCHOR_MOVED);
  g_assert_cmpuint (postil_change_get_added (change)->len, ==, 1);
  g_assert_cmpuint (postil_change_get_removed (change)->len, ==, 1);
}

static char *
make_word (GString *out)
{
  static const char *const words[] = {
    "the", "minister", "of", "state", "said", "that", "a", "new", "plan", "would", "bring",
    "peace", "and", "concern", "to", "region", "without", "further", "delay", "Gaza", "talks",
    "für", "Straße", "überall", "мир", "世界", "نص", "é", "delegation", "Washington",
  };

  g_string_append (out, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
  g_string_append_c (out, g_test_rand_int_range (0, 12) == 0 ? '.' : ' ');
  return out->str;
}

/* A text of @n words; and the same with random edits, and where each old character went
 * (G_MAXUINT for one that was edited away). */
static void
drift (GString *old_text, double rate, GString *new_text, GArray *map)
{
  glong n;
  g_autofree gunichar *chars = g_utf8_to_ucs4_fast (old_text->str, -1, &n);
  guint at = 0;

  for (glong i = 0; i < n; i++)
    {
      guint gone = G_MAXUINT;

      if (g_test_rand_double () < rate / 40)
        for (int w = g_test_rand_int_range (1, 12); w > 0; w--)
          {
            gsize before = new_text->len;

            make_word (new_text);
            at += (guint) g_utf8_strlen (new_text->str + before, -1);
          }
      if (g_test_rand_double () < rate)
        {
          g_array_append_val (map, gone);
          continue;
        }
      g_array_append_val (map, at);
      g_string_append_unichar (new_text, chars[i]);
      at++;
    }
  g_array_append_val (map, at);
}

static gboolean
is_untouched (GArray *map, PostilSpan span)
{
  for (guint i = span.start; i < span.end; i++)
    {
      guint to = g_array_index (map, guint, i);

      if (to == G_MAXUINT || to != g_array_index (map, guint, span.start) + (i - span.start))
        return FALSE;
    }
  return TRUE;
}

static guint
true_start (GArray *map, PostilSpan span)
{
  for (guint i = span.start; i < span.end; i++)
    if (g_array_index (map, guint, i) != G_MAXUINT)
      return g_array_index (map, guint, i);
  return G_MAXUINT;
}

static void
test_drift (void)
{
  guint untouched = 0, exact = 0, edited = 0, proposed_right = 0, proposed = 0, wrong = 0;

  for (guint round = 0; round < 12; round++)
    {
      g_autoptr(GString) old_utf8 = g_string_new (NULL);
      g_autoptr(GString) new_utf8 = g_string_new (NULL);
      g_autoptr(GArray) map = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autoptr(PostilText) old_text = NULL;
      g_autoptr(PostilText) new_text = NULL;
      g_autoptr(GPtrArray) results = NULL;
      PostilLayerInfo info = { .coder = "maria", .article = "a.txt" };
      g_autoptr(PostilLayer) layer = postil_layer_new (&info);

      for (guint i = 0; i < 1500; i++)
        make_word (old_utf8);
      drift (old_utf8, 0.002 * (round + 1), new_utf8, map);
      old_text = make_text (old_utf8->str);
      new_text = make_text (new_utf8->str);
      for (guint i = 0; i < 60; i++)
        {
          guint n = postil_text_get_n_chars (old_text);
          guint start = (guint) g_test_rand_int_range (0, (gint32) n - 130);
          PostilSpan span = { start, start + (guint) g_test_rand_int_range (20, 120) };
          g_autofree char *id = g_strdup_printf ("urn:%u", i);
          g_autoptr(PostilAnnotation) annotation = make_annotation (old_text, span, id);

          postil_layer_add (layer, annotation);
        }
      results = postil_reanchor_find (layer, new_text, NULL, NULL, NULL);
      for (guint i = 0; i < results->len; i++)
        {
          PostilReanchorResult *result = results->pdata[i];
          PostilSpan span = postil_annotation_get_hull (result->annotation);
          guint expected = true_start (map, span);
          gboolean is_right = result->spans != NULL && expected != G_MAXUINT &&
                              ABS ((gint64) result->spans[0].start - expected) <= 6;

          if (is_untouched (map, span))
            {
              untouched++;
              exact += result->state <= POSTIL_REANCHOR_MOVED && result->spans[0].start == expected;
            }
          else
            edited++;
          if (result->state <= POSTIL_REANCHOR_MOVED && !is_right)
            wrong++;
          if (result->state == POSTIL_REANCHOR_PROPOSED)
            {
              proposed++;
              proposed_right += is_right;
            }
        }
    }
  g_test_message ("untouched %u, of them exact %u; edited %u, proposed %u, of them right %u; silently wrong %u",
                  untouched, exact, edited, proposed, proposed_right, wrong);
  g_assert_cmpuint (wrong, ==, 0);
  g_assert_cmpuint (exact * 100, >=, untouched * 95);
  g_assert_cmpuint (proposed_right * 100, >=, proposed * 90);
  g_assert_cmpuint (proposed_right * 100, >=, edited * 70);
}

/* An interview: the same question and the same answer again and again, here and there with a word
 * of its own. Between neighbours that are certain each is found in its place; alone it is only
 * proposed. */
static void
test_repeated (void)
{
  static const char line[] = "Question: And what of the plan, and of its costs for us?\nAnswer: Yes, I support it.\n";
  static const char head[] = "Corrected on Monday: the first answer was misheard.\n\n";
  g_autoptr(GString) old_utf8 = g_string_new (NULL);
  g_autoptr(GString) new_utf8 = g_string_new (head);
  g_autoptr(PostilText) old_text = NULL;
  g_autoptr(PostilText) new_text = NULL;
  g_autoptr(GPtrArray) results = NULL;
  g_autoptr(GPtrArray) alone = NULL;
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt" };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);
  g_autoptr(PostilLayer) lone_layer = postil_layer_new (&info);
  guint shift = (guint) strlen (head);

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (old_utf8, "%s%s%sRemark number %c, made aloud.\n", line, line, line, 'A' + (int) i);
  g_string_append (new_utf8, old_utf8->str);
  old_text = make_text (old_utf8->str);
  new_text = make_text (new_utf8->str);
  for (guint i = 0; i < 12; i++)
    {
      guint block = i * (3 * (guint) strlen (line) + (guint) strlen ("Remark number A, made aloud.\n"));
      guint answer = block + (guint) strlen (line) + (guint) (strstr (line, "Yes") - line);
      guint remark = block + 3 * (guint) strlen (line);
      PostilSpan spans[] = { { answer, answer + 18 }, { remark, remark + 28 } };

      for (guint j = 0; j < 2; j++)
        {
          g_autofree char *id = g_strdup_printf ("urn:%u-%u", i, j);
          g_autoptr(PostilAnnotation) annotation = make_annotation (old_text, spans[j], id);

          postil_layer_add (layer, annotation);
          if (i == 6 && j == 0)
            postil_layer_add (lone_layer, annotation);
        }
    }

  results = postil_reanchor_find (layer, new_text, NULL, NULL, NULL);
  for (guint i = 0; i < results->len; i++)
    {
      PostilReanchorResult *result = results->pdata[i];
      PostilSpan span = postil_annotation_get_hull (result->annotation);

      /* The very first has a neighbour on one side only. */
      if (i > 0)
        g_assert_cmpint (result->state, ==, POSTIL_REANCHOR_MOVED);
      if (result->state == POSTIL_REANCHOR_MOVED)
        g_assert_cmpuint (result->spans[0].start, ==, span.start + shift);
    }
  alone = postil_reanchor_find (lone_layer, new_text, NULL, NULL, NULL);
  g_assert_cmpint (((PostilReanchorResult *) alone->pdata[0])->state, ==, POSTIL_REANCHOR_PROPOSED);
}

/* Several passages of one text at once; @quotes stand in it once each, but for a letter after “#”, which
 * says which of many it is. */
static GPtrArray *
reanchor_many (const char *old_utf8, const char *const *quotes, const char *new_utf8)
{
  g_autoptr(PostilText) old_text = make_text (old_utf8);
  g_autoptr(PostilText) new_text = make_text (new_utf8);
  PostilLayerInfo info = { .coder = "maria", .article = "a.txt", .size = strlen (old_utf8) };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);

  for (guint i = 0; quotes[i] != NULL; i++)
    {
      const char *quote = strchr (quotes[i], '#') != NULL ? strchr (quotes[i], '#') + 1 : quotes[i];
      g_autofree char *lead = g_strndup (quotes[i], (gsize) (quote - quotes[i]));
      g_autofree char *id = g_strdup_printf ("urn:%u", i);
      const char *at = strstr (old_utf8, *lead != '\0' ? g_strdelimit (lead, "#", ' ') : quote);
      PostilSpan span;
      g_autoptr(PostilAnnotation) annotation = NULL;

      g_assert_nonnull (at);
      at = strstr (at, quote);
      span.start = postil_text_byte_to_char (old_text, (gsize) (at - old_utf8));
      span.end = span.start + (guint) g_utf8_strlen (quote, -1);
      annotation = make_annotation (old_text, span, id);
      postil_layer_add (layer, annotation);
    }
  return postil_reanchor_find (layer, new_text, NULL, NULL, NULL);
}

static void
assert_state (GPtrArray *results, const char *quote, guint n, PostilReanchorState state, int shift)
{
  for (guint i = 0; i < results->len; i++)
    {
      PostilReanchorResult *result = results->pdata[i];
      const PostilPiece *pieces = postil_annotation_get_pieces (result->annotation, NULL);

      if (!g_str_equal (pieces[0].exact, quote) || n-- > 0)
        continue;
      g_assert_cmpstr (postil_reanchor_state_to_name (result->state), ==, postil_reanchor_state_to_name (state));
      if (state <= POSTIL_REANCHOR_MOVED)
        g_assert_cmpint ((int) result->spans[0].start - (int) pieces[0].span.start, ==, shift);
      return;
    }
  g_assert_not_reached ();
}

#define TWIN "The council met again on the matter. Nobody knew what to do about the harbour. All of them went home. "
#define TALK "In between a good deal was said about the weather, of which the less is told the better. "
#define OPENING "It rained on the first of May. "
#define ENDING "The night was long and very dark. "

/* A paragraph stood twice and one of the two was removed: what was marked in that one is not in the
 * other, though all of it stands there, context and all. */
static void
test_twin_removed (void)
{
  const char *const quotes[] = { "It rained", "Nobody knew what to do about the harbour.", "very dark", NULL };
  const char *const both[] = { "It rained", "Nobody knew what to do about the harbour.",
                               "less#Nobody knew what to do about the harbour.", "very dark", NULL };
  g_autoptr(GPtrArray) results = reanchor_many (OPENING TWIN TALK TWIN ENDING, quotes, OPENING TALK TWIN ENDING);
  g_autoptr(GPtrArray) both_results = reanchor_many (OPENING TWIN TALK TWIN ENDING, both, OPENING TALK TWIN ENDING);

  assert_state (results, "It rained", 0, POSTIL_REANCHOR_KEPT, 0);
  assert_state (results, "Nobody knew what to do about the harbour.", 0, POSTIL_REANCHOR_PROPOSED, 0);
  assert_state (results, "very dark", 0, POSTIL_REANCHOR_MOVED, -(int) strlen (TWIN));
  /* Where the other one is marked too, it is that one. */
  assert_state (both_results, "Nobody knew what to do about the harbour.", 0, POSTIL_REANCHOR_PROPOSED, 0);
  assert_state (both_results, "Nobody knew what to do about the harbour.", 1, POSTIL_REANCHOR_MOVED, -(int) strlen (TWIN));
}

/* One was edited: the other one, which stands to the letter, is not it. */
static void
test_twin_edited (void)
{
  const char *const quotes[] = { "It rained", "Nobody knew what to do about the harbour.", "very dark", NULL };
  g_autoptr(GString) edited = g_string_new (OPENING TWIN TALK TWIN ENDING);
  g_autoptr(GPtrArray) results = NULL;
  PostilReanchorResult *result;

  g_string_replace (edited, "what to do", "what was to be done", 1);
  results = reanchor_many (OPENING TWIN TALK TWIN ENDING, quotes, edited->str);
  assert_state (results, "Nobody knew what to do about the harbour.", 0, POSTIL_REANCHOR_PROPOSED, 0);
  result = results->pdata[1];
  g_assert_cmpuint (result->spans[0].start, ==, strlen (OPENING) + (guint) (strstr (TWIN, "Nobody") - TWIN));
  assert_state (results, "very dark", 0, POSTIL_REANCHOR_MOVED, (int) strlen ("was to be done") - (int) strlen ("to do"));
}

/* What changed places is shown, not told, and where it stands now; what stayed is not asked about. */
static void
test_paragraph_moved (void)
{
  const char *const quotes[] = { "It rained", "Nobody knew", "the weather", "less is told", "very dark", NULL };
  g_autoptr(GPtrArray) results = reanchor_many (OPENING TWIN TALK ENDING, quotes, OPENING TALK TWIN ENDING);

  assert_state (results, "It rained", 0, POSTIL_REANCHOR_KEPT, 0);
  assert_state (results, "Nobody knew", 0, POSTIL_REANCHOR_PROPOSED, 0);
  for (guint i = 1; i < 4; i++)
    {
      PostilReanchorResult *result = results->pdata[i];

      g_assert_nonnull (result->spans);
      g_assert_cmpint ((int) result->spans[0].start - (int) postil_annotation_get_hull (result->annotation).start, ==,
                       i == 1 ? (int) strlen (TALK) : -(int) strlen (TWIN));
    }
  assert_state (results, "very dark", 0, POSTIL_REANCHOR_KEPT, 0);
}

/* A letter or two, everywhere: only the neighbours know. */
static void
test_tiny (void)
{
  const char *const quotes[] = { "rained", "a", "first", NULL };
  const char *const lone[] = { "a", NULL };
  g_autoptr(GPtrArray) results = reanchor_many ("It rained on a day, the first of May.", quotes, "Note: It rained on a day, the first of May.");
  g_autoptr(GPtrArray) alone = reanchor_many ("aaaaaaaa", lone, "baaaaaaaa");

  assert_state (results, "rained", 0, POSTIL_REANCHOR_MOVED, 6);
  g_assert_cmpint (((PostilReanchorResult *) alone->pdata[0])->state, >=, POSTIL_REANCHOR_PROPOSED);
}

/* The bit-parallel search against the textbook's matrix. */
static guint
least_errors (const gunichar *pattern, guint m, const gunichar *text, guint n)
{
  g_autofree guint *column = g_new (guint, m + 1);
  guint best = m;

  for (guint i = 0; i <= m; i++)
    column[i] = i;
  for (guint j = 0; j < n; j++)
    {
      guint diagonal = 0;

      for (guint i = 1; i <= m; i++)
        {
          guint above = column[i];

          column[i] = MIN (MIN (column[i - 1], above) + 1, diagonal + (pattern[i - 1] != text[j]));
          diagonal = above;
        }
      best = MIN (best, column[m]);
    }
  return best;
}

static void
test_approximate (void)
{
  for (guint round = 0; round < 400; round++)
    {
      gunichar text[400], pattern[200];
      guint n = (guint) g_test_rand_int_range (1, 400);
      guint m = (guint) g_test_rand_int_range (1, 200);
      guint letters = (guint) g_test_rand_int_range (2, 200);
      guint k = (guint) g_test_rand_int_range (0, (gint32) m);
      PostilApproximateMatch match = { { 0, 0 }, 0 };
      g_autoptr(PostilApproximate) index = NULL;
      guint best, found;

      for (guint i = 0; i < n; i++)
        text[i] = (gunichar) ('a' + g_test_rand_int_range (0, (gint32) letters));
      for (guint i = 0; i < m; i++)
        pattern[i] = (gunichar) ('a' + g_test_rand_int_range (0, (gint32) letters));
      if (n > m && g_test_rand_bit ())
        {
          memcpy (pattern, text + g_test_rand_int_range (0, (gint32) (n - m)), m * sizeof *pattern);
          for (guint i = 0; i < m / 10; i++)
            pattern[g_test_rand_int_range (0, (gint32) m)] = 'z';
        }
      index = postil_approximate_new (text, n);
      best = least_errors (pattern, m, text, n);
      found = postil_approximate_find (index, pattern, m, k, 0, &match, 1);
      if (best <= k && best < m)
        {
          g_assert_cmpuint (found, ==, 1);
          g_assert_cmpuint (match.errors, ==, best);
          g_assert_cmpuint (least_errors (pattern, m, text + match.span.start,
                                          postil_span_length (match.span)), ==, best);
        }
      else
        g_assert_cmpuint (found, ==, 0);
    }
}

/* The index against a walk through the text, of few letters, so that much stands often. */
static void
test_exact (void)
{
  for (guint round = 0; round < 400; round++)
    {
      guint n = (guint) g_test_rand_int_range (0, 200);
      guint m = (guint) g_test_rand_int_range (1, 24);
      gunichar text[200], pattern[24];
      g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autoptr(PostilExact) index = NULL;
      guint n_there = 0;

      for (guint i = 0; i < n; i++)
        text[i] = g_test_rand_int_range (0, 8) == 0 ? 0x1f600 : 'a';
      for (guint i = 0; i < m; i++)
        pattern[i] = g_test_rand_int_range (0, 8) == 0 ? 0x1f600 : 'a';
      index = postil_exact_new (text, n);
      postil_exact_find (index, pattern, m, found);
      for (guint i = 0; i + m <= n; i++)
        if (memcmp (text + i, pattern, m * sizeof *pattern) == 0)
          {
            g_assert_cmpuint (n_there, <, found->len);
            g_assert_cmpuint (g_array_index (found, guint, n_there), ==, i);
            n_there++;
          }
      g_assert_cmpuint (n_there, ==, found->len);
    }
}

/* What was turned down follows, and needs nobody's look; what is not found stays as it was decided. */
static void
test_rejections (void)
{
  static const char before[] = "In the lower town the bakers fear the flood that may come each winter. Others fear the cost of it all.";
  static const char after[] = "A new first line.\n\nIn the lower town the bakers fear the flood that may come each winter. The price is another matter.";
  g_autoptr(PostilText) old_text = make_text (before);
  g_autoptr(PostilText) new_text = make_text (after);
  g_autoptr(PostilAnnotation) flood = make_annotation (old_text, find_span (old_text, "the flood"), "urn:flood");
  g_autoptr(PostilAnnotation) cost = make_annotation (old_text, find_span (old_text, "the cost of it all"), "urn:cost");
  PostilLayerInfo info = { .coder = "consensus", .article = "a.txt" };
  g_autoptr(PostilLayer) layer = postil_layer_new (&info);
  g_autoptr(PostilChange) change = postil_change_new (POSTIL_CHANGE_REANCHOR);
  PostilAnnotation *moved;

  postil_layer_add_rejection (layer, flood);
  postil_layer_add_rejection (layer, cost);
  postil_reanchor_move_rejections (layer, new_text, POSTIL_REANCHOR_MOVED, change);
  g_assert_cmpuint (postil_change_get_added (change)->len, ==, 0);
  g_assert_cmpuint (postil_change_get_removed_rejections (change)->len, ==, 1);
  g_assert_cmpuint (postil_change_get_added_rejections (change)->len, ==, 1);
  moved = postil_change_get_added_rejections (change)->pdata[0];
  g_assert_cmpstr (postil_annotation_get_id (moved), ==, "urn:flood");
  g_assert_true (postil_annotation_get_anchor (moved) == POSTIL_ANCHOR_FIRM);
  g_assert_cmpuint (postil_annotation_get_hull (moved).start, ==, find_span (new_text, "the flood").start);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/approximate/against-matrix", test_approximate);
  g_test_add_func ("/exact/against-walk", test_exact);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reanchor/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/reanchor/apply", test_apply);
  g_test_add_func ("/reanchor/rejections", test_rejections);
  g_test_add_func ("/reanchor/repeated", test_repeated);
  g_test_add_func ("/reanchor/twin-removed", test_twin_removed);
  g_test_add_func ("/reanchor/twin-edited", test_twin_edited);
  g_test_add_func ("/reanchor/paragraph-moved", test_paragraph_moved);
  g_test_add_func ("/reanchor/tiny", test_tiny);
  g_test_add_func ("/reanchor/drift", test_drift);

  return g_test_run ();
}
