/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding annotations again in a changed text. Each piece has an exact quote and up to 32
 * characters of context on either side; no copy of the old text is needed. In a first pass
 * whatever stands exactly in one place whose context fits is settled. Those places tell how
 * far the text around them was shifted, so that the second pass knows where to expect the
 * rest: exact quotes in several places, and approximate ones (at most a quarter of the quote
 * may differ). The weights are Hypothesis's: quote 50, context 20 and 20, place 2.
 *
 * The rule above all: nothing is moved silently to a wrong place. "Moved" needs an exact
 * quote, a context that fits, and either no rival or neighbours that were shifted just as far;
 * everything else is proposed for a person to look at, or an orphan. Pure; any thread. */

#include "config.h"

#include "model/postil-reanchor.h"

#include <string.h>

#include "base/postil-approximate.h"
#include "base/postil-exact.h"

#define CONTEXT_CHARS 32
#define MAX_WORD_CHARS 24
#define MAX_OCCURRENCES 512
#define MAX_CANDIDATES 8

#define WEIGHT_QUOTE 50.0
#define WEIGHT_CONTEXT 20.0
#define WEIGHT_PLACE 2.0

/* Unrelated prose reaches an affinity of about 0.4 by chance. */
#define CONTEXT_FITS 0.7
#define CONTEXT_WHOLE 0.95
#define CONTEXT_UNKNOWN (-1.0)
#define RIVAL_MARGIN 0.2
#define LEAST_SCORE 0.62
#define CERTAIN_SCORE 0.9
#define SHORT_QUOTE 12

typedef struct
{
  PostilSpan span;
  double     quote;    /* 0 to 1 */
  double     prefix;   /* 0 to 1, or CONTEXT_UNKNOWN */
  double     suffix;
  double     score;
} Candidate;

typedef struct
{
  PostilReanchorState state;
  PostilSpan          span;
  double              score;
} PieceResult;

/* An old offset and by how much what stood there has been shifted. */
typedef struct
{
  guint  from;
  gint64 shift;
} Shift;

typedef struct
{
  PostilText        *text;
  gunichar          *chars;
  guint              n_chars;
  PostilExact       *exact;
  PostilApproximate *index;     /* made on demand */
  GArray            *shifts;    /* of Shift, by from */
} Finder;

static void
finder_init (Finder *self, PostilText *text)
{
  gsize n_bytes;
  const char *utf8 = postil_text_get_utf8 (text, &n_bytes);

  self->text = text;
  self->n_chars = postil_text_get_n_chars (text);
  self->chars = g_utf8_to_ucs4_fast (utf8, (glong) n_bytes, NULL);
  self->exact = postil_exact_new (self->chars, self->n_chars);
  self->index = NULL;
  self->shifts = g_array_new (FALSE, FALSE, sizeof (Shift));
}

static void
finder_clear (Finder *self)
{
  postil_exact_free (self->exact);
  postil_approximate_free (self->index);
  g_array_unref (self->shifts);
  g_free (self->chars);
}

static int
compare_shifts (gconstpointer a, gconstpointer b)
{
  const Shift *left = a;
  const Shift *right = b;

  return left->from < right->from ? -1 : left->from > right->from;
}

/* The settled neighbours of @from on both sides; NULL where there is none. */
static void
finder_get_neighbours (Finder *self, guint from, const Shift **before, const Shift **after)
{
  guint low = 0;
  guint high = self->shifts->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->shifts, Shift, middle).from < from)
        low = middle + 1;
      else
        high = middle;
    }
  *after = low < self->shifts->len ? &g_array_index (self->shifts, Shift, low) : NULL;
  *before = low > 0 ? &g_array_index (self->shifts, Shift, low - 1) : NULL;
}

/* Where something that stood at @from is to be expected: shifted as its nearest settled
 * neighbour was. */
