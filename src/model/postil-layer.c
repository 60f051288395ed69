/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A layer is in one of two states. Read from a file it is a sorted array: nothing is
 * cheaper to fill and to go through once, which is all that a check or an export of ten
 * thousand files does. The first question for a place, and the first change that does not
 * fit at the end, turn it into a tree. The tables by id and by code are likewise made when
 * first asked for and kept up to date from then on.
 *
 * Invariant: exactly one of sorted and tree is set, and it owns the references. One thread
 * at a time; postil_layer_copy() is what another thread gets. */

#include "config.h"

#include "model/postil-layer.h"

#include "model/postil-layer-info.h"
#include "model/postil-link-list.h"
#include "model/postil-place-tree.h"

/* Adding more than this part of a tree at once is better done by building it anew. */
#define REBUILD_PART 8

struct _PostilLayer
{
  gatomicrefcount  ref_count;
  PostilLayerInfo  info;
  GPtrArray       *sorted;
  PostilPlaceTree *tree;
  PostilLinkList  *links;
  GPtrArray       *rejections; /* sorted */
  GHashTable      *by_id;  /* id → the first of them in order; or NULL */
  GHashTable      *counts; /* code → guint, how many; or NULL */
  guint            n_unsure; /* where counts is set */
};

/* The two states */

static GPtrArray *
new_annotations (guint n)
{
  return g_ptr_array_new_full (n, (GDestroyNotify) postil_annotation_unref);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  return postil_annotation_compare (*(PostilAnnotation *const *) a,
                                    *(PostilAnnotation *const *) b);
}

static void
ensure_tree (PostilLayer *self)
{
  g_autoptr (GPtrArray) sorted = NULL;

  if (self->tree != NULL)
    return;

  sorted = g_steal_pointer (&self->sorted);
  self->tree = postil_place_tree_new_sorted ((PostilAnnotation *const *) sorted->pdata,
                                             sorted->len);
  /* The references are the tree's now. */
  g_ptr_array_set_free_func (sorted, NULL);
}

static gboolean
append_ref_cb (PostilAnnotation *annotation,
               gpointer          user_data)
{
  g_ptr_array_add (user_data, postil_annotation_ref (annotation));
  return TRUE;
}

static GPtrArray *
dup_sorted (PostilLayer *self)
{
  g_autoptr (GPtrArray) sorted = new_annotations (postil_layer_get_n_annotations (self));

  postil_layer_foreach (self, append_ref_cb, sorted);
  return g_steal_pointer (&sorted);
}

