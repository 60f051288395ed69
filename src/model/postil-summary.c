/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A coder's work in an article, counted. It lives in thousands at once, so the codes' names
 * stand behind the counts in one block. Invariant: the counts are sorted by code. Any thread. */

#include "config.h"

#include "model/postil-summary.h"

#include <string.h>

struct _PostilSummary
{
  gatomicrefcount   ref_count;
  PostilSummaryInit init;
  guint             n_annotations;
  guint             n_counts;
  PostilSummaryCount   counts[]; /* and behind them the names */
};

static int
compare_counts (gconstpointer a,
                gconstpointer b)
{
  const PostilSummaryCount *left = a;
  const PostilSummaryCount *right = b;

  return strcmp (left->code, right->code);
}

PostilSummary *
postil_summary_new (const PostilSummaryInit *init,
                    const PostilSummaryCount   *counts,
                    guint                    n_counts)
{
  PostilSummary *self = NULL;
  gsize n_bytes = 0;
  char *names = NULL;

  g_return_val_if_fail (init != NULL, NULL);
  g_return_val_if_fail (counts != NULL || n_counts == 0, NULL);

  for (guint i = 0; i < n_counts; i++)
    n_bytes += strlen (counts[i].code) + 1;
  self = g_malloc0 (sizeof (PostilSummary) + n_counts * sizeof (PostilSummaryCount) + n_bytes);
  g_atomic_ref_count_init (&self->ref_count);
  self->init = *init;
  self->n_counts = n_counts;
  names = (char *) &self->counts[n_counts];
  for (guint i = 0; i < n_counts; i++)
    {
      gsize length = strlen (counts[i].code) + 1;

      memcpy (names, counts[i].code, length);
      self->counts[i].code = names;
      self->counts[i].n = counts[i].n;
      self->n_annotations += counts[i].n;
      names += length;
    }
  if (n_counts > 1)
    qsort (self->counts, n_counts, sizeof (PostilSummaryCount), compare_counts);
  return self;
}

PostilSummary *
postil_summary_ref (PostilSummary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_summary_unref (PostilSummary *self)
{
  if (self != NULL && g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

gboolean
postil_summary_equal (PostilSummary *a,
                      PostilSummary *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || a->n_counts != b->n_counts || a->init.is_done != b->init.is_done ||
      a->init.n_unsure != b->init.n_unsure || a->init.n_orphans != b->init.n_orphans ||
      a->init.n_moved != b->init.n_moved || a->init.modified != b->init.modified)
    return FALSE;
  for (guint i = 0; i < a->n_counts; i++)
    if (a->counts[i].n != b->counts[i].n || !g_str_equal (a->counts[i].code, b->counts[i].code))
      return FALSE;
  return TRUE;
}

const PostilSummaryInit *
postil_summary_get (PostilSummary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->init;
}

PostilArticleState
postil_summary_get_state (PostilSummary *self)
{
  if (self == NULL)
    return POSTIL_ARTICLE_UNTOUCHED;
  if (self->init.is_done)
    return POSTIL_ARTICLE_DONE;
  return self->n_annotations > 0 ? POSTIL_ARTICLE_IN_PROGRESS : POSTIL_ARTICLE_UNTOUCHED;
}

guint
postil_summary_get_n_annotations (PostilSummary *self)
{
  return self != NULL ? self->n_annotations : 0;
}

const PostilSummaryCount *
postil_summary_get_counts (PostilSummary *self,
                           guint         *n_counts)
{
  g_return_val_if_fail (n_counts != NULL, NULL);

  *n_counts = self != NULL ? self->n_counts : 0;
  return self != NULL ? self->counts : NULL;
}

guint
postil_summary_count_code (PostilSummary *self,
                           const char    *code)
{
  g_return_val_if_fail (code != NULL, 0);

  for (guint i = 0; self != NULL && i < self->n_counts; i++)
    if (g_str_equal (self->counts[i].code, code))
      return self->counts[i].n;
  return 0;
}

guint
postil_summary_count_unknown (PostilSummary  *self,
                              PostilCodebook *codebook)
{
  guint n = 0;

  g_return_val_if_fail (codebook != NULL, 0);

  for (guint i = 0; self != NULL && i < self->n_counts; i++)
    if (postil_codebook_lookup_code (codebook, self->counts[i].code) == NULL)
      n += self->counts[i].n;
  return n;
}