static guint
finder_expect (Finder *self, guint from)
{
  const Shift *before, *after, *nearest;

  if (self->shifts->len == 0)
    return MIN (from, self->n_chars);

  finder_get_neighbours (self, from, &before, &after);
  if (before == NULL || (after != NULL && after->from - from < from - before->from))
    nearest = after;
  else
    nearest = before;
  return (guint) CLAMP ((gint64) from + nearest->shift, 0, (gint64) self->n_chars);
}

/* How many of its neighbours were shifted exactly as @span would be. */
static guint
finder_count_agreeing (Finder *self, const PostilPiece *piece, PostilSpan span)
{
  gint64 shift = (gint64) span.start - piece->span.start;
  const Shift *before, *after;

  finder_get_neighbours (self, piece->span.start, &before, &after);
  return (before != NULL && before->shift == shift) + (after != NULL && after->shift == shift);
}

static double
measure_context (Finder *self, const char *context, guint from, guint n_chars, gboolean is_prefix)
{
  g_autofree gunichar *pattern = NULL;
  glong n_pattern;

  if (context == NULL || *context == '\0')
    return CONTEXT_UNKNOWN;

  pattern = g_utf8_to_ucs4_fast (context, -1, &n_pattern);
  return postil_approximate_affinity (pattern, (guint) n_pattern, self->chars + from, n_chars,
                                      is_prefix);
}

static double
context_mean (const Candidate *candidate)
{
  if (candidate->prefix < 0 && candidate->suffix < 0)
    return CONTEXT_UNKNOWN;
  if (candidate->prefix < 0)
    return candidate->suffix;
  if (candidate->suffix < 0)
    return candidate->prefix;
  return (candidate->prefix + candidate->suffix) / 2;
}

static gboolean
context_fits (const Candidate *candidate)
{
  return MAX (candidate->prefix, candidate->suffix) >= CONTEXT_FITS;
}

static void
finder_judge (Finder *self, const PostilPiece *piece, guint expected, Candidate *candidate)
{
  guint window = 2 * CONTEXT_CHARS;
  guint start = candidate->span.start;
  guint end = candidate->span.end;
  guint far = start > expected ? start - expected : expected - start;
  double total = WEIGHT_QUOTE + WEIGHT_PLACE;
  double place = self->n_chars > 0 ? 1.0 - (double) far / self->n_chars : 1.0;

  candidate->prefix = measure_context (self, piece->prefix, start - MIN (start, window),
                                       MIN (start, window), TRUE);
  candidate->suffix = measure_context (self, piece->suffix, end,
                                       MIN (self->n_chars - end, window), FALSE);
  candidate->score = WEIGHT_QUOTE * candidate->quote + WEIGHT_PLACE * place;
  if (candidate->prefix >= 0)
    {
      candidate->score += WEIGHT_CONTEXT * candidate->prefix;
      total += WEIGHT_CONTEXT;
    }
  if (candidate->suffix >= 0)
    {
      candidate->score += WEIGHT_CONTEXT * candidate->suffix;
      total += WEIGHT_CONTEXT;
    }
  candidate->score /= total;
}

/* All places where the quote stands to the letter; over MAX_OCCURRENCES of them those
 * nearest to @expected. */
static GArray *
finder_find_exact (Finder *self, const PostilPiece *piece, guint expected)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gunichar *quote = NULL;
  glong n_quote;
  guint first = 0;

  quote = g_utf8_to_ucs4_fast (piece->exact, -1, &n_quote);
  if (n_quote == 0)
    return found;

  postil_exact_find (self->exact, quote, (guint) n_quote, places);
  if (places->len > MAX_OCCURRENCES)
    {
      while (first < places->len && g_array_index (places, guint, first) < expected)
        first++;
      first -= MIN (first, MAX_OCCURRENCES / 2);
      first = MIN (first, places->len - MAX_OCCURRENCES);
    }
  for (guint i = first; i < places->len && found->len < MAX_OCCURRENCES; i++)
    {
      guint start = g_array_index (places, guint, i);
      Candidate candidate = { { start, start + (guint) n_quote }, 1.0, 0, 0, 0 };

      finder_judge (self, piece, expected, &candidate);
      g_array_append_val (found, candidate);
    }

  return found;
}

