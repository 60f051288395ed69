/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Approximate search by Myers' bit-vector algorithm (G. Myers, "A fast bit-vector algorithm
 * for approximate string matching based on dynamic programming", JACM 46(3), 1999, in the
 * block form of H. Hyyrö 2003), run only where a match can be: by the q-gram lemma
 * (E. Ukkonen 1992) a match of m characters with k errors shares at least m + 1 − q − kq of
 * its q-grams with the text, on diagonals that are at most k apart. An index of the text's
 * trigrams counts them for all places at once. Where the lemma promises too little (short
 * patterns, many errors) the whole text is run through. Immutable after _new(). */

#include "config.h"

#include "base/postil-approximate.h"

#include <string.h>

#define Q 3
#define HASH_BITS 18
#define N_BUCKETS (1u << HASH_BITS)
#define MIN_SHARED 3
#define MAX_WINDOWS 256
#define WORD 64
#define AFFINITY_CHARS 64

struct _PostilApproximate
{
  const gunichar *chars;
  guint           n_chars;
  guint32        *first;      /* N_BUCKETS + 1: where a hash's positions begin */
  guint32        *positions;
};

/* A pattern, made ready for Myers: a row of bits for each of its characters. */
typedef struct
{
  GHashTable *rows;    /* character → guint64[n_words] */
  guint64    *none;    /* the row of every other character */
  guint64    *ascii[128];
  guint       length;
  guint       n_words;
} Pattern;

typedef struct
{
  guint32 begin;
  guint32 end;
  guint32 shared;
} Window;

static inline guint32
trigram_hash (const gunichar *chars)
{
  guint64 mixed = (guint64) chars[0] * 0x9E3779B97F4A7C15u;

  mixed = (mixed ^ chars[1]) * 0xC2B2AE3D27D4EB4Fu;
  mixed = (mixed ^ chars[2]) * 0x165667B19E3779F9u;
  return (guint32) (mixed >> (64 - HASH_BITS));
}

static void
pattern_init (Pattern *self, const gunichar *chars, guint length, gboolean backwards)
{
  self->length = length;
  self->n_words = (length + WORD - 1) / WORD;
  self->rows = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->none = g_new0 (guint64, self->n_words);
  for (guint i = 0; i < G_N_ELEMENTS (self->ascii); i++)
    self->ascii[i] = self->none;
  for (guint i = 0; i < length; i++)
    {
      gunichar c = chars[backwards ? length - 1 - i : i];
      guint64 *row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (c));

      if (row == NULL)
        {
          row = g_new0 (guint64, self->n_words);
          g_hash_table_insert (self->rows, GUINT_TO_POINTER (c), row);
          if (c < G_N_ELEMENTS (self->ascii))
            self->ascii[c] = row;
        }
      row[i / WORD] |= (guint64) 1 << (i % WORD);
    }
}

static void
pattern_clear (Pattern *self)
{
  g_hash_table_unref (self->rows);
  g_free (self->none);
}

static inline const guint64 *
pattern_get_row (const Pattern *self, gunichar c)
{
  const guint64 *row;

  if (c < G_N_ELEMENTS (self->ascii))
    return self->ascii[c];
  row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (c));
  return row != NULL ? row : self->none;
}

/* One column of the matrix: @plus and @minus are the vertical differences, @carry_in what
 * comes in at the top (0: a match may begin anywhere; 1: it begins where the text does).
 * Returns the difference at the pattern's last row. */
static inline int
myers_step (const Pattern *pattern, const guint64 *row, guint64 *plus, guint64 *minus, int carry_in)
{
  int carry = carry_in;

  for (guint i = 0; i < pattern->n_words; i++)
    {
      gboolean is_last = i + 1 == pattern->n_words;
      guint64 top = (guint64) 1 << (is_last ? (pattern->length - 1) % WORD : WORD - 1);
      guint64 eq = row[i];
      guint64 vertical = eq | minus[i];
      guint64 horizontal, up, down;
      int carry_out;

      if (carry < 0)
        eq |= 1;
      horizontal = (((eq & plus[i]) + plus[i]) ^ plus[i]) | eq;
      up = minus[i] | ~(horizontal | plus[i]);
      down = plus[i] & horizontal;
      carry_out = (up & top) != 0 ? 1 : (down & top) != 0 ? -1 : 0;
      up = (up << 1) | (carry > 0 ? 1 : 0);
      down = (down << 1) | (carry < 0 ? 1 : 0);
      plus[i] = down | ~(vertical | up);
      minus[i] = up & vertical;
      carry = carry_out;
    }

  return carry;
}

