/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of a presentation. Invariant: the passages of steps 1…n are the first ends[n - 1] of
 * the list, so that to reveal is to add, and to go back is to remove. Main thread. */

#include "config.h"

#include "model/postil-reveal.h"

#include <string.h>

struct _PostilReveal
{
  GPtrArray *passages; /* (element-type PostilAnnotation) in the order of the steps */
  GArray    *ends;     /* guint a step: how many passages are shown after it */
};

typedef struct
{
  PostilAnnotation *annotation;
  guint             rank;  /* of its code, where that is the order */
  guint             place; /* in the layer */
} Entry;

static guint
get_rank (PostilCodebook *codebook,
          GHashTable     *unknown,
          const char     *code)
{
  guint n = postil_codebook_get_n_codes (codebook);
  gpointer rank = NULL;

  for (guint i = 0; i < n; i++)
    if (strcmp (postil_codebook_get_code (codebook, i)->id, code) == 0)
      return i;
  if (!g_hash_table_lookup_extended (unknown, code, NULL, &rank))
    {
      rank = GUINT_TO_POINTER (n + g_hash_table_size (unknown));
      g_hash_table_insert (unknown, (gpointer) code, rank);
    }
  return GPOINTER_TO_UINT (rank);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;
  return first->place < second->place ? -1 : first->place > second->place;
}

static PostilAnnotation *
dup_numbered (PostilAnnotation *annotation,
              guint             number)
{
  PostilAnnotationInit init;
  g_autofree char *id = g_strdup_printf ("%u", number);

  postil_annotation_to_init (annotation, &init);
  init.id = id;
  init.source = NULL;
  return postil_annotation_new (&init);
}

static GArray *
dup_entries (PostilText        *text,
             PostilCodebook    *codebook,
             PostilLayer       *layer,
             PostilRevealOrder  order)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GHashTable) unknown = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
      Entry entry = { annotation, 0, i };

      if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN ||
          postil_annotation_check (annotation, text) == POSTIL_FIT_RANGE)
        continue;
      if (order == POSTIL_REVEAL_BY_CODE)
        entry.rank = get_rank (codebook, unknown, postil_annotation_get_code (annotation));
      g_array_append_val (entries, entry);
    }
  g_array_sort (entries, compare_entries);
  return entries;
}

PostilReveal *
postil_reveal_new (PostilText        *text,
                   PostilCodebook    *codebook,
                   PostilLayer       *layer,
                   PostilRevealOrder  order)
{
  PostilReveal *self = NULL;
  g_autoptr (GArray) entries = NULL;

  g_return_val_if_fail (text != NULL && codebook != NULL && layer != NULL, NULL);

  self = g_new0 (PostilReveal, 1);
  self->passages = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  entries = dup_entries (text, codebook, layer, order);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      guint end = i + 1;

      g_ptr_array_add (self->passages, dup_numbered (entry->annotation, i));
      if (order == POSTIL_REVEAL_BY_PASSAGE || end == entries->len ||
          g_array_index (entries, Entry, end).rank != entry->rank)
        g_array_append_val (self->ends, end);
    }
  return self;
}

void
postil_reveal_free (PostilReveal *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->passages);
  g_array_unref (self->ends);
  g_free (self);
}

guint
postil_reveal_get_n_steps (PostilReveal *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->ends->len;
}

guint
postil_reveal_get_n_passages (PostilReveal *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->passages->len;
}

static guint
get_end (PostilReveal *self,
         guint         step)
{
  return step > 0 ? g_array_index (self->ends, guint, step - 1) : 0;
}

PostilAnnotation *
postil_reveal_get_first (PostilReveal *self,
                         guint         step,
                         guint        *n)
{
  g_return_val_if_fail (self != NULL && n != NULL, NULL);
  g_return_val_if_fail (step > 0 && step <= self->ends->len, NULL);

  *n = get_end (self, step) - get_end (self, step - 1);
  return self->passages->pdata[get_end (self, step - 1)];
}

guint
postil_reveal_count (PostilReveal *self,
                     guint         step,
                     const char   *code)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL && code != NULL, 0);
  g_return_val_if_fail (step <= self->ends->len, 0);

  for (guint i = 0; i < get_end (self, step); i++)
    n += strcmp (postil_annotation_get_code (self->passages->pdata[i]), code) == 0 ? 1 : 0;
  return n;
}

PostilChange *
postil_reveal_dup_change (PostilReveal *self,
                          guint         from,
                          guint         to)
{
  PostilChange *change = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (from <= self->ends->len && to <= self->ends->len, NULL);

  change = postil_change_new (POSTIL_CHANGE_TAG);
  for (guint i = get_end (self, from); i < get_end (self, to); i++)
    postil_change_add (change, self->passages->pdata[i]);
  for (guint i = get_end (self, to); i < get_end (self, from); i++)
    postil_change_remove (change, self->passages->pdata[i]);
  return change;
}
