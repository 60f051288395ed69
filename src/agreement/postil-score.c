/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores one coder against a key, and says for each passage why. Identical passages are paired
 * first: 1 − intersection over union is a metric, so by its triangle inequality no pairing with
 * a greater sum is lost by that. What is left over is looked through once more for passages of
 * another code. Pure. */

#include "config.h"

#include "agreement/postil-score.h"

#include <glib/gi18n-lib.h>

#include "agreement/postil-matching.h"

#define SAME_IOU 1.0

typedef struct
{
  PostilScore *score;
  GPtrArray   *key;     /* what is not paired yet, in order */
  GPtrArray   *passages;
} Pairing;

static GPtrArray *
dup_passages (PostilLayer *layer,
              const char  *code)
{
  GPtrArray *passages = g_ptr_array_new ();

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN
          && (code == NULL || g_str_equal (postil_annotation_get_code (annotation), code)))
        g_ptr_array_add (passages, annotation);
    }
  return passages;
}

static guint
count_chars (PostilAnnotation *annotation)
{
  guint n_pieces = 0, n = 0;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

  for (guint i = 0; i < n_pieces; i++)
    n += postil_span_length (pieces[i].span);
  return n;
}

static void
add_item (PostilScore      *self,
          PostilReason      reason,
          PostilAnnotation *key,
          PostilAnnotation *passage,
          double            iou)
{
  PostilScoreItem item = { .reason = reason };

  if (key != NULL)
    item.key = postil_annotation_ref (key);
  if (passage != NULL)
    item.passage = postil_annotation_ref (passage);
  if (key != NULL && passage != NULL)
    {
      PostilSpan wanted = postil_annotation_get_hull (key);
      PostilSpan marked = postil_annotation_get_hull (passage);
      double sum = (double) count_chars (key) + count_chars (passage);

      item.n_start = (gint) marked.start - (gint) wanted.start;
      item.n_end = (gint) marked.end - (gint) wanted.end;
      /* both = iou · either, and both + either = sum */
      item.n_off = (guint) (sum * (1 - iou) / (1 + iou) + 0.5);
      item.credit = reason == POSTIL_REASON_OTHER_CODE ? 0 : iou;
    }
  self->n_reasons[reason]++;
  g_array_append_val (self->items, item);
}

static void
drop_taken (GPtrArray      *passages,
            const gboolean *taken)
{
  guint n = 0;

  for (guint i = 0; i < passages->len; i++)
    if (!taken[i])
      passages->pdata[n++] = passages->pdata[i];
  g_ptr_array_set_size (passages, (int) n);
}

/* Pairs of one code that are at least so much alike. */
static void
pair (Pairing      *self,
      PostilReason  reason,
      double        least)
{
  g_autoptr (GArray) pairs = postil_matching_find (self->key, self->passages, NULL, least, POSTIL_MATCHING_BEST);
  g_autofree gboolean *key_taken = g_new0 (gboolean, self->key->len);
  g_autofree gboolean *taken = g_new0 (gboolean, self->passages->len);

  for (guint i = 0; i < pairs->len; i++)
    {
      const PostilMatchedPair *found = &g_array_index (pairs, PostilMatchedPair, i);

      add_item (self->score, reason, self->key->pdata[found->first], self->passages->pdata[found->second], found->iou);
      self->score->total_iou += found->iou;
      key_taken[found->first] = taken[found->second] = TRUE;
    }
  drop_taken (self->key, key_taken);
  drop_taken (self->passages, taken);
}

typedef struct
{
  guint  key;
  guint  passage;
  double iou;
} Candidate;

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *left = a;
  const Candidate *right = b;

  if (left->iou < right->iou || left->iou > right->iou)
    return left->iou > right->iou ? -1 : 1;
  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;
  return (left->passage > right->passage) - (left->passage < right->passage);
}

/* Codes differ here: what has the same was paired before. */
static GArray *
find_candidates (Pairing *self)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  guint32 longest = 0;
  guint from = 0;

  for (guint j = 0; j < self->passages->len; j++)
    longest = MAX (longest, postil_span_length (postil_annotation_get_hull (self->passages->pdata[j])));
  for (guint i = 0; i < self->key->len; i++)
    {
      PostilSpan hull = postil_annotation_get_hull (self->key->pdata[i]);

      while (from < self->passages->len
             && (guint64) postil_annotation_get_hull (self->passages->pdata[from]).start + longest <= hull.start)
        from++;
      for (guint j = from; j < self->passages->len
                           && postil_annotation_get_hull (self->passages->pdata[j]).start < hull.end; j++)
        {
          Candidate candidate = { i, j, postil_matching_iou (self->key->pdata[i], self->passages->pdata[j]) };

          if (candidate.iou >= POSTIL_SCORE_OVERLAP)
            g_array_append_val (candidates, candidate);
        }
    }
  g_array_sort (candidates, compare_candidates);
  return candidates;
}

/* One to one, the most alike first. */
static void
pair_other_codes (Pairing *self)
{
  g_autoptr (GArray) candidates = find_candidates (self);
  g_autofree gboolean *key_taken = g_new0 (gboolean, self->key->len);
  g_autofree gboolean *taken = g_new0 (gboolean, self->passages->len);

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (key_taken[candidate->key] || taken[candidate->passage])
        continue;
      key_taken[candidate->key] = taken[candidate->passage] = TRUE;
      add_item (self->score, POSTIL_REASON_OTHER_CODE, self->key->pdata[candidate->key],
                self->passages->pdata[candidate->passage], candidate->iou);
    }
  drop_taken (self->key, key_taken);
  drop_taken (self->passages, taken);
}

