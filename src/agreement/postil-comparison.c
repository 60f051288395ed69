/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pairs the passages of several coders. Each coder's passages in turn find the rows that they
 * belong to; the most alike are joined first, so that what is the same to the letter always
 * stands in one row, whatever else overlaps it. Pure. */

#include "config.h"

#include "agreement/postil-comparison.h"

#include <string.h>

#include "agreement/postil-matching.h"
#include "model/postil-decision.h"

#define SAME_CODE_BONUS 0.5 /* the same code counts as much as half of the characters */
#define LEAST_CONTEXT 16 /* characters beside a passage by which it is known again */
#define LEAST_OTHER_CODE 0.5 /* what two passages of different codes must share */

typedef struct
{
  guint  row;
  guint  passage;
  double likeness;
} Candidate;

static void
row_free (gpointer data)
{
  PostilComparisonRow *row = data;

  g_free (row->passages);
  g_ptr_array_unref (row->settled);
  g_ptr_array_unref (row->rejected);
  g_free (row);
}

static PostilComparisonRow *
new_row (guint             n_coders,
         guint             coder,
         PostilAnnotation *passage)
{
  PostilComparisonRow *row = g_new0 (PostilComparisonRow, 1);

  row->hull = postil_annotation_get_hull (passage);
  row->passages = g_new0 (PostilAnnotation *, n_coders);
  row->passages[coder] = passage;
  row->settled = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  row->rejected = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  return row;
}

static int
compare_rows_cb (gconstpointer a,
                 gconstpointer b)
{
  const PostilComparisonRow *first = *(PostilComparisonRow *const *) a;
  const PostilComparisonRow *second = *(PostilComparisonRow *const *) b;

  return postil_span_compare (first->hull, second->hull);
}

static gboolean
is_same_code (PostilAnnotation *a,
              PostilAnnotation *b)
{
  return g_str_equal (postil_annotation_get_code (a), postil_annotation_get_code (b));
}

/* 0 where they have nothing to do with each other. */
static double
find_likeness (PostilAnnotation *a,
               PostilAnnotation *b,
               double            least_other_code)
{
  double iou = postil_matching_iou (a, b);

  if (iou <= 0)
    return 0;
  if (is_same_code (a, b))
    return iou + SAME_CODE_BONUS;
  return iou >= least_other_code ? iou : 0;
}

static double
find_row_likeness (const PostilComparisonRow *row,
                   guint                      n_coders,
                   PostilAnnotation          *passage,
                   double                     least_other_code)
{
  double best = 0;

  for (guint i = 0; i < n_coders; i++)
    if (row->passages[i] != NULL)
      best = MAX (best, find_likeness (row->passages[i], passage, least_other_code));
  return best;
}

/* The first row that may reach beyond @start: rows are sorted by where they begin. */
static guint
find_first_row (PostilComparison *self,
                guint32           start)
{
  guint low = 0;
  guint high = self->rows->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      const PostilComparisonRow *row = self->rows->pdata[middle];

      if ((guint64) row->hull.start + self->longest <= start)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Rows whose outer ends overlap those of the passage. */
static void
find_candidates (PostilComparison *self,
                 PostilAnnotation *passage,
                 guint             index,
                 double            least_other_code,
                 GArray           *candidates)
{
  PostilSpan hull = postil_annotation_get_hull (passage);

  for (guint r = find_first_row (self, hull.start); r < self->rows->len; r++)
    {
      const PostilComparisonRow *row = self->rows->pdata[r];
      Candidate candidate = { r, index, 0 };

      if (row->hull.start >= hull.end)
        break;
      candidate.likeness = find_row_likeness (row, self->n_coders, passage, least_other_code);
      if (candidate.likeness > 0)
        g_array_append_val (candidates, candidate);
    }
}

static int
compare_candidates_cb (gconstpointer a,
                       gconstpointer b)
{
  const Candidate *first = a;
  const Candidate *second = b;

  if (first->likeness > second->likeness)
    return -1;
  if (first->likeness < second->likeness)
    return 1;
  if (first->row != second->row)
    return first->row < second->row ? -1 : 1;
  return first->passage < second->passage ? -1 : first->passage > second->passage;
}

static GPtrArray *
dup_passages (PostilLayer *layer)
{
  GPtrArray *passages = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);

  for (guint i = 0; layer != NULL && i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN)
        g_ptr_array_add (passages, postil_annotation_ref (annotation));
    }
  return passages;
}

