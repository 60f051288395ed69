/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding annotations again in a changed text. Each piece has an exact quote and up to 32
 * characters of context on either side; no copy of the old text is needed. In a first pass
 * whatever stands exactly in one place with all of its context becomes an anchor, if the anchors
 * are in order. In the second pass a piece is settled by what it says and by how it fits between
 * the anchors around it; for what is not settled so, exact quotes in several places and
 * approximate ones (at most a quarter of the quote may differ) are weighed against each other.
 * The weights are Hypothesis's (quote 50, context 20 and 20), but for the place, which is known
 * better here.
 *
 * The rule above all: nothing is moved silently to a wrong place. "Kept" and "moved" need the
 * quote to the letter, no rival, and so much context as the place leaves in doubt: between
 * anchors that were both shifted just as far one side of it is enough, and a passage that has
 * left its place altogether needs all of it. Everything else is proposed for a person to look at,
 * or an orphan. Pure; any thread. */

#include "config.h"

#include "model/postil-reanchor.h"

#include <string.h>

#include "base/postil-approximate.h"
#include "base/postil-exact.h"
#include "model/postil-anchors.h"

#define CONTEXT_CHARS 32
#define MAX_WORD_CHARS 24
#define MAX_UNSURE 16
#define MAX_OCCURRENCES 512
#define MAX_CANDIDATES 8
#define N_PASSES 3u

#define WEIGHT_QUOTE 50.0
#define WEIGHT_CONTEXT 20.0
#define WEIGHT_PLACE 10.0

/* Unrelated prose reaches an affinity of about 0.4 by chance. */
#define CONTEXT_FITS 0.7
#define CONTEXT_WHOLE 0.95
#define CONTEXT_UNKNOWN (-1.0)
#define RIVAL_MARGIN 0.2
#define LEAST_SCORE 0.62
#define SHORT_QUOTE 12
#define TINY_QUOTE 4
#define SHORT_CONTEXT 8

#define PLACE_IN_ORDER 0.7
#define PLACE_ELSEWHERE 0.3

typedef struct
{
  PostilSpan span;
  double     quote;    /* 0 to 1 */
  double     prefix;   /* 0 to 1, or CONTEXT_UNKNOWN */
  double     suffix;
  double     score;
  PostilAnchorFit fit;
} Candidate;

typedef struct
{
  PostilReanchorState state;
  PostilSpan          span;
  double              score;
} PieceResult;

typedef struct
{
  PostilText        *text;
  gunichar          *chars;
  guint              n_chars;
  PostilExact       *exact;
  PostilApproximate *index;     /* made on demand */
  PostilAnchors     *anchors;
  gboolean           is_settled; /* the anchors are */
} Finder;

/* A piece as it is looked for. */
typedef struct
{
  const PostilPiece *piece;
  gboolean           was_placed;
  guint              expected;
} Sought;

/* How long the old text was: sidecars tell its bytes, which are not always characters. */
static PostilAnchors *
make_anchors (const PostilLayerInfo *info, gsize n_new_bytes, guint n_new_chars)
{
  double n_more, n_more_bytes;

  if (info->size == 0 || n_new_bytes == 0 || info->size > G_MAXINT32)
    return postil_anchors_new (G_MAXUINT, 0, n_new_chars);
  n_more_bytes = (double) info->size - (double) n_new_bytes;
  n_more = n_more_bytes * n_new_chars / (double) n_new_bytes;
  return postil_anchors_new ((guint) MAX (0, n_new_chars + n_more),
                             n_new_bytes == n_new_chars ? 0 : (guint) MIN (MAX_UNSURE, 2 + ABS (n_more_bytes) / MAX_UNSURE),
                             n_new_chars);
}