static void
finder_add_approximate (Finder *self, const PostilPiece *piece, guint expected, GArray *found)
{
  g_autofree gunichar *pattern = NULL;
  PostilApproximateMatch matches[MAX_CANDIDATES];
  glong n_pattern;
  guint n_matches;

  pattern = g_utf8_to_ucs4_fast (piece->exact, -1, &n_pattern);
  if (n_pattern < 4)
    return;

  if (self->index == NULL)
    self->index = postil_approximate_new (self->chars, self->n_chars);
  n_matches = postil_approximate_find (self->index, pattern, (guint) n_pattern,
                                       (guint) n_pattern / 4, expected,
                                       matches, MAX_CANDIDATES);
  for (guint i = 0; i < n_matches; i++)
    {
      Candidate candidate = { matches[i].span, 1.0 - (double) matches[i].errors / (double) n_pattern,
                              0, 0, 0 };

      if (matches[i].errors == 0)
        continue;
      finder_judge (self, piece, expected, &candidate);
      /* A few letters that are like a few others prove nothing without their context. */
      if (n_pattern < SHORT_QUOTE && !context_fits (&candidate))
        continue;
      g_array_append_val (found, candidate);
    }
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *left = a;
  const Candidate *right = b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return left->span.start < right->span.start ? -1 : left->span.start > right->span.start;
}

static gboolean
has_rival (GArray *candidates, const Candidate *chosen)
{
  double own = context_mean (chosen);

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *other = &g_array_index (candidates, Candidate, i);

      if (postil_span_equal (other->span, chosen->span))
        continue;
      /* A rival's weaker quote weighs as much as its better context. */
      if (context_mean (other) - (1.0 - other->quote) > own - RIVAL_MARGIN)
        return TRUE;
    }
  return FALSE;
}

/* The place where the quote stood, if all of it stands there still. */
static const Candidate *
find_unmoved (GArray *candidates, const PostilPiece *piece)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (candidate->quote >= 1.0 && postil_span_equal (candidate->span, piece->span))
        return candidate;
    }
  return NULL;
}

static void
settle (PieceResult *result, PostilReanchorState state, const Candidate *candidate)
{
  result->state = state;
  result->span = candidate->span;
  result->score = candidate->score;
}

/* A few letters need more than that one side of them fits. */
static gboolean
is_certain (const Candidate *candidate, guint n_agreeing)
{
  return candidate->span.end - candidate->span.start >= SHORT_QUOTE || candidate->score > CERTAIN_SCORE ||
         n_agreeing > 0 || MIN (candidate->prefix, candidate->suffix) >= CONTEXT_FITS;
}

/* A quote that stands in many places, of which one is just where its settled neighbours say:
 * both of them, or one and the whole context. FALSE where another place fits much better. */
static gboolean
settle_between (Finder *self, GArray *candidates, const PostilPiece *piece, PieceResult *result)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      double context = context_mean (candidate);
      guint n_agreeing = finder_count_agreeing (self, piece, candidate->span);

      if (candidate->quote < 1.0 || n_agreeing == 0 || context < (n_agreeing > 1 ? CONTEXT_FITS : CONTEXT_WHOLE))
        continue;
      for (guint j = 0; j < candidates->len; j++)
        if (context_mean (&g_array_index (candidates, Candidate, j)) > context + RIVAL_MARGIN)
          return FALSE;
      settle (result, postil_span_equal (candidate->span, piece->span) ? POSTIL_REANCHOR_KEPT : POSTIL_REANCHOR_MOVED,
              candidate);
      return TRUE;
    }
  return FALSE;
}