static void
widen (PostilComparisonRow *row,
       PostilAnnotation    *passage)
{
  PostilSpan hull = postil_annotation_get_hull (passage);

  row->hull.start = MIN (row->hull.start, hull.start);
  row->hull.end = MAX (row->hull.end, hull.end);
}

static void
add_coder (PostilComparison *self,
           guint             coder,
           PostilLayer      *layer)
{
  g_autoptr (GPtrArray) passages = dup_passages (layer);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree gboolean *is_placed = g_new0 (gboolean, passages->len + 1);

  for (guint p = 0; p < passages->len; p++)
    find_candidates (self, passages->pdata[p], p, LEAST_OTHER_CODE, candidates);
  g_array_sort (candidates, compare_candidates_cb);
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      PostilComparisonRow *row = self->rows->pdata[candidate->row];

      if (is_placed[candidate->passage] || row->passages[coder] != NULL)
        continue;
      is_placed[candidate->passage] = TRUE;
      row->passages[coder] = postil_annotation_ref (passages->pdata[candidate->passage]);
      widen (row, passages->pdata[candidate->passage]);
    }
  for (guint p = 0; p < passages->len; p++)
    if (!is_placed[p])
      g_ptr_array_add (self->rows, new_row (self->n_coders, coder, postil_annotation_ref (passages->pdata[p])));
  g_ptr_array_sort (self->rows, compare_rows_cb);
  for (guint r = 0; r < self->rows->len; r++)
    self->longest = MAX (self->longest, postil_span_length (((PostilComparisonRow *) self->rows->pdata[r])->hull));
}

static gboolean
is_same_text (const PostilPiece *a,
              const PostilPiece *b)
{
  guint32 start = MAX (a->span.start, b->span.start);
  guint32 end = MIN (a->span.end, b->span.end);
  const char *left = NULL;
  const char *right = NULL;

  /* A quote that is not as long as its place says nothing. */
  if (start >= end || g_utf8_strlen (a->exact, -1) != (glong) postil_span_length (a->span)
      || g_utf8_strlen (b->exact, -1) != (glong) postil_span_length (b->span))
    return TRUE;

  left = g_utf8_offset_to_pointer (a->exact, start - a->span.start);
  right = g_utf8_offset_to_pointer (b->exact, start - b->span.start);
  return strncmp (left, right, (gsize) (g_utf8_offset_to_pointer (left, end - start) - left)) == 0;
}

/* Where other words stand in its place, since the text was changed, what was turned down says nothing of
 * who marked them. */
static gboolean
is_about (PostilAnnotation          *rejection,
          const PostilComparisonRow *row,
          guint                      n_coders)
{
  guint n = 0;
  const PostilPiece *pieces = postil_annotation_get_pieces (rejection, &n);

  for (guint i = 0; i < n_coders; i++)
    {
      guint n_others = 0;
      const PostilPiece *others = row->passages[i] != NULL ? postil_annotation_get_pieces (row->passages[i], &n_others) : NULL;

      for (guint a = 0; a < n; a++)
        for (guint b = 0; b < n_others; b++)
          if (!is_same_text (&pieces[a], &others[b]))
            return FALSE;
    }
  return TRUE;
}

/* Whether a context reaches as far as it must, or to the end of a text, from where the passage is. */
static gboolean
have_same_context (const char *a,
                   const char *b,
                   gboolean    is_before)
{
  glong n_a = a != NULL ? g_utf8_strlen (a, -1) : 0;
  glong n_b = b != NULL ? g_utf8_strlen (b, -1) : 0;
  glong n = MIN (n_a, LEAST_CONTEXT);
  const char *left = NULL;
  const char *right = NULL;

  if (n == 0 || n_b < n || (n < LEAST_CONTEXT && n_a != n_b))
    return FALSE;
  left = is_before ? g_utf8_offset_to_pointer (a, n_a - n) : a;
  right = is_before ? g_utf8_offset_to_pointer (b, n_b - n) : b;
  return strncmp (left, right, (gsize) (g_utf8_offset_to_pointer (left, n) - left)) == 0;
}

static gboolean
have_same_words (PostilAnnotation *a,
                 PostilAnnotation *b)
{
  guint n_a = 0;
  guint n_b = 0;
  const PostilPiece *left = postil_annotation_get_pieces (a, &n_a);
  const PostilPiece *right = postil_annotation_get_pieces (b, &n_b);

  if (n_a != n_b || !is_same_code (a, b))
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (!g_str_equal (left[i].exact, right[i].exact))
      return FALSE;
  return have_same_context (left[0].prefix, right[0].prefix, TRUE)
         || have_same_context (left[n_a - 1].suffix, right[n_a - 1].suffix, FALSE);
}