static guint
rank_in_array (GPtrArray        *sorted,
               PostilAnnotation *annotation)
{
  guint low = 0;
  guint high = sorted->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (postil_annotation_compare (g_ptr_array_index (sorted, middle), annotation) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* How many stand before it and its equals. */
static guint
rank_of (PostilLayer      *self,
         PostilAnnotation *annotation)
{
  return self->tree != NULL ? postil_place_tree_rank (self->tree, annotation)
                            : rank_in_array (self->sorted, annotation);
}

/* The tables */

static void
count (PostilLayer      *self,
       PostilAnnotation *annotation,
       int               change)
{
  const char *code = postil_annotation_get_code (annotation);
  guint *n;

  if (self->counts == NULL)
    return;

  n = g_hash_table_lookup (self->counts, code);
  if (n == NULL)
    {
      n = g_new0 (guint, 1);
      g_hash_table_insert (self->counts, g_strdup (code), n);
    }
  *n += change;
  if (postil_annotation_is_unsure (annotation))
    self->n_unsure += change;
}

static gboolean
count_cb (PostilAnnotation *annotation,
          gpointer          user_data)
{
  count (user_data, annotation, 1);
  return TRUE;
}

static void
ensure_counts (PostilLayer *self)
{
  if (self->counts != NULL)
    return;

  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->n_unsure = 0;
  postil_layer_foreach (self, count_cb, self);
}

static void
enter_id (PostilLayer      *self,
          PostilAnnotation *annotation)
{
  gpointer id = (gpointer) postil_annotation_get_id (annotation);
  PostilAnnotation *first;

  if (self->by_id == NULL)
    return;

  first = g_hash_table_lookup (self->by_id, id);
  if (first == NULL || postil_annotation_compare (annotation, first) < 0)
    g_hash_table_replace (self->by_id, id, annotation);
}

static gboolean
enter_id_cb (PostilAnnotation *annotation,
             gpointer          user_data)
{
  enter_id (user_data, annotation);
  return TRUE;
}

static void
ensure_by_id (PostilLayer *self)
{
  if (self->by_id != NULL)
    return;

  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  postil_layer_foreach (self, enter_id_cb, self);
}

static void
leave_id (PostilLayer      *self,
          PostilAnnotation *annotation)
{
  if (self->by_id == NULL)
    return;

  /* With an id twice, who is the next first is not known: count anew when asked. */
  if (g_hash_table_size (self->by_id) != postil_layer_get_n_annotations (self))
    g_clear_pointer (&self->by_id, g_hash_table_unref);
  else
    g_hash_table_remove (self->by_id, postil_annotation_get_id (annotation));
}

/* Life */

PostilLayer *
postil_layer_new (const PostilLayerInfo *info)
{
  PostilLayer *self;

  g_return_val_if_fail (info != NULL, NULL);

  self = g_new0 (PostilLayer, 1);
  g_atomic_ref_count_init (&self->ref_count);
  postil_layer_info_copy (&self->info, info);
  postil_layer_info_complete (&self->info);
  self->sorted = new_annotations (0);
  self->links = postil_link_list_new ();
  self->rejections = new_annotations (0);

  return self;
}

PostilLayer *
postil_layer_ref (PostilLayer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_layer_unref (PostilLayer *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->sorted, g_ptr_array_unref);
  g_clear_pointer (&self->tree, postil_place_tree_free);
  postil_link_list_free (self->links);
  g_ptr_array_unref (self->rejections);
  postil_layer_info_clear (&self->info);
  g_free (self);
}

PostilLayer *
postil_layer_copy (PostilLayer *self)
{
  PostilLayer *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (PostilLayer, 1);
  g_atomic_ref_count_init (&copy->ref_count);
  postil_layer_info_copy (&copy->info, &self->info);
  copy->sorted = dup_sorted (self);
  copy->links = postil_link_list_copy (self->links);
  copy->rejections = new_annotations (self->rejections->len);
  for (guint i = 0; i < self->rejections->len; i++)
    g_ptr_array_add (copy->rejections, postil_annotation_ref (self->rejections->pdata[i]));
  return copy;
}

const PostilLayerInfo *
postil_layer_get_info (PostilLayer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->info;
}

void
postil_layer_set_info (PostilLayer           *self,
                       const PostilLayerInfo *info)
{
  PostilLayerInfo changed;
  PostilLayerInfo old;

  g_return_if_fail (self != NULL);
  g_return_if_fail (info != NULL);

  changed = *info;
  if (changed.id == NULL)
    changed.id = self->info.id;
  if (changed.page_id == NULL)
    changed.page_id = self->info.page_id;
  if (changed.status == NULL)
    changed.status = self->info.status;

  /* @info may borrow from what is there now. */
  old = self->info;
  postil_layer_info_copy (&self->info, &changed);
  postil_layer_info_clear (&old);
}

/* Questions */

guint
postil_layer_get_n_annotations (PostilLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tree != NULL ? postil_place_tree_get_n (self->tree) : self->sorted->len;
}

guint
postil_layer_get_n_links (PostilLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return postil_link_list_get_n (self->links);
}

PostilAnnotation *
postil_layer_get_annotation (PostilLayer *self,
                             guint        index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < postil_layer_get_n_annotations (self), NULL);

  return self->tree != NULL ? postil_place_tree_get (self->tree, index)
                            : g_ptr_array_index (self->sorted, index);
}

PostilLink *
postil_layer_get_link (PostilLayer *self,
                       guint        index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < postil_link_list_get_n (self->links), NULL);

  return postil_link_list_get (self->links, index);
}

PostilAnnotation *
postil_layer_lookup (PostilLayer *self,
                     const char  *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  ensure_by_id (self);
  return g_hash_table_lookup (self->by_id, id);
}

PostilLink *
postil_layer_lookup_link (PostilLayer *self,
                          const char  *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return postil_link_list_lookup (self->links, id);
}

PostilAnnotation *
postil_layer_find_equal (PostilLayer      *self,
                         PostilAnnotation *annotation)
{
  PostilAnnotation *equal = NULL;
  PostilAnnotation *first;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (annotation != NULL, NULL);

  first = postil_layer_lookup (self, postil_annotation_get_id (annotation));
  if (first == NULL || first == annotation)
    return first;
  if (!postil_layer_has_duplicate_ids (self))
    return postil_annotation_equal (first, annotation) ? first : NULL;

  n = postil_layer_get_n_annotations (self);
  for (guint i = rank_of (self, annotation); i < n; i++)
    {
      PostilAnnotation *there = postil_layer_get_annotation (self, i);

      if (there == annotation)
        return there;
      if (postil_annotation_compare (there, annotation) != 0)
        break;
      if (equal == NULL && postil_annotation_equal (there, annotation))
        equal = there;
    }

  return equal;
}

gboolean
postil_layer_has_duplicate_ids (PostilLayer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  ensure_by_id (self);
  return g_hash_table_size (self->by_id) != postil_layer_get_n_annotations (self);
}

gboolean
postil_layer_get_index (PostilLayer      *self,
                        PostilAnnotation *annotation,
                        guint            *index)
{
  guint n;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (annotation != NULL, FALSE);

  n = postil_layer_get_n_annotations (self);
  for (guint i = rank_of (self, annotation); i < n; i++)
    {
      PostilAnnotation *there = postil_layer_get_annotation (self, i);

      if (there == annotation)
        {
          if (index != NULL)
            *index = i;
          return TRUE;
        }
      if (postil_annotation_compare (there, annotation) != 0)
        break;
    }

  return FALSE;
}