/* Where the match that ends at @end begins: the pattern and the text backwards, from there. */
static guint
find_begin (const gunichar *chars, guint end, const Pattern *backward, guint errors)
{
  guint n_words = backward->n_words;
  g_autofree guint64 *plus = g_new (guint64, n_words);
  g_autofree guint64 *minus = g_new0 (guint64, n_words);
  guint limit = MIN (end, backward->length + errors);
  guint best = end;
  int score = (int) backward->length;
  int best_score = G_MAXINT;

  memset (plus, 0xff, n_words * sizeof *plus);
  for (guint i = 0; i < limit; i++)
    {
      const guint64 *row = pattern_get_row (backward, chars[end - 1 - i]);

      score += myers_step (backward, row, plus, minus, 1);
      /* The longest of the best: a substituted first letter belongs to the match. */
      if (score < best_score || (score == best_score && i + 1 <= backward->length))
        {
          best_score = score;
          best = end - 1 - i;
        }
    }

  return best;
}

/* All local minima of at most @max_errors in chars[begin, end). */
static void
scan_window (PostilApproximate *self, const Pattern *pattern, guint begin, guint end,
             guint max_errors, GArray *found)
{
  guint n_words = pattern->n_words;
  g_autofree guint64 *plus = g_new (guint64, n_words);
  g_autofree guint64 *minus = g_new0 (guint64, n_words);
  int score = (int) pattern->length;
  PostilApproximateMatch best = { { 0, 0 }, G_MAXUINT };

  memset (plus, 0xff, n_words * sizeof *plus);
  for (guint i = begin; i < end; i++)
    {
      score += myers_step (pattern, pattern_get_row (pattern, self->chars[i]), plus, minus, 0);
      if ((guint) score <= max_errors && (guint) score < best.errors)
        {
          best.errors = (guint) score;
          best.span.end = i + 1;
        }
      if (best.errors != G_MAXUINT && i + 1 >= best.span.end + pattern->length / 2)
        {
          g_array_append_val (found, best);
          best.errors = G_MAXUINT;
        }
    }
  if (best.errors != G_MAXUINT)
    g_array_append_val (found, best);
}

static int
compare_windows_by_shared (gconstpointer a, gconstpointer b)
{
  const Window *left = a;
  const Window *right = b;

  if (left->shared != right->shared)
    return left->shared > right->shared ? -1 : 1;
  return left->begin < right->begin ? -1 : left->begin > right->begin;
}

static int
compare_windows_by_place (gconstpointer a, gconstpointer b)
{
  const Window *left = a;
  const Window *right = b;

  return left->begin < right->begin ? -1 : left->begin > right->begin;
}

/* The places where enough of the pattern's trigrams stand on neighbouring diagonals. A bucket
 * is a run of diagonals as wide as a power of two over @max_errors; a hit in the first
 * @max_errors of a bucket counts for the one before as well, so that no match is split. */
static GArray *
find_windows (PostilApproximate *self, const gunichar *pattern, guint n_pattern, guint max_errors,
              guint threshold)
{
  GArray *windows = g_array_new (FALSE, FALSE, sizeof (Window));
  guint shift = g_bit_storage (max_errors);
  guint n_buckets = ((self->n_chars + n_pattern) >> shift) + 2;
  g_autofree guint32 *counts = g_new0 (guint32, n_buckets);
  guint mask = (1u << shift) - 1;

  for (guint i = 0; i + Q <= n_pattern; i++)
    {
      guint32 hash = trigram_hash (pattern + i);

      for (guint32 p = self->first[hash]; p < self->first[hash + 1]; p++)
        {
          guint diagonal = self->positions[p] + n_pattern - i;
          guint bucket = diagonal >> shift;

          counts[bucket]++;
          if ((diagonal & mask) <= max_errors && bucket > 0)
            counts[bucket - 1]++;
        }
    }
  for (guint bucket = 0; bucket < n_buckets; bucket++)
    if (counts[bucket] >= threshold)
      {
        gint64 begin = ((gint64) bucket << shift) - n_pattern - max_errors;
        gint64 end = ((gint64) (bucket + 2) << shift) + 2 * (gint64) max_errors;
        Window window = { (guint32) CLAMP (begin, 0, self->n_chars),
                          (guint32) CLAMP (end, 0, self->n_chars), counts[bucket] };

        g_array_append_val (windows, window);
      }

  g_array_sort (windows, compare_windows_by_shared);
  if (windows->len > MAX_WINDOWS)
    g_array_set_size (windows, MAX_WINDOWS);
  g_array_sort (windows, compare_windows_by_place);
  return windows;
}

static void
scan_windows (PostilApproximate *self, const Pattern *pattern, GArray *windows, guint max_errors,
              GArray *found)
{
  for (guint i = 0; i < windows->len;)
    {
      guint32 begin = g_array_index (windows, Window, i).begin;
      guint32 end = g_array_index (windows, Window, i).end;

      for (i++; i < windows->len && g_array_index (windows, Window, i).begin <= end; i++)
        end = MAX (end, g_array_index (windows, Window, i).end);
      scan_window (self, pattern, begin, end, max_errors, found);
    }
}

