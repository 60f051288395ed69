/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A coding plan, and how one is drawn. To be fair and yet random, articles are put in order of
 * their length and cut into strata: of each stratum one article, drawn by lot, is for all; the
 * others are dealt out in rounds, the longest of a round to whoever has the least to read so
 * far. Invariant: a coder and an article are together at most once. One thread. */

#include "config.h"

#include "model/postil-plan.h"

#include <math.h>
#include <string.h>

struct _PostilPlan
{
  GArray     *rows;    /* of PostilPlanRow */
  GHashTable *pairs;   /* "article\ncoder" */
  GHashTable *strings; /* each once, for the rows */
};

/* While a plan is drawn. */
typedef struct
{
  GRand                   *rand;
  const char *const       *coders;
  guint                    n_coders;
  GArray                  *sorted;   /* of PostilPlanArticle, the longest first */
  GPtrArray              **shares;   /* of each coder: of const char * */
  guint64                 *n_chars;  /* likewise */
  guint                   *lots;     /* likewise: who comes first of two with as much */
  GHashTable              *for_all;
} Draw;

PostilPlan *
postil_plan_new (void)
{
  PostilPlan *self = g_new0 (PostilPlan, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (PostilPlanRow));
  self->pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->strings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
postil_plan_free (PostilPlan *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rows);
  g_hash_table_unref (self->pairs);
  g_hash_table_unref (self->strings);
  g_free (self);
}

static const char *
intern (PostilPlan *self,
        const char *text)
{
  const char *known = g_hash_table_lookup (self->strings, text);
  char *copy;

  if (known != NULL)
    return known;
  copy = g_strdup (text);
  g_hash_table_insert (self->strings, copy, copy);
  return copy;
}

gboolean
postil_plan_add (PostilPlan *self,
                 const char *article,
                 const char *coder,
                 gboolean    for_all)
{
  PostilPlanRow row = { NULL, NULL, for_all };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (article != NULL && coder != NULL, FALSE);

  if (!g_hash_table_add (self->pairs, g_strconcat (article, "\n", coder, NULL)))
    return FALSE;
  row.article = intern (self, article);
  row.coder = intern (self, coder);
  g_array_append_val (self->rows, row);
  return TRUE;
}

guint
postil_plan_get_n (PostilPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

const PostilPlanRow *
postil_plan_get (PostilPlan *self,
                 guint       index)
{
  g_return_val_if_fail (self != NULL && index < self->rows->len, NULL);

  return &g_array_index (self->rows, PostilPlanRow, index);
}

char **
postil_plan_dup_coders (PostilPlan *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) coders = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *coder = g_array_index (self->rows, PostilPlanRow, i).coder;

      if (g_hash_table_add (seen, (gpointer) coder))
        g_strv_builder_add (coders, coder);
    }
  return g_strv_builder_end (coders);
}

GHashTable *
postil_plan_dup_places (PostilPlan *self,
                        const char *coder)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  g_return_val_if_fail (self != NULL && coder != NULL, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const PostilPlanRow *row = &g_array_index (self->rows, PostilPlanRow, i);

      if (strcmp (row->coder, coder) == 0)
        g_hash_table_insert (places, g_strdup (row->article), GUINT_TO_POINTER (++n));
    }
  return n > 0 ? g_steal_pointer (&places) : NULL;
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (((const PostilPlanArticle *) a)->path, ((const PostilPlanArticle *) b)->path);
}

static int
compare_lengths (gconstpointer a,
                 gconstpointer b)
{
  guint left = ((const PostilPlanArticle *) a)->n_chars;
  guint right = ((const PostilPlanArticle *) b)->n_chars;

  return (left < right) - (left > right);
}

static void
shuffle_articles (Draw   *self,
                  GArray *articles)
{
  for (guint i = articles->len; i > 1; i--)
    {
      guint j = (guint) g_rand_int_range (self->rand, 0, (gint32) i);
      PostilPlanArticle kept = g_array_index (articles, PostilPlanArticle, i - 1);

      g_array_index (articles, PostilPlanArticle, i - 1) = g_array_index (articles, PostilPlanArticle, j);
      g_array_index (articles, PostilPlanArticle, j) = kept;
    }
}

/* One of each stratum of neighbours in length. */
static void
draw_for_all (Draw *self,
              guint n_for_all)
{
  guint n = self->sorted->len;

  for (guint i = 0; i < n_for_all; i++)
    {
      guint from = (guint) ((guint64) n * i / n_for_all);
      guint to = (guint) ((guint64) n * (i + 1) / n_for_all);
      guint drawn = (guint) g_rand_int_range (self->rand, (gint32) from, (gint32) to);

      g_hash_table_add (self->for_all, (gpointer) g_array_index (self->sorted, PostilPlanArticle, drawn).path);
    }
}

/* Of those who have not yet got one in this round, whoever has the least to read. */
static guint
find_next (Draw           *self,
           const gboolean *has_one)
{
  guint best = self->n_coders;

  for (guint i = 0; i < self->n_coders; i++)
    {
      if (has_one[i])
        continue;
      if (best == self->n_coders || self->n_chars[i] < self->n_chars[best] ||
          (self->n_chars[i] == self->n_chars[best] && self->lots[i] < self->lots[best]))
        best = i;
    }
  return best;
}

