/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Links are few beside annotations, so two sorted arrays do: by (from, to, id), which is
 * the order of the file and owns the references, and by (to, from, id), which finds the
 * links that end at an annotation. A reader that adds out of order makes both wait for the
 * next question, and then they are sorted once. One thread, the layer's. */

#include "config.h"

#include "model/postil-link-list.h"

#include <string.h>

struct _PostilLinkList
{
  GPtrArray  *by_from;
  GPtrArray  *by_to;   /* NULL until asked for */
  GHashTable *by_id;   /* id → the first in order; NULL until asked for */
  gboolean    is_sorted;
};

static int
compare_from_cb (gconstpointer a,
                 gconstpointer b)
{
  return postil_link_compare (*(PostilLink *const *) a, *(PostilLink *const *) b);
}

static int
compare_to (PostilLink *a,
            PostilLink *b)
{
  int order = strcmp (postil_link_get_to (a), postil_link_get_to (b));

  return order != 0 ? order : postil_link_compare (a, b);
}

static int
compare_to_cb (gconstpointer a,
               gconstpointer b)
{
  return compare_to (*(PostilLink *const *) a, *(PostilLink *const *) b);
}

static void
ensure_sorted (PostilLinkList *self)
{
  if (self->is_sorted)
    return;

  g_ptr_array_sort (self->by_from, compare_from_cb);
  self->is_sorted = TRUE;
}

static void
ensure_by_to (PostilLinkList *self)
{
  if (self->by_to != NULL)
    return;

  ensure_sorted (self);
  self->by_to = g_ptr_array_sized_new (self->by_from->len);
  for (guint i = 0; i < self->by_from->len; i++)
    g_ptr_array_add (self->by_to, g_ptr_array_index (self->by_from, i));
  g_ptr_array_sort (self->by_to, compare_to_cb);
}

static void
ensure_by_id (PostilLinkList *self)
{
  if (self->by_id != NULL)
    return;

  ensure_sorted (self);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->by_from->len; i++)
    {
      PostilLink *link = g_ptr_array_index (self->by_from, i);
      gpointer id = (gpointer) postil_link_get_id (link);

      if (!g_hash_table_contains (self->by_id, id))
        g_hash_table_insert (self->by_id, id, link);
    }
}

static void
forget_indexes (PostilLinkList *self)
{
  g_clear_pointer (&self->by_to, g_ptr_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
}

PostilLinkList *
postil_link_list_new (void)
{
  PostilLinkList *self = g_new0 (PostilLinkList, 1);

  self->by_from = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_link_unref);
  self->is_sorted = TRUE;
  return self;
}

PostilLinkList *
postil_link_list_copy (PostilLinkList *self)
{
  PostilLinkList *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = postil_link_list_new ();
  for (guint i = 0; i < self->by_from->len; i++)
    g_ptr_array_add (copy->by_from, postil_link_ref (g_ptr_array_index (self->by_from, i)));
  copy->is_sorted = self->is_sorted;
  return copy;
}

void
postil_link_list_free (PostilLinkList *self)
{
  g_return_if_fail (self != NULL);

  forget_indexes (self);
  g_ptr_array_unref (self->by_from);
  g_free (self);
}

guint
postil_link_list_get_n (PostilLinkList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->by_from->len;
}

PostilLink *
postil_link_list_get (PostilLinkList *self,
                      guint           index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->by_from->len, NULL);

  ensure_sorted (self);
  return g_ptr_array_index (self->by_from, index);
}

PostilLink *
postil_link_list_lookup (PostilLinkList *self,
                         const char     *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (self->by_from->len == 0)
    return NULL;

  ensure_by_id (self);
  return g_hash_table_lookup (self->by_id, id);
}

/* The first index whose link is not before @link. */
static guint
lower_bound (GPtrArray  *links,
             PostilLink *link)
{
  guint low = 0;
  guint high = links->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (postil_link_compare (g_ptr_array_index (links, middle), link) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

void
postil_link_list_add (PostilLinkList *self,
                      PostilLink     *link)
{
  guint n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (link != NULL);

  n = self->by_from->len;
  if (n > 0 && postil_link_compare (g_ptr_array_index (self->by_from, n - 1), link) > 0)
    self->is_sorted = FALSE;
  g_ptr_array_add (self->by_from, postil_link_ref (link));
  forget_indexes (self);
}

gboolean
postil_link_list_remove (PostilLinkList *self,
                         PostilLink     *link)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (link != NULL, FALSE);

  ensure_sorted (self);
  for (guint i = lower_bound (self->by_from, link); i < self->by_from->len; i++)
    {
      PostilLink *there = g_ptr_array_index (self->by_from, i);

      if (there == link)
        {
          forget_indexes (self);
          g_ptr_array_remove_index (self->by_from, i);
          return TRUE;
        }
      if (postil_link_compare (there, link) != 0)
        break;
    }

  return FALSE;
}

/* The first index whose link begins (with @at_to: ends) at @id or at a greater one. */
static guint
find_end (GPtrArray  *links,
          const char *id,
          gboolean    at_to)
{
  guint low = 0;
  guint high = links->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PostilLink *link = g_ptr_array_index (links, middle);
      const char *end = at_to ? postil_link_get_to (link) : postil_link_get_from (link);

      if (strcmp (end, id) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

GPtrArray *
postil_link_list_dup_of (PostilLinkList *self,
                         const char     *annotation_id)
{
  g_autoptr (GPtrArray) links = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (annotation_id != NULL, NULL);

  links = g_ptr_array_new ();
  if (self->by_from->len == 0)
    return g_steal_pointer (&links);

  ensure_by_to (self);
  for (guint i = find_end (self->by_from, annotation_id, FALSE); i < self->by_from->len; i++)
    {
      PostilLink *link = g_ptr_array_index (self->by_from, i);

      if (strcmp (postil_link_get_from (link), annotation_id) != 0)
        break;
      g_ptr_array_add (links, link);
    }
  for (guint i = find_end (self->by_to, annotation_id, TRUE); i < self->by_to->len; i++)
    {
      PostilLink *link = g_ptr_array_index (self->by_to, i);

      if (strcmp (postil_link_get_to (link), annotation_id) != 0)
        break;
      if (strcmp (postil_link_get_from (link), annotation_id) != 0)
        g_ptr_array_add (links, link);
    }

  g_ptr_array_sort (links, compare_from_cb);
  return g_steal_pointer (&links);
}