PostilSpan
postil_score_item_get_hull (const PostilScoreItem *self)
{
  g_return_val_if_fail (self != NULL, ((PostilSpan) { 0, 0 }));

  return postil_annotation_get_hull (self->key != NULL ? self->key : self->passage);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const PostilScoreItem *left = a;
  const PostilScoreItem *right = b;
  int order = postil_span_compare (postil_score_item_get_hull (left), postil_score_item_get_hull (right));

  if (order != 0)
    return order;
  if (left->reason != right->reason)
    return left->reason < right->reason ? -1 : 1;
  return postil_annotation_compare (left->key != NULL ? left->key : left->passage,
                                    right->key != NULL ? right->key : right->passage);
}

static void
clear_item (gpointer data)
{
  PostilScoreItem *item = data;

  g_clear_pointer (&item->key, postil_annotation_unref);
  g_clear_pointer (&item->passage, postil_annotation_unref);
}

PostilScore *
postil_score_new (PostilLayer *key,
                  PostilLayer *layer,
                  const char  *code,
                  double       overlap)
{
  PostilScore *self = NULL;
  g_autoptr (GPtrArray) wanted = NULL;
  g_autoptr (GPtrArray) marked = NULL;
  g_autoptr (GArray) overlapping = NULL;
  Pairing pairing = { NULL };

  g_return_val_if_fail (key != NULL && layer != NULL, NULL);

  wanted = dup_passages (key, code);
  marked = dup_passages (layer, code);
  overlapping = postil_matching_find (wanted, marked, NULL, overlap, POSTIL_MATCHING_MOST);
  self = g_new0 (PostilScore, 1);
  self->items = g_array_new (FALSE, FALSE, sizeof (PostilScoreItem));
  g_array_set_clear_func (self->items, clear_item);
  self->n_key = wanted->len;
  self->n_passages = marked->len;
  self->n_overlap = overlapping->len;
  pairing = (Pairing) { self, wanted, marked };
  pair (&pairing, POSTIL_REASON_FOUND, SAME_IOU);
  self->n_exact = self->n_reasons[POSTIL_REASON_FOUND];
  pair (&pairing, POSTIL_REASON_BORDERS, 0);
  pair_other_codes (&pairing);
  for (guint i = 0; i < wanted->len; i++)
    add_item (self, POSTIL_REASON_MISSED, wanted->pdata[i], NULL, 0);
  for (guint i = 0; i < marked->len; i++)
    add_item (self, POSTIL_REASON_EXTRA, NULL, marked->pdata[i], 0);
  g_array_sort (self->items, compare_items);
  return self;
}

void
postil_score_free (PostilScore *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_free (self);
}

static gboolean
get_f1 (const PostilScore *self,
        double             n_matched,
        double            *f1)
{
  guint n = self->n_key + self->n_passages;

  *f1 = n > 0 ? 2 * n_matched / n : 0;
  return n > 0;
}

gboolean
postil_score_get_exact (const PostilScore *self,
                        double            *f1)
{
  g_return_val_if_fail (self != NULL && f1 != NULL, FALSE);

  return get_f1 (self, self->n_exact, f1);
}

gboolean
postil_score_get_overlap (const PostilScore *self,
                          double            *f1)
{
  g_return_val_if_fail (self != NULL && f1 != NULL, FALSE);

  return get_f1 (self, self->n_overlap, f1);
}

gboolean
postil_score_get_partial (const PostilScore *self,
                          double            *credit)
{
  g_return_val_if_fail (self != NULL && credit != NULL, FALSE);

  return get_f1 (self, self->total_iou, credit);
}

const char *
postil_reason_get_name (PostilReason reason)
{
  static const char *const names[POSTIL_N_REASONS] = {
    [POSTIL_REASON_FOUND] = "found",
    [POSTIL_REASON_BORDERS] = "borders",
    [POSTIL_REASON_OTHER_CODE] = "other-code",
    [POSTIL_REASON_MISSED] = "missed",
    [POSTIL_REASON_EXTRA] = "extra",
  };

  g_return_val_if_fail (reason < POSTIL_N_REASONS, "");

  return names[reason];
}

char *
postil_score_item_dup_text (const PostilScoreItem *self,
                            PostilCodebook        *codebook)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (codebook != NULL, NULL);

  switch (self->reason)
    {
    case POSTIL_REASON_FOUND:
      return g_strdup (_("Found"));
    case POSTIL_REASON_BORDERS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Found, borders off by %u character",
                                           "Found, borders off by %u characters", self->n_off), self->n_off);
    case POSTIL_REASON_OTHER_CODE:
      /* Translators: the code that a student gave a passage in place of the key's. */
      return g_strdup_printf (_("Other code: %s"),
                              postil_codebook_show_code (codebook, postil_annotation_get_code (self->passage)));
    case POSTIL_REASON_MISSED:
      return g_strdup (_("Missed"));
    case POSTIL_REASON_EXTRA:
    case POSTIL_N_REASONS:
    default:
      return g_strdup (_("Not in the key"));
    }
}