static void
deal (Draw *self)
{
  g_autofree gboolean *has_one = g_new0 (gboolean, self->n_coders);
  guint n_dealt = 0;

  for (guint i = 0; i < self->sorted->len; i++)
    {
      const PostilPlanArticle *article = &g_array_index (self->sorted, PostilPlanArticle, i);
      guint coder;

      if (g_hash_table_contains (self->for_all, article->path))
        {
          for (guint j = 0; j < self->n_coders; j++)
            g_ptr_array_add (self->shares[j], (gpointer) article->path);
          continue;
        }
      if (n_dealt % self->n_coders == 0)
        {
          memset (has_one, 0, sizeof *has_one * self->n_coders);
          for (guint j = 0; j < self->n_coders; j++)
            self->lots[j] = g_rand_int (self->rand);
        }
      coder = find_next (self, has_one);
      has_one[coder] = TRUE;
      self->n_chars[coder] += article->n_chars;
      g_ptr_array_add (self->shares[coder], (gpointer) article->path);
      n_dealt++;
    }
}

/* Each coder's own order, so that the articles for all are not those that all code tired. */
static void
write_shares (Draw       *self,
              PostilPlan *plan)
{
  for (guint i = 0; i < self->n_coders; i++)
    {
      GPtrArray *share = self->shares[i];

      for (guint j = share->len; j > 1; j--)
        {
          guint other = (guint) g_rand_int_range (self->rand, 0, (gint32) j);
          gpointer kept = share->pdata[j - 1];

          share->pdata[j - 1] = share->pdata[other];
          share->pdata[other] = kept;
        }
      for (guint j = 0; j < share->len; j++)
        postil_plan_add (plan, share->pdata[j], self->coders[i],
                         self->n_coders == 1 || g_hash_table_contains (self->for_all, share->pdata[j]));
    }
}

static guint
count_for_all (guint  n_articles,
               guint  n_coders,
               double overlap)
{
  if (n_coders < 2 || n_articles == 0 || overlap <= 0)
    return 0;
  return CLAMP ((guint) lround (overlap * n_articles), 1, n_articles);
}

PostilPlan *
postil_plan_make (const PostilPlanArticle *articles,
                  guint                    n_articles,
                  const char *const       *coders,
                  double                   overlap,
                  guint32                  seed)
{
  Draw draw = { .coders = coders };
  PostilPlan *plan = NULL;

  g_return_val_if_fail (articles != NULL || n_articles == 0, NULL);
  g_return_val_if_fail (n_articles <= G_MAXINT32, NULL);
  g_return_val_if_fail (coders != NULL && coders[0] != NULL, NULL);
  g_return_val_if_fail (overlap >= 0 && overlap <= 1, NULL);

  draw.n_coders = g_strv_length ((char **) coders);
  draw.rand = g_rand_new_with_seed (seed);
  draw.sorted = g_array_new (FALSE, FALSE, sizeof (PostilPlanArticle));
  draw.n_chars = g_new0 (guint64, draw.n_coders);
  draw.lots = g_new0 (guint, draw.n_coders);
  draw.shares = g_new0 (GPtrArray *, draw.n_coders);
  draw.for_all = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < draw.n_coders; i++)
    draw.shares[i] = g_ptr_array_new ();
  if (n_articles > 0)
    g_array_append_vals (draw.sorted, articles, n_articles);
  /* By name first, so that the lot falls the same wherever the names came from. */
  g_array_sort (draw.sorted, compare_paths);
  shuffle_articles (&draw, draw.sorted);
  g_array_sort (draw.sorted, compare_lengths);
  plan = postil_plan_new ();
  draw_for_all (&draw, count_for_all (n_articles, draw.n_coders, overlap));
  deal (&draw);
  write_shares (&draw, plan);

  for (guint i = 0; i < draw.n_coders; i++)
    g_ptr_array_unref (draw.shares[i]);
  g_free (draw.shares);
  g_free (draw.lots);
  g_free (draw.n_chars);
  g_hash_table_unref (draw.for_all);
  g_array_unref (draw.sorted);
  g_rand_free (draw.rand);
  return plan;
}

/* Drawn as what is for all coders is, beside one who can be none. */
guint
postil_plan_add_pass (PostilPlan              *self,
                      const PostilPlanArticle *articles,
                      guint                    n_articles,
                      const char              *coder,
                      double                   share,
                      guint32                  seed)
{
  const char *const coders[] = { coder, "", NULL };
  g_autoptr (PostilPlan) drawn = NULL;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (coder != NULL && *coder != '\0', 0);

  drawn = postil_plan_make (articles, n_articles, coders, share, seed);
  for (guint i = 0; i < postil_plan_get_n (drawn); i++)
    {
      const PostilPlanRow *row = postil_plan_get (drawn, i);

      if (row->for_all && g_str_equal (row->coder, coder))
        n += postil_plan_add (self, row->article, coder, FALSE) ? 1 : 0;
    }
  return n;
}