static int
compare_matches (gconstpointer a, gconstpointer b, gpointer near_pointer)
{
  const PostilApproximateMatch *left = a;
  const PostilApproximateMatch *right = b;
  gint64 near = GPOINTER_TO_UINT (near_pointer);
  gint64 left_far = ABS ((gint64) left->span.start - near);
  gint64 right_far = ABS ((gint64) right->span.start - near);

  if (left->errors != right->errors)
    return left->errors < right->errors ? -1 : 1;
  return left_far < right_far ? -1 : left_far > right_far;
}

static guint
take_best (GArray *found, guint near, PostilApproximateMatch *matches, guint max_matches)
{
  guint n_matches = 0;

  g_array_sort_with_data (found, compare_matches, GUINT_TO_POINTER (near));
  for (guint i = 0; i < found->len && n_matches < max_matches; i++)
    {
      PostilApproximateMatch *match = &g_array_index (found, PostilApproximateMatch, i);
      gboolean is_free = match->span.end > match->span.start;

      for (guint j = 0; j < n_matches && is_free; j++)
        is_free = !postil_span_overlaps (matches[j].span, match->span);
      if (is_free)
        matches[n_matches++] = *match;
    }

  return n_matches;
}

guint
postil_approximate_find (PostilApproximate      *self,
                         const gunichar         *pattern,
                         guint                   n_pattern,
                         guint                   max_errors,
                         guint                   near,
                         PostilApproximateMatch *matches,
                         guint                   max_matches)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (PostilApproximateMatch));
  int shared;
  Pattern forward, backward;
  guint n_matches;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (pattern != NULL || n_pattern == 0, 0);

  if (n_pattern == 0 || self->n_chars == 0 || max_errors >= n_pattern)
    return 0;

  pattern_init (&forward, pattern, n_pattern, FALSE);
  shared = (int) n_pattern + 1 - Q - (int) (max_errors * Q);
  if (shared < MIN_SHARED)
    scan_window (self, &forward, 0, self->n_chars, max_errors, found);
  else
    {
      g_autoptr(GArray) windows = find_windows (self, pattern, n_pattern, max_errors, (guint) shared);

      scan_windows (self, &forward, windows, max_errors, found);
    }
  pattern_clear (&forward);

  pattern_init (&backward, pattern, n_pattern, TRUE);
  for (guint i = 0; i < found->len; i++)
    {
      PostilApproximateMatch *match = &g_array_index (found, PostilApproximateMatch, i);

      match->span.start = find_begin (self->chars, match->span.end, &backward, match->errors);
    }
  pattern_clear (&backward);

  n_matches = take_best (found, near, matches, max_matches);
  return n_matches;
}

double
postil_approximate_affinity (const gunichar *pattern,
                             guint           n_pattern,
                             const gunichar *window,
                             guint           n_window,
                             gboolean        at_end)
{
  guint rows = MIN (n_pattern, AFFINITY_CHARS);
  guint columns = MIN (n_window, AFFINITY_CHARS);
  guint cells[AFFINITY_CHARS + 1];
  guint best;

  if (rows == 0)
    return 0.0;

  for (guint i = 0; i <= rows; i++)
    cells[i] = i;
  best = cells[rows];
  for (guint j = 1; j <= columns; j++)
    {
      gunichar c = window[at_end ? n_window - j : j - 1];
      guint diagonal = cells[0];

      cells[0] = j;
      for (guint i = 1; i <= rows; i++)
        {
          guint above = cells[i];
          gboolean same = pattern[at_end ? n_pattern - i : i - 1] == c;

          cells[i] = MIN (MIN (cells[i - 1], above) + 1, diagonal + (same ? 0 : 1));
          diagonal = above;
        }
      best = MIN (best, cells[rows]);
    }

  return 1.0 - (double) best / rows;
}

PostilApproximate *
postil_approximate_new (const gunichar *chars,
                        guint           n_chars)
{
  PostilApproximate *self = g_new0 (PostilApproximate, 1);
  guint n_trigrams = n_chars >= Q ? n_chars - Q + 1 : 0;

  self->chars = chars;
  self->n_chars = n_chars;
  self->first = g_new0 (guint32, N_BUCKETS + 2);
  self->positions = g_new (guint32, MAX (n_trigrams, 1));
  for (guint i = 0; i < n_trigrams; i++)
    self->first[trigram_hash (chars + i) + 2]++;
  for (guint i = 2; i < N_BUCKETS + 2; i++)
    self->first[i] += self->first[i - 1];
  for (guint i = 0; i < n_trigrams; i++)
    self->positions[self->first[trigram_hash (chars + i) + 1]++] = i;

  return self;
}

void
postil_approximate_free (PostilApproximate *self)
{
  if (self == NULL)
    return;

  g_free (self->first);
  g_free (self->positions);
  g_free (self);
}