/* Exact places only. TRUE where one of them is certain. */
static gboolean
settle_exact (GArray *candidates, const PostilPiece *piece, gboolean was_placed, PieceResult *result)
{
  const Candidate *same = was_placed ? find_unmoved (candidates, piece) : NULL;
  const Candidate *best;

  if (candidates->len == 0)
    return FALSE;

  if (same != NULL && (candidates->len == 1 || !has_rival (candidates, same)))
    {
      settle (result, POSTIL_REANCHOR_KEPT, same);
      return TRUE;
    }
  g_array_sort (candidates, compare_candidates);
  best = &g_array_index (candidates, Candidate, 0);
  if (!context_fits (best) || has_rival (candidates, best))
    return FALSE;

  settle (result, POSTIL_REANCHOR_MOVED, best);
  return TRUE;
}

static gboolean
splits_word (PostilText *text, guint char_offset)
{
  return char_offset > 0 && char_offset < postil_text_get_n_chars (text) &&
         g_unichar_isalnum (postil_text_get_char (text, char_offset - 1)) &&
         g_unichar_isalnum (postil_text_get_char (text, char_offset));
}

/* Whether the quote itself began, or ended, inside of a word. In a script without spaces
 * that is usual. */
static gboolean
quote_splits_word (const char *before, const char *after)
{
  return before != NULL && *before != '\0' && after != NULL && *after != '\0' &&
         g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (before + strlen (before)))) &&
         g_unichar_isalnum (g_utf8_get_char (after));
}

/* What is only alike may begin anywhere in a word that was edited: a person means all of it. */
static PostilSpan
grow_to_words (PostilText *text, const PostilPiece *piece, PostilSpan span)
{
  PostilSpan grown = span;

  for (guint i = 0; i < MAX_WORD_CHARS && splits_word (text, grown.start); i++)
    grown.start--;
  for (guint i = 0; i < MAX_WORD_CHARS && splits_word (text, grown.end); i++)
    grown.end++;
  if (quote_splits_word (piece->prefix, piece->exact) || splits_word (text, grown.start))
    grown.start = span.start;
  if (quote_splits_word (piece->exact, piece->suffix) || splits_word (text, grown.end))
    grown.end = span.end;
  return grown;
}

/* Nothing is certain by itself: the best of what is there, weighed against all that is alike. */
static void
propose (Finder *self, GArray *candidates, guint n_exact, const PostilPiece *piece, gboolean was_placed,
         PieceResult *result)
{
  const Candidate *best;
  gboolean is_lone;

  if (settle_exact (candidates, piece, was_placed, result))
    {
      guint n_agreeing;

      if (result->state == POSTIL_REANCHOR_KEPT)
        return;
      best = &g_array_index (candidates, Candidate, 0);
      n_agreeing = was_placed ? finder_count_agreeing (self, piece, best->span) : 0;
      if (best->quote >= 1.0 && is_certain (best, n_agreeing))
        return;
    }
  g_array_sort (candidates, compare_candidates);
  best = &g_array_index (candidates, Candidate, 0);
  /* To the letter, only once, and too long for chance: worth a look even out of its context. */
  is_lone = best->quote >= 1.0 && n_exact == 1 && best->span.end - best->span.start >= SHORT_QUOTE;
  if (best->score < LEAST_SCORE && !is_lone)
    {
      result->state = POSTIL_REANCHOR_ORPHANED;
      return;
    }
  settle (result, POSTIL_REANCHOR_PROPOSED, best);
  if (best->quote < 1.0)
    result->span = grow_to_words (self->text, piece, best->span);
}