/* The one row where somebody marked the very words that were turned down, wherever they stand now. */
static PostilComparisonRow *
find_words (PostilComparison *self,
            PostilAnnotation *rejection)
{
  PostilComparisonRow *found = NULL;

  for (guint r = 0; r < self->rows->len; r++)
    {
      PostilComparisonRow *row = self->rows->pdata[r];
      gboolean is_there = FALSE;

      for (guint i = 0; i < self->n_coders && !is_there; i++)
        is_there = row->passages[i] != NULL && have_same_words (rejection, row->passages[i]);
      if (is_there && found != NULL)
        return NULL;
      if (is_there)
        found = row;
    }
  return found;
}

/* Several passages of the consensus may settle one row: a place that bears two codes. */
static PostilComparisonRow *
settle (PostilComparison *self,
        PostilAnnotation *passage,
        gboolean          is_rejected)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  PostilComparisonRow *row = NULL;

  if (postil_annotation_get_anchor (passage) == POSTIL_ANCHOR_ORPHAN)
    return NULL;
  find_candidates (self, passage, 0, 0, candidates);
  g_array_sort (candidates, compare_candidates_cb);
  if (candidates->len > 0)
    row = self->rows->pdata[g_array_index (candidates, Candidate, 0).row];
  if (is_rejected && (row == NULL || !is_about (passage, row, self->n_coders)))
    row = find_words (self, passage);
  if (row == NULL)
    return NULL;
  g_ptr_array_add (is_rejected ? row->rejected : row->settled, postil_annotation_ref (passage));
  return row;
}

static gboolean
take_back (PostilComparisonRow *row,
           PostilAnnotation    *passage,
           gboolean             is_rejected)
{
  GPtrArray *decided = is_rejected ? row->rejected : row->settled;

  for (guint i = 0; i < decided->len; i++)
    if (postil_annotation_equal (decided->pdata[i], passage))
      {
        g_ptr_array_remove_index (decided, i);
        return TRUE;
      }
  return FALSE;
}

static PostilComparisonRow *
unsettle (PostilComparison *self,
          PostilAnnotation *passage,
          gboolean          is_rejected)
{
  PostilSpan hull = postil_annotation_get_hull (passage);

  for (guint r = find_first_row (self, hull.start); r < self->rows->len; r++)
    {
      PostilComparisonRow *row = self->rows->pdata[r];

      if (row->hull.start >= hull.end)
        break;
      if (take_back (row, passage, is_rejected))
        return row;
    }
  /* What was found by its words does not stand where it says. */
  for (guint r = 0; is_rejected && r < self->rows->len; r++)
    if (take_back (self->rows->pdata[r], passage, TRUE))
      return self->rows->pdata[r];
  return NULL;
}

/* But for what a consensus says about itself. */
static gboolean
have_same_attributes (PostilAnnotation *a,
                      PostilAnnotation *b)
{
  PostilAnnotation *const sides[] = { a, b };

  for (guint side = 0; side < 2; side++)
    {
      guint n = 0;
      const PostilAttribute *attributes = postil_annotation_get_attributes (sides[side], &n);

      for (guint i = 0; i < n; i++)
        if (!postil_decision_is_attribute (attributes[i].name)
            && g_strcmp0 (postil_annotation_get_attribute (sides[1 - side], attributes[i].name), attributes[i].value) != 0)
          return FALSE;
    }
  return TRUE;
}

static PostilDifference
find_kind (const PostilComparisonRow *row,
           guint                      n_coders)
{
  gboolean same_place = TRUE, same_code = TRUE, same_attributes = TRUE;

  for (guint i = 0; i < n_coders; i++)
    {
      if (row->passages[i] == NULL)
        return POSTIL_DIFFERENCE_MISSING;
      same_place = same_place && postil_annotation_same_place (row->passages[0], row->passages[i]);
      same_code = same_code && is_same_code (row->passages[0], row->passages[i]);
      same_attributes = same_attributes && have_same_attributes (row->passages[0], row->passages[i]);
    }
  if (!same_place)
    return same_code ? POSTIL_DIFFERENCE_BORDERS : POSTIL_DIFFERENCE_BORDERS_AND_CODE;
  if (!same_code)
    return POSTIL_DIFFERENCE_CODE;
  return same_attributes ? POSTIL_DIFFERENCE_NONE : POSTIL_DIFFERENCE_ATTRIBUTES;
}