guint
postil_layer_count_code (PostilLayer *self,
                         const char  *code)
{
  const guint *n;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (code != NULL, 0);

  ensure_counts (self);
  n = g_hash_table_lookup (self->counts, code);
  return n != NULL ? *n : 0;
}

guint
postil_layer_count_unsure (PostilLayer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  ensure_counts (self);
  return self->n_unsure;
}

/* Changes */

static gboolean
fits_at_end (GPtrArray        *sorted,
             PostilAnnotation *annotation)
{
  return sorted->len == 0
         || postil_annotation_compare (g_ptr_array_index (sorted, sorted->len - 1),
                                       annotation) <= 0;
}

void
postil_layer_add (PostilLayer      *self,
                  PostilAnnotation *annotation)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (annotation != NULL);

  if (self->tree == NULL && !fits_at_end (self->sorted, annotation))
    ensure_tree (self);
  if (self->tree != NULL)
    postil_place_tree_insert (self->tree, annotation);
  else
    g_ptr_array_add (self->sorted, postil_annotation_ref (annotation));
  enter_id (self, annotation);
  count (self, annotation, 1);
}

gboolean
postil_layer_remove (PostilLayer      *self,
                     PostilAnnotation *annotation)
{
  g_autoptr (PostilAnnotation) kept = NULL;
  guint index;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (annotation != NULL, FALSE);

  if (!postil_layer_get_index (self, annotation, &index))
    return FALSE;

  kept = postil_annotation_ref (annotation);
  leave_id (self, annotation);
  count (self, annotation, -1);
  ensure_tree (self);
  postil_place_tree_remove_at (self->tree, index);
  return TRUE;
}

void
postil_layer_add_many (PostilLayer             *self,
                       PostilAnnotation *const *annotations,
                       guint                    n)
{
  gboolean is_sorted = TRUE;

  g_return_if_fail (self != NULL);
  g_return_if_fail (annotations != NULL || n == 0);

  if (self->tree != NULL && n <= postil_place_tree_get_n (self->tree) / REBUILD_PART)
    {
      for (guint i = 0; i < n; i++)
        postil_layer_add (self, annotations[i]);
      return;
    }

  if (self->tree != NULL)
    {
      self->sorted = dup_sorted (self);
      g_clear_pointer (&self->tree, postil_place_tree_free);
    }

  for (guint i = 0; i < n; i++)
    {
      is_sorted = is_sorted && fits_at_end (self->sorted, annotations[i]);
      g_ptr_array_add (self->sorted, postil_annotation_ref (annotations[i]));
      enter_id (self, annotations[i]);
      count (self, annotations[i], 1);
    }
  if (!is_sorted)
    g_ptr_array_sort (self->sorted, compare_cb);
}

void
postil_layer_add_link (PostilLayer *self,
                       PostilLink  *link)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (link != NULL);

  postil_link_list_add (self->links, link);
}

gboolean
postil_layer_remove_link (PostilLayer *self,
                          PostilLink  *link)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (link != NULL, FALSE);

  return postil_link_list_remove (self->links, link);
}

GPtrArray *
postil_layer_get_rejections (PostilLayer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rejections;
}

PostilAnnotation *
postil_layer_lookup_rejection (PostilLayer *self,
                               const char  *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->rejections->len; i++)
    if (g_str_equal (postil_annotation_get_id (self->rejections->pdata[i]), id))
      return self->rejections->pdata[i];
  return NULL;
}

void
postil_layer_add_rejection (PostilLayer      *self,
                            PostilAnnotation *rejection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (rejection != NULL);

  g_ptr_array_insert (self->rejections, (int) rank_in_array (self->rejections, rejection), postil_annotation_ref (rejection));
}

gboolean
postil_layer_remove_rejection (PostilLayer      *self,
                               PostilAnnotation *rejection)
{
  PostilAnnotation *there = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (rejection != NULL, FALSE);

  there = postil_layer_lookup_rejection (self, postil_annotation_get_id (rejection));
  return there != NULL && g_ptr_array_remove (self->rejections, there);
}

/* Places */

void
postil_layer_foreach_overlapping (PostilLayer     *self,
                                  PostilSpan       span,
                                  PostilLayerFunc  func,
                                  gpointer         user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  ensure_tree (self);
  postil_place_tree_foreach_overlapping (self->tree, span, func, user_data);
}

void
postil_layer_foreach (PostilLayer     *self,
                      PostilLayerFunc  func,
                      gpointer         user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  if (self->tree != NULL)
    {
      postil_place_tree_foreach (self->tree, func, user_data);
      return;
    }

  for (guint i = 0; i < self->sorted->len; i++)
    {
      if (!func (g_ptr_array_index (self->sorted, i), user_data))
        return;
    }
}

GPtrArray *
postil_layer_dup_links_of (PostilLayer *self,
                           const char  *annotation_id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (annotation_id != NULL, NULL);

  return postil_link_list_dup_of (self->links, annotation_id);
}

guint
postil_layer_find_from (PostilLayer *self,
                        guint        char_offset)
{
  g_return_val_if_fail (self != NULL, 0);

  ensure_tree (self);
  return postil_place_tree_find_from (self->tree, char_offset);
}