static void
reanchor_piece (Finder *self, const PostilPiece *piece, gboolean was_placed, gboolean is_last_pass,
                PieceResult *result)
{
  guint expected = finder_expect (self, piece->span.start);
  g_autoptr(GArray) candidates = NULL;
  guint n_exact;

  result->state = POSTIL_REANCHOR_ORPHANED;
  result->score = 0.0;
  if (piece->exact == NULL || *piece->exact == '\0')
    return;

  candidates = finder_find_exact (self, piece, expected);
  if (settle_exact (candidates, piece, was_placed, result) &&
      (result->state == POSTIL_REANCHOR_KEPT || result->score > CERTAIN_SCORE))
    return;
  result->state = POSTIL_REANCHOR_ORPHANED;
  if (!is_last_pass)
    return;

  if (was_placed && settle_between (self, candidates, piece, result))
    return;
  n_exact = candidates->len;
  finder_add_approximate (self, piece, expected, candidates);
  if (candidates->len > 0)
    propose (self, candidates, n_exact, piece, was_placed, result);
}

/* An annotation is as sure as its least sure piece; pieces that would change their order or
 * overlap are no passage. */
static void
reanchor_annotation (Finder *self, PostilReanchorResult *result, gboolean is_last_pass)
{
  gboolean was_placed = postil_annotation_get_anchor (result->annotation) != POSTIL_ANCHOR_ORPHAN;
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (result->annotation, &n_pieces);
  g_autofree PostilSpan *spans = g_new0 (PostilSpan, n_pieces);

  result->state = POSTIL_REANCHOR_KEPT;
  result->score = 1.0;
  for (guint i = 0; i < n_pieces; i++)
    {
      PieceResult piece = { 0 };

      reanchor_piece (self, &pieces[i], was_placed, is_last_pass, &piece);
      spans[i] = piece.span;
      result->state = MAX (result->state, piece.state);
      result->score = MIN (result->score, piece.score);
      if (piece.state != POSTIL_REANCHOR_ORPHANED && i > 0 && spans[i].start < spans[i - 1].end)
        result->state = POSTIL_REANCHOR_ORPHANED;
    }
  g_clear_pointer (&result->spans, g_free);
  if (result->state != POSTIL_REANCHOR_ORPHANED)
    result->spans = g_steal_pointer (&spans);
}

static void
finder_learn (Finder *self, const PostilReanchorResult *result)
{
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (result->annotation, &n_pieces);
  Shift shift;

  if (result->state > POSTIL_REANCHOR_MOVED ||
      postil_annotation_get_anchor (result->annotation) == POSTIL_ANCHOR_ORPHAN)
    return;

  shift.from = pieces[0].span.start;
  shift.shift = (gint64) result->spans[0].start - pieces[0].span.start;
  g_array_append_val (self->shifts, shift);
}

void
postil_reanchor_result_free (PostilReanchorResult *self)
{
  if (self == NULL)
    return;

  postil_annotation_unref (self->annotation);
  g_free (self->spans);
  g_free (self);
}

const char *
postil_reanchor_state_to_name (PostilReanchorState state)
{
  switch (state)
    {
    case POSTIL_REANCHOR_KEPT:
      return "kept";
    case POSTIL_REANCHOR_MOVED:
      return "moved";
    case POSTIL_REANCHOR_PROPOSED:
      return "proposed";
    case POSTIL_REANCHOR_ORPHANED:
      return "orphaned";
    }
  g_return_val_if_reached ("orphaned");
}

static gboolean
run_pass (Finder *self, GPtrArray *results, gboolean is_last_pass, guint *done,
          PostilReanchorProgress progress, gpointer user_data, GCancellable *cancellable)
{
  for (guint i = 0; i < results->len; i++)
    {
      PostilReanchorResult *result = results->pdata[i];

      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (is_last_pass && result->state != POSTIL_REANCHOR_ORPHANED)
        continue;
      reanchor_annotation (self, result, is_last_pass);
      if (progress != NULL && (is_last_pass || result->state != POSTIL_REANCHOR_ORPHANED))
        progress (++*done, results->len, user_data);
    }
  return TRUE;
}