gboolean
postil_comparison_row_is_settled (const PostilComparisonRow *row)
{
  g_return_val_if_fail (row != NULL, FALSE);

  return row->settled->len > 0 || row->rejected->len > 0;
}

PostilComparison *
postil_comparison_new (PostilLayer *const *layers,
                       guint               n_coders,
                       PostilLayer        *consensus)
{
  PostilComparison *self = NULL;

  g_return_val_if_fail (layers != NULL || n_coders == 0, NULL);

  self = g_new0 (PostilComparison, 1);
  self->n_coders = n_coders;
  self->rows = g_ptr_array_new_with_free_func (row_free);
  for (guint i = 0; i < n_coders; i++)
    add_coder (self, i, layers[i]);
  for (guint i = 0; consensus != NULL && i < postil_layer_get_n_annotations (consensus); i++)
    settle (self, postil_layer_get_annotation (consensus, i), FALSE);
  for (guint i = 0; consensus != NULL && i < postil_layer_get_rejections (consensus)->len; i++)
    settle (self, postil_layer_get_rejections (consensus)->pdata[i], TRUE);
  for (guint r = 0; r < self->rows->len; r++)
    {
      PostilComparisonRow *row = self->rows->pdata[r];

      row->kind = find_kind (row, n_coders);
    }
  return self;
}

void
postil_comparison_free (PostilComparison *self)
{
  if (self == NULL)
    return;

  for (guint r = 0; r < self->rows->len; r++)
    for (guint i = 0; i < self->n_coders; i++)
      g_clear_pointer (&((PostilComparisonRow *) self->rows->pdata[r])->passages[i], postil_annotation_unref);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

GPtrArray *
postil_comparison_follow (PostilComparison *self,
                          PostilChange     *change)
{
  GPtrArray *rows = g_ptr_array_new ();
  GPtrArray *removed = NULL;
  GPtrArray *added = NULL;

  g_return_val_if_fail (self != NULL, rows);
  g_return_val_if_fail (change != NULL, rows);

  removed = postil_change_get_removed (change);
  added = postil_change_get_added (change);
  for (guint i = 0; i < removed->len; i++)
    g_ptr_array_add (rows, unsettle (self, removed->pdata[i], FALSE));
  for (guint i = 0; i < added->len; i++)
    g_ptr_array_add (rows, settle (self, added->pdata[i], FALSE));
  removed = postil_change_get_removed_rejections (change);
  added = postil_change_get_added_rejections (change);
  for (guint i = 0; i < removed->len; i++)
    g_ptr_array_add (rows, unsettle (self, removed->pdata[i], TRUE));
  for (guint i = 0; i < added->len; i++)
    g_ptr_array_add (rows, settle (self, added->pdata[i], TRUE));
  while (g_ptr_array_remove_fast (rows, NULL))
    ;
  return rows;
}

const char *
postil_difference_get_name (PostilDifference kind)
{
  static const char *const names[POSTIL_N_DIFFERENCES] = {
    [POSTIL_DIFFERENCE_NONE] = "same",
    [POSTIL_DIFFERENCE_ATTRIBUTES] = "attributes",
    [POSTIL_DIFFERENCE_CODE] = "code",
    [POSTIL_DIFFERENCE_BORDERS] = "borders",
    [POSTIL_DIFFERENCE_BORDERS_AND_CODE] = "borders-and-code",
    [POSTIL_DIFFERENCE_MISSING] = "missing",
  };

  g_return_val_if_fail (kind < POSTIL_N_DIFFERENCES, NULL);

  return names[kind];
}

PostilLayer *
postil_comparison_dup_settled_layer (PostilComparison *self,
                                     guint             coder,
                                     PostilLayer      *layer,
                                     gboolean          is_done)
{
  PostilLayer *settled = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (coder < self->n_coders, NULL);
  g_return_val_if_fail (layer != NULL, NULL);

  settled = postil_layer_copy (layer);
  for (guint r = 0; r < self->rows->len; r++)
    {
      const PostilComparisonRow *row = self->rows->pdata[r];

      if (!postil_comparison_row_is_settled (row) && !is_done)
        continue;
      if (row->passages[coder] != NULL)
        postil_layer_remove (settled, row->passages[coder]);
      for (guint i = 0; i < row->settled->len; i++)
        postil_layer_add (settled, row->settled->pdata[i]);
    }
  return settled;
}