static void
finder_init (Finder *self, PostilText *text, const PostilLayerInfo *info)
{
  gsize n_bytes;
  const char *utf8 = postil_text_get_utf8 (text, &n_bytes);

  self->text = text;
  self->n_chars = postil_text_get_n_chars (text);
  self->chars = g_utf8_to_ucs4_fast (utf8, (glong) n_bytes, NULL);
  self->exact = postil_exact_new (self->chars, self->n_chars);
  self->index = NULL;
  self->anchors = make_anchors (info, n_bytes, self->n_chars);
  self->is_settled = FALSE;
}

static void
finder_clear (Finder *self)
{
  postil_exact_free (self->exact);
  postil_approximate_free (self->index);
  postil_anchors_free (self->anchors);
  g_free (self->chars);
}

/* A passage with little context on one side was the first of its text, or the last: elsewhere that
 * little says nothing. */
static double
measure_context (Finder *self, const char *context, guint from, guint n_chars, gboolean is_prefix)
{
  g_autofree gunichar *pattern = NULL;
  glong n_pattern;
  double affinity;

  if (context == NULL || *context == '\0')
    return n_chars == 0 ? 1.0 : CONTEXT_UNKNOWN;

  pattern = g_utf8_to_ucs4_fast (context, -1, &n_pattern);
  if (n_pattern < SHORT_CONTEXT && n_chars > (guint) n_pattern)
    return CONTEXT_UNKNOWN;
  affinity = postil_approximate_affinity (pattern, (guint) n_pattern, self->chars + from, n_chars, is_prefix);
  /* One letter is no less of a short context than of a long one. */
  return (1.0 - affinity) * (double) n_pattern < 1.5 ? 1.0 : affinity;
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

static gboolean
is_whole (const Candidate *candidate)
{
  return MIN (candidate->prefix, candidate->suffix) >= CONTEXT_WHOLE;
}

/* Whether it may be another one than the one that was meant, which looks as this one did. */
static gboolean
is_doubtful (const Candidate *candidate)
{
  return candidate->fit.n_missing >= postil_span_length (candidate->span) + (is_whole (candidate) ? CONTEXT_CHARS : 0);
}

static gboolean
agrees (const Candidate *candidate)
{
  return candidate->fit.agrees_before || candidate->fit.agrees_after;
}

/* From 0 to 1: where it was to be expected, or how far from there. */
static double
measure_place (Finder *self, const Sought *sought, Candidate *candidate)
{
  guint start = candidate->span.start;
  guint far = start > sought->expected ? start - sought->expected : sought->expected - start;
  double near = self->n_chars > 0 ? 1.0 - (double) far / self->n_chars : 1.0;

  if (!sought->was_placed || !self->is_settled)
    return PLACE_ELSEWHERE * near;
  candidate->fit = postil_anchors_weigh (self->anchors, sought->piece->span, candidate->span);
  if (agrees (candidate))
    return 1.0;
  return (candidate->fit.is_in_order && !is_doubtful (candidate) ? PLACE_IN_ORDER : PLACE_ELSEWHERE) * near;
}

static void
finder_judge (Finder *self, const Sought *sought, Candidate *candidate)
{
  guint window = 2 * CONTEXT_CHARS;
  guint start = candidate->span.start;
  guint end = candidate->span.end;
  double total = WEIGHT_QUOTE + WEIGHT_PLACE;

  candidate->prefix = measure_context (self, sought->piece->prefix, start - MIN (start, window),
                                       MIN (start, window), TRUE);
  candidate->suffix = measure_context (self, sought->piece->suffix, end,
                                       MIN (self->n_chars - end, window), FALSE);
  candidate->score = WEIGHT_QUOTE * candidate->quote + WEIGHT_PLACE * measure_place (self, sought, candidate);
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
 * nearest to where it is expected. */
static GArray *
finder_find_exact (Finder *self, const Sought *sought)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gunichar *quote = NULL;
  glong n_quote;
  guint first = 0;

  quote = g_utf8_to_ucs4_fast (sought->piece->exact, -1, &n_quote);
  if (n_quote == 0)
    return found;

  postil_exact_find (self->exact, quote, (guint) n_quote, places);
  if (places->len > MAX_OCCURRENCES)
    {
      while (first < places->len && g_array_index (places, guint, first) < sought->expected)
        first++;
      first -= MIN (first, MAX_OCCURRENCES / 2);
      first = MIN (first, places->len - MAX_OCCURRENCES);
    }
  for (guint i = first; i < places->len && found->len < MAX_OCCURRENCES; i++)
    {
      guint start = g_array_index (places, guint, i);
      Candidate candidate = { { start, start + (guint) n_quote }, 1.0, 0, 0, 0, { 0 } };

      finder_judge (self, sought, &candidate);
      g_array_append_val (found, candidate);
    }

  return found;
}

static void
finder_add_approximate (Finder *self, const Sought *sought, GArray *found)
{
  g_autofree gunichar *pattern = NULL;
  PostilApproximateMatch matches[MAX_CANDIDATES];
  glong n_pattern;
  guint n_matches;

  pattern = g_utf8_to_ucs4_fast (sought->piece->exact, -1, &n_pattern);
  if (n_pattern < 4)
    return;

  if (self->index == NULL)
    self->index = postil_approximate_new (self->chars, self->n_chars);
  n_matches = postil_approximate_find (self->index, pattern, (guint) n_pattern,
                                       (guint) n_pattern / 4, sought->expected,
                                       matches, MAX_CANDIDATES);
  for (guint i = 0; i < n_matches; i++)
    {
      Candidate candidate = { matches[i].span, 1.0 - (double) matches[i].errors / (double) n_pattern,
                              0, 0, 0, { 0 } };

      if (matches[i].errors == 0)
        continue;
      finder_judge (self, sought, &candidate);
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

/* The anchors speak for one of two places that look alike, and the other one is far from where they
 * would have it, or taken by what stood there before. */
static gboolean
is_out_of_question (const Candidate *candidate, const Candidate *chosen)
{
  if (agrees (candidate) || !((chosen->fit.agrees_before && chosen->prefix >= CONTEXT_WHOLE) ||
                              (chosen->fit.agrees_after && chosen->suffix >= CONTEXT_WHOLE)))
    return FALSE;
  if (!candidate->fit.is_in_order)
    return candidate->fit.n_missing > 0;
  return candidate->fit.n_off > postil_span_length (chosen->span) + 2 * CONTEXT_CHARS;
}

static gboolean
has_rival (GArray *candidates, const Candidate *chosen)
{
  double own = context_mean (chosen);

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *other = &g_array_index (candidates, Candidate, i);

      if (postil_span_equal (other->span, chosen->span) || is_out_of_question (other, chosen))
        continue;
      /* A rival's weaker quote weighs as much as its better context. */
      if (context_mean (other) - (1.0 - other->quote) > own - RIVAL_MARGIN)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_long (const Candidate *candidate)
{
  return postil_span_length (candidate->span) >= SHORT_QUOTE;
}

/* The anchors on both sides say so; the rest may only not speak against it. */
static gboolean
is_sure_by_place (GArray *candidates, const Candidate *candidate)
{
  double context = context_mean (candidate);

  for (guint i = 0; i < candidates->len; i++)
    if (context_mean (&g_array_index (candidates, Candidate, i)) > context + RIVAL_MARGIN)
      return FALSE;
  return context == CONTEXT_UNKNOWN || context_fits (candidate);
}

/* Whether one side of it is all there, as nowhere else. */
static gboolean
is_whole_beside (GArray *candidates, const Candidate *chosen, gboolean is_prefix)
{
  if ((is_prefix ? chosen->prefix : chosen->suffix) < CONTEXT_WHOLE)
    return FALSE;
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *other = &g_array_index (candidates, Candidate, i);

      if (!postil_span_equal (other->span, chosen->span) && !is_out_of_question (other, chosen) && (is_prefix ? other->prefix : other->suffix) >= CONTEXT_FITS)
        return FALSE;
    }
  return TRUE;
}

/* The anchor on one side says so, or the order: what stands beside it must be there still. */
static gboolean
is_sure_beside (GArray *candidates, guint n_exact, const Candidate *candidate)
{
  const PostilAnchorFit *fit = &candidate->fit;

  if (is_whole (candidate) || (fit->n_off <= CONTEXT_CHARS && MIN (candidate->prefix, candidate->suffix) >= CONTEXT_FITS))
    return TRUE;
  if (context_mean (candidate) == CONTEXT_UNKNOWN)
    return n_exact == 1 && agrees (candidate) && is_long (candidate);
  if (!agrees (candidate) && (n_exact > 1 || !is_long (candidate)))
    return FALSE;
  if (n_exact > 1 && MIN (candidate->prefix, candidate->suffix) == CONTEXT_UNKNOWN)
    return FALSE;
  if (fit->n_off > CONTEXT_CHARS)
    return FALSE;
  return (!fit->agrees_after && is_whole_beside (candidates, candidate, TRUE)) ||
         (!fit->agrees_before && is_whole_beside (candidates, candidate, FALSE));
}

/* Whether it may be settled without a person: @candidate is to the letter, @n_exact places are. */
static gboolean
is_sure (GArray *candidates, guint n_exact, const Candidate *candidate)
{
  const PostilAnchorFit *fit = &candidate->fit;
  gboolean is_tiny = postil_span_length (candidate->span) < TINY_QUOTE;

  if (is_tiny && !is_whole (candidate) &&
      (!agrees (candidate) || MIN (candidate->prefix, candidate->suffix) < CONTEXT_FITS || has_rival (candidates, candidate)))
    return FALSE;
  if (fit->is_in_order && fit->agrees_before && fit->agrees_after)
    return is_sure_by_place (candidates, candidate);
  /* Whoever moves a paragraph, or removes one that stood twice: nobody can tell. */
  if (!fit->is_in_order || is_doubtful (candidate) || has_rival (candidates, candidate))
    return FALSE;
  return is_sure_beside (candidates, n_exact, candidate);
}

static void
settle (PieceResult *result, PostilReanchorState state, const Candidate *candidate)
{
  result->state = state;
  result->span = candidate->span;
  result->score = candidate->score;
}

/* FALSE where no place is sure; then @candidates are sorted. */
static gboolean
settle_exact (const Sought *sought, GArray *candidates, guint n_exact, gboolean needs_neighbour, PieceResult *result)
{
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; sought->was_placed && i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (candidate->quote < 1.0 || (needs_neighbour && !agrees (candidate)) || !is_sure (candidates, n_exact, candidate))
        continue;
      settle (result, postil_span_equal (candidate->span, sought->piece->span) ? POSTIL_REANCHOR_KEPT : POSTIL_REANCHOR_MOVED,
              candidate);
      return TRUE;
    }
  return FALSE;
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

/* Nothing is certain: the best of what is there. */
static void
propose (Finder *self, const Sought *sought, GArray *candidates, guint n_exact, PieceResult *result)
{
  const Candidate *best = &g_array_index (candidates, Candidate, 0);
  /* To the letter, only once, and too long for chance: worth a look even out of its context. */
  gboolean is_lone = best->quote >= 1.0 && n_exact == 1 && is_long (best);

  if (best->score < LEAST_SCORE && !is_lone)
    return;
  settle (result, POSTIL_REANCHOR_PROPOSED, best);
  if (best->quote < 1.0)
    result->span = grow_to_words (self->text, sought->piece, best->span);
}

static void
reanchor_piece (Finder *self, const PostilPiece *piece, gboolean was_placed, PieceResult *result)
{
  Sought sought = { piece, was_placed, postil_anchors_expect (self->anchors, piece->span.start) };
  g_autoptr(GArray) candidates = NULL;
  guint n_exact;

  result->state = POSTIL_REANCHOR_ORPHANED;
  result->score = 0.0;
  if (piece->exact == NULL || *piece->exact == '\0')
    return;

  candidates = finder_find_exact (self, &sought);
  n_exact = candidates->len;
  if (settle_exact (&sought, candidates, n_exact, TRUE, result))
    return;
  finder_add_approximate (self, &sought, candidates);
  if (candidates->len > 0 && !settle_exact (&sought, candidates, n_exact, FALSE, result))
    propose (self, &sought, candidates, n_exact, result);
}

static void
tell_old_text (Finder *self, const PostilPiece *piece)
{
  guint n_prefix = piece->prefix != NULL ? (guint) g_utf8_strlen (piece->prefix, -1) : 0;

  if (n_prefix > 0 && n_prefix <= piece->span.start)
    postil_anchors_tell (self->anchors, piece->span.start - n_prefix, piece->prefix);
  postil_anchors_tell (self->anchors, piece->span.start, piece->exact);
  if (piece->suffix != NULL)
    postil_anchors_tell (self->anchors, piece->span.end, piece->suffix);
}

/* What stands in one place only with all of its context is an anchor for the others. */
static void
find_anchor (Finder *self, const PostilPiece *piece)
{
  Sought sought = { piece, TRUE, piece->span.start };
  g_autoptr(GArray) candidates = NULL;
  const Candidate *best;

  if (piece->exact == NULL || *piece->exact == '\0')
    return;

  tell_old_text (self, piece);
  candidates = finder_find_exact (self, &sought);
  if (candidates->len == 0)
    return;
  g_array_sort (candidates, compare_candidates);
  best = &g_array_index (candidates, Candidate, 0);
  if (MIN (best->prefix, best->suffix) >= CONTEXT_WHOLE && !has_rival (candidates, best))
    postil_anchors_add (self->anchors, piece->span, best->span);
}

static void
find_anchors (Finder *self, const PostilReanchorResult *result)
{
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (result->annotation, &n_pieces);

  if (postil_annotation_get_anchor (result->annotation) == POSTIL_ANCHOR_ORPHAN)
    return;
  for (guint i = 0; i < n_pieces; i++)
    find_anchor (self, &pieces[i]);
}

/* An annotation is as sure as its least sure piece; pieces that would change their order or
 * overlap are no passage. */
static void
reanchor_annotation (Finder *self, PostilReanchorResult *result)
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

      reanchor_piece (self, &pieces[i], was_placed, &piece);
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

/* What was settled is an anchor for the rest. */
static void
learn (Finder *self, const PostilReanchorResult *result)
{
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (result->annotation, &n_pieces);

  for (guint i = 0; result->state <= POSTIL_REANCHOR_MOVED && i < n_pieces; i++)
    postil_anchors_add (self->anchors, pieces[i].span, result->spans[i]);
}

static gboolean
run_pass (Finder *self, GPtrArray *results, guint pass, PostilReanchorProgress progress,
          gpointer user_data, GCancellable *cancellable)
{
  for (guint i = 0; i < results->len; i++)
    {
      PostilReanchorResult *result = results->pdata[i];

      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (pass == 0)
        find_anchors (self, result);
      else if (pass == 1 || result->state > POSTIL_REANCHOR_MOVED)
        reanchor_annotation (self, result);
      if (progress != NULL)
        progress (pass * results->len + i + 1, N_PASSES * results->len, user_data);
    }
  for (guint i = 0; pass == 1 && i < results->len; i++)
    learn (self, results->pdata[i]);
  postil_anchors_settle (self->anchors);
  self->is_settled = TRUE;
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
  Finder finder;
  guint n;
  gboolean finished = TRUE;

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

  finder_init (&finder, text, postil_layer_get_info (layer));
  for (guint pass = 0; finished && pass < N_PASSES; pass++)
    finished = run_pass (&finder, results, pass, progress, user_data, cancellable);
  finder_clear (&finder);

  return finished ? g_steal_pointer (&results) : NULL;
}
