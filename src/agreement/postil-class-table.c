/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a class is exported as: for spreadsheets and scripts, so nothing here is translated and
 * numbers have a point. Pure. */

#include "config.h"

#include "agreement/postil-class.h"

#include <string.h>

#define BIT(column) (G_GUINT64_CONSTANT (1) << (column))

static const char *const score_titles[] = {
  "student", "key_passages", "passages", "found", "borders", "other_code", "missed", "extra",
  "exact_precision", "exact_recall", "exact_f1", "overlap_precision", "overlap_recall", "overlap_f1", "partial_credit", NULL
};
static const char *const reason_titles[] = {
  "student", "reason", "code", "given_code", "credit", "start", "end", "start_off", "end_off", "characters_off", "quote", NULL
};
static const char *const passage_titles[] = {
  "code", "start", "end", "students", "share", "mean", "who", "quote", NULL
};
static const char *const key_titles[] = {
  "code", "start", "end", "found", "borders", "other_code", "missed", "quote", NULL
};

static void
add_text (PostilClassTable *self,
          const char       *text)
{
  g_ptr_array_add (self->cells, g_strdup (text != NULL ? text : ""));
}

static void
add_number (PostilClassTable *self,
            gint64            number)
{
  g_ptr_array_add (self->cells, g_strdup_printf ("%" G_GINT64_FORMAT, number));
}

static void
add_share (PostilClassTable *self,
           double            part,
           double            whole)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (whole > 0)
    add_text (self, g_ascii_formatd (buffer, sizeof buffer, "%.4f", part / whole));
  else
    add_text (self, "");
}

static void
add_matches (PostilClassTable  *self,
             const PostilScore *score,
             guint              n)
{
  add_share (self, n, score->n_passages);
  add_share (self, n, score->n_key);
  add_share (self, 2.0 * n, (double) score->n_key + score->n_passages);
}

static void
add_scores (PostilClassTable *self,
            PostilClass      *class)
{
  for (guint i = 0; i < postil_class_get_n_students (class); i++)
    {
      const PostilScore *score = postil_class_get_score (class, i);

      if (score == NULL)
        return;
      add_text (self, postil_class_get_name (class, i));
      add_number (self, score->n_key);
      add_number (self, score->n_passages);
      for (guint r = 0; r < POSTIL_N_REASONS; r++)
        add_number (self, score->n_reasons[r]);
      add_matches (self, score, score->n_exact);
      add_matches (self, score, score->n_overlap);
      add_share (self, 2 * score->total_iou, (double) score->n_key + score->n_passages);
    }
}

static void
add_reason (PostilClassTable      *self,
            const PostilScoreItem *item)
{
  PostilSpan hull = postil_score_item_get_hull (item);
  gboolean is_pair = item->key != NULL && item->passage != NULL;
  g_autofree char *quote = postil_annotation_dup_quote (item->key != NULL ? item->key : item->passage);

  add_text (self, postil_reason_get_name (item->reason));
  add_text (self, item->key != NULL ? postil_annotation_get_code (item->key) : NULL);
  add_text (self, item->passage != NULL ? postil_annotation_get_code (item->passage) : NULL);
  add_share (self, item->credit, 1);
  add_number (self, hull.start);
  add_number (self, hull.end);
  if (is_pair)
    {
      add_number (self, item->n_start);
      add_number (self, item->n_end);
      add_number (self, item->n_off);
    }
  else
    for (guint i = 0; i < 3; i++)
      add_text (self, NULL);
  add_text (self, quote);
}

static void
add_reasons (PostilClassTable *self,
             PostilClass      *class)
{
  for (guint i = 0; i < postil_class_get_n_students (class); i++)
    {
      const PostilScore *score = postil_class_get_score (class, i);

      for (guint j = 0; score != NULL && j < score->items->len; j++)
        {
          add_text (self, postil_class_get_name (class, i));
          add_reason (self, &g_array_index (score->items, PostilScoreItem, j));
        }
    }
}

static void
add_passages (PostilClassTable *self,
              PostilClass      *class)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < postil_class_get_n_passages (class); i++)
    {
      const PostilHeatPassage *passage = postil_class_get_passage (class, i);
      g_autoptr (GArray) who = postil_class_find_who (class, i);
      g_autofree char *names = postil_class_dup_names (class, who);
      g_autofree char *quote = postil_text_contains (postil_class_get_text (class), passage->span)
                               ? postil_text_dup_slice (postil_class_get_text (class), passage->span) : NULL;

      add_text (self, passage->code);
      add_number (self, passage->span.start);
      add_number (self, passage->span.end);
      add_number (self, passage->n);
      add_share (self, passage->n, postil_class_get_n_students (class));
      add_text (self, g_ascii_formatd (buffer, sizeof buffer, "%.4f", passage->mean));
      add_text (self, names);
      add_text (self, quote);
    }
}

static void
add_key (PostilClassTable *self,
         PostilClass      *class)
{
  for (guint i = 0; i < postil_class_get_n_key_items (class); i++)
    {
      const PostilClassKeyItem *item = postil_class_get_key_item (class, i);
      PostilSpan hull = postil_annotation_get_hull (item->key);
      g_autofree char *quote = postil_annotation_dup_quote (item->key);

      add_text (self, postil_annotation_get_code (item->key));
      add_number (self, hull.start);
      add_number (self, hull.end);
      for (guint r = 0; r < POSTIL_REASON_EXTRA; r++)
        add_number (self, item->n_reasons[r]);
      add_text (self, quote);
    }
}

static const struct
{
  const char        *name;
  const char *const *titles;
  guint64            texts; /* columns that are no numbers */
  void             (*add) (PostilClassTable *self, PostilClass *class);
} kinds[POSTIL_N_CLASS_TABLES] = {
  [POSTIL_CLASS_SCORES] = { "scores", score_titles, BIT (0), add_scores },
  [POSTIL_CLASS_REASONS] = { "reasons", reason_titles, BIT (0) | BIT (1) | BIT (2) | BIT (3) | BIT (10), add_reasons },
  [POSTIL_CLASS_PASSAGES] = { "passages", passage_titles, BIT (0) | BIT (6) | BIT (7), add_passages },
  [POSTIL_CLASS_KEY] = { "key", key_titles, BIT (0) | BIT (7), add_key },
};

PostilClassTable *
postil_class_new_table (PostilClass          *self,
                        PostilClassTableKind  kind)
{
  PostilClassTable *table = NULL;

  g_return_val_if_fail (self != NULL && kind < POSTIL_N_CLASS_TABLES, NULL);

  table = g_new0 (PostilClassTable, 1);
  table->name = kinds[kind].name;
  table->titles = kinds[kind].titles;
  table->n_columns = g_strv_length ((char **) kinds[kind].titles);
  table->numeric = ~kinds[kind].texts;
  table->cells = g_ptr_array_new_with_free_func (g_free);
  kinds[kind].add (table, self);
  return table;
}

void
postil_class_table_free (PostilClassTable *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->cells);
  g_free (self);
}