GPtrArray *
postil_reanchor_find (PostilLayer            *layer,
                      PostilText             *text,
                      PostilReanchorProgress  progress,
                      gpointer                user_data,
                      GCancellable           *cancellable)
{
  g_autoptr(GPtrArray) results = NULL;
  guint n, done = 0;
  Finder finder;
  gboolean finished;

  g_return_val_if_fail (layer != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  n = postil_layer_get_n_annotations (layer);
  results = g_ptr_array_new_full (n, (GDestroyNotify) postil_reanchor_result_free);
  for (guint i = 0; i < n; i++)
    {
      PostilReanchorResult *result = g_new0 (PostilReanchorResult, 1);

      result->annotation = postil_annotation_ref (postil_layer_get_annotation (layer, i));
      result->state = POSTIL_REANCHOR_ORPHANED;
      g_ptr_array_add (results, result);
    }

  finder_init (&finder, text);
  finished = run_pass (&finder, results, FALSE, &done, progress, user_data, cancellable);
  for (guint i = 0; finished && i < n; i++)
    finder_learn (&finder, results->pdata[i]);
  g_array_sort (finder.shifts, compare_shifts);
  finished = finished && run_pass (&finder, results, TRUE, &done, progress, user_data, cancellable);
  finder_clear (&finder);

  return finished ? g_steal_pointer (&results) : NULL;
}

static PostilAnnotation *
make_orphan (PostilAnnotation *annotation)
{
  PostilAnnotationInit init;

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return postil_annotation_ref (annotation);

  postil_annotation_to_init (annotation, &init);
  init.anchor = POSTIL_ANCHOR_ORPHAN;
  return postil_annotation_new (&init);
}

PostilAnnotation *
postil_reanchor_apply (const PostilReanchorResult *result,
                       PostilText                 *text,
                       gboolean                    accept)
{
  g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  g_autofree PostilPiece *pieces = NULL;
  PostilAnnotationInit init;

  g_return_val_if_fail (result != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (result->state == POSTIL_REANCHOR_KEPT)
    return postil_annotation_ref (result->annotation);
  if (!accept || result->spans == NULL)
    return make_orphan (result->annotation);

  postil_annotation_to_init (result->annotation, &init);
  pieces = g_memdup2 (init.pieces, init.n_pieces * sizeof *pieces);
  for (guint i = 0; i < init.n_pieces; i++)
    {
      char *before, *after;
      char *exact = postil_text_dup_slice (text, result->spans[i]);

      postil_text_dup_context (text, result->spans[i], CONTEXT_CHARS, &before, &after);
      pieces[i] = (PostilPiece) { result->spans[i], exact, before, after };
      g_ptr_array_add (strings, exact);
      g_ptr_array_add (strings, before);
      g_ptr_array_add (strings, after);
    }
  init.pieces = pieces;
  init.anchor = POSTIL_ANCHOR_MOVED;
  return postil_annotation_new (&init);
}

PostilChange *
postil_reanchor_to_change (GPtrArray           *results,
                           PostilText          *text,
                           PostilReanchorState  accept)
{
  PostilChange *change;

  g_return_val_if_fail (results != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  change = postil_change_new (POSTIL_CHANGE_REANCHOR);
  for (guint i = 0; i < results->len; i++)
    {
      const PostilReanchorResult *result = results->pdata[i];
      g_autoptr(PostilAnnotation) after = postil_reanchor_apply (result, text, result->state <= accept);

      if (!postil_annotation_equal (result->annotation, after))
        postil_change_replace (change, result->annotation, after);
    }
  return change;
}

PostilAnnotation *
postil_reanchor_confirm (PostilAnnotation *annotation)
{
  PostilAnnotationInit init;

  g_return_val_if_fail (annotation != NULL, NULL);

  if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_MOVED)
    return NULL;

  postil_annotation_to_init (annotation, &init);
  init.anchor = POSTIL_ANCHOR_FIRM;
  return postil_annotation_new (&init);
}
