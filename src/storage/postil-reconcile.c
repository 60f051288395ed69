/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes changes fit a layer that is not quite the one they were made for: a journal replayed
 * onto a sidecar that somebody else has edited, a merge shown in an open document. Pure. */

#include "config.h"

#include "storage/postil-reconcile.h"

#include "model/postil-merge.h"

/* The first of each id; the table borrows. */
static GHashTable *
index_by_id (GPtrArray *annotations)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = annotations->len; i-- > 0;)
    g_hash_table_replace (index, (gpointer) postil_annotation_get_id (annotations->pdata[i]),
                          annotations->pdata[i]);
  return index;
}

static PostilLayer *
make_layer_of (PostilLayer *like, PostilAnnotation *annotation)
{
  PostilLayer *layer = postil_layer_new (postil_layer_get_info (like));

  if (annotation != NULL)
    postil_layer_add (layer, annotation);
  return layer;
}

/* One annotation by the rules of files.md: @before was common, @after is ours, @there is
 * what stands now. */
static PostilAnnotation *
merge_annotation (PostilLayer *like, PostilAnnotation *before, PostilAnnotation *after,
                  PostilAnnotation *there, PostilReport *report)
{
  g_autoptr(PostilLayer) base = before != NULL ? make_layer_of (like, before) : NULL;
  g_autoptr(PostilLayer) ours = make_layer_of (like, after);
  g_autoptr(PostilLayer) theirs = make_layer_of (like, there);
  g_autoptr(PostilLayer) merged = postil_merge_layers (base, ours, theirs, report);
  PostilAnnotation *result = postil_layer_lookup (merged, postil_annotation_get_id (after));

  return postil_annotation_ref (result != NULL ? result : after);
}

static void
reconcile_added (PostilLayer *layer, PostilAnnotation *before, PostilAnnotation *after,
                 PostilChange *result, PostilReport *report)
{
  PostilAnnotation *there = postil_layer_lookup (layer, postil_annotation_get_id (after));
  g_autoptr(PostilAnnotation) merged = NULL;

  if (there == NULL)
    {
      postil_change_add (result, after);
      return;
    }
  if (postil_annotation_equal (there, after))
    return;
  if (before != NULL && postil_annotation_equal (there, before))
    {
      postil_change_replace (result, there, after);
      return;
    }
  merged = merge_annotation (layer, before, after, there, report);
  if (!postil_annotation_equal (there, merged))
    postil_change_replace (result, there, merged);
}

static void
reconcile_links (PostilLayer *layer, PostilChange *change, PostilChange *result)
{
  GPtrArray *removed = postil_change_get_removed_links (change);
  GPtrArray *added = postil_change_get_added_links (change);

  for (guint i = 0; i < removed->len; i++)
    {
      PostilLink *there = postil_layer_lookup_link (layer, postil_link_get_id (removed->pdata[i]));

      if (there != NULL && postil_link_equal (there, removed->pdata[i]))
        postil_change_remove_link (result, there);
    }
  for (guint i = 0; i < added->len; i++)
    {
      PostilLink *there = postil_layer_lookup_link (layer, postil_link_get_id (added->pdata[i]));

      if (there == NULL)
        postil_change_add_link (result, added->pdata[i]);
    }
}

static void
reconcile_rejections (PostilLayer *layer, PostilChange *change, PostilChange *result)
{
  GPtrArray *removed = postil_change_get_removed_rejections (change);
  GPtrArray *added = postil_change_get_added_rejections (change);

  for (guint i = 0; i < removed->len; i++)
    {
      PostilAnnotation *there = postil_layer_lookup_rejection (layer, postil_annotation_get_id (removed->pdata[i]));

      if (there != NULL && postil_annotation_equal (there, removed->pdata[i]))
        postil_change_remove_rejection (result, there);
    }
  for (guint i = 0; i < added->len; i++)
    if (postil_layer_lookup_rejection (layer, postil_annotation_get_id (added->pdata[i])) == NULL)
      postil_change_add_rejection (result, added->pdata[i]);
}

PostilChange *
postil_reconcile_change (PostilLayer  *layer,
                         PostilChange *change,
                         PostilReport *report)
{
  g_autoptr(GHashTable) removed_by_id = NULL;
  g_autoptr(GHashTable) added_by_id = NULL;
  GPtrArray *removed, *added;
  PostilChange *result;
  const char *before, *after;

  g_return_val_if_fail (layer != NULL, NULL);
  g_return_val_if_fail (change != NULL, NULL);

  result = postil_change_new (postil_change_get_kind (change));
  removed = postil_change_get_removed (change);
  added = postil_change_get_added (change);
  removed_by_id = index_by_id (removed);
  added_by_id = index_by_id (added);
  for (guint i = 0; i < removed->len; i++)
    {
      const char *id = postil_annotation_get_id (removed->pdata[i]);
      PostilAnnotation *there = postil_layer_lookup (layer, id);

      /* Edited by somebody else since: a deletion against an edit keeps the edit. */
      if (!g_hash_table_contains (added_by_id, id) && there != NULL &&
          postil_annotation_equal (there, removed->pdata[i]))
        postil_change_remove (result, there);
    }
  for (guint i = 0; i < added->len; i++)
    reconcile_added (layer, g_hash_table_lookup (removed_by_id, postil_annotation_get_id (added->pdata[i])),
                     added->pdata[i], result, report);
  reconcile_links (layer, change, result);
  reconcile_rejections (layer, change, result);
  if (postil_change_get_status (change, &before, &after) &&
      g_strcmp0 (postil_layer_get_info (layer)->status, after) != 0)
    postil_change_set_status (result, postil_layer_get_info (layer)->status, after);
  return result;
}

/* Those of @from that have no equal in @to. (transfer container) */
static GPtrArray *
find_unequal (PostilLayer *from, PostilLayer *to)
{
  GPtrArray *unequal = g_ptr_array_new ();

  for (guint i = 0; i < postil_layer_get_n_annotations (from); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (from, i);

      if (postil_layer_find_equal (to, annotation) == NULL)
        g_ptr_array_add (unequal, annotation);
    }
  return unequal;
}

/* Pairs by id, each once: a foreign file may hold an id twice. */
static void
diff_annotations (PostilLayer *from, PostilLayer *to, PostilChange *change)
{
  g_autoptr(GPtrArray) gone = find_unequal (from, to);
  g_autoptr(GPtrArray) come = find_unequal (to, from);
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < gone->len; i++)
    {
      gpointer id = (gpointer) postil_annotation_get_id (gone->pdata[i]);

      if (!g_hash_table_contains (by_id, id))
        g_hash_table_insert (by_id, id, gone->pdata[i]);
      else
        postil_change_remove (change, gone->pdata[i]);
    }
  for (guint i = 0; i < come->len; i++)
    {
      const char *id = postil_annotation_get_id (come->pdata[i]);
      PostilAnnotation *old = g_hash_table_lookup (by_id, id);

      if (old != NULL)
        postil_change_replace (change, old, come->pdata[i]);
      else
        postil_change_add (change, come->pdata[i]);
      g_hash_table_remove (by_id, id);
    }
  for (guint i = 0; i < gone->len; i++)
    if (g_hash_table_lookup (by_id, postil_annotation_get_id (gone->pdata[i])) == gone->pdata[i])
      postil_change_remove (change, gone->pdata[i]);
}

static void
diff_rejections (PostilLayer *from, PostilLayer *to, PostilChange *change)
{
  GPtrArray *gone = postil_layer_get_rejections (from);
  GPtrArray *come = postil_layer_get_rejections (to);

  for (guint i = 0; i < gone->len; i++)
    {
      PostilAnnotation *there = postil_layer_lookup_rejection (to, postil_annotation_get_id (gone->pdata[i]));

      if (there == NULL || !postil_annotation_equal (there, gone->pdata[i]))
        postil_change_remove_rejection (change, gone->pdata[i]);
    }
  for (guint i = 0; i < come->len; i++)
    {
      PostilAnnotation *there = postil_layer_lookup_rejection (from, postil_annotation_get_id (come->pdata[i]));

      if (there == NULL || !postil_annotation_equal (there, come->pdata[i]))
        postil_change_add_rejection (change, come->pdata[i]);
    }
}

PostilChange *
postil_reconcile_diff (PostilLayer *from,
                       PostilLayer *to)
{
  return postil_reconcile_diff_as (POSTIL_CHANGE_MERGE, from, to);
}

PostilChange *
postil_reconcile_diff_as (PostilChangeKind  kind,
                          PostilLayer      *from,
                          PostilLayer      *to)
{
  PostilChange *change;
  const char *status_from, *status_to;

  g_return_val_if_fail (from != NULL, NULL);
  g_return_val_if_fail (to != NULL, NULL);

  change = postil_change_new (kind);
  diff_annotations (from, to, change);
  diff_rejections (from, to, change);
  for (guint i = 0; i < postil_layer_get_n_links (from); i++)
    {
      PostilLink *link = postil_layer_get_link (from, i);
      PostilLink *there = postil_layer_lookup_link (to, postil_link_get_id (link));

      if (there == NULL || !postil_link_equal (link, there))
        postil_change_remove_link (change, link);
    }
  for (guint i = 0; i < postil_layer_get_n_links (to); i++)
    {
      PostilLink *link = postil_layer_get_link (to, i);
      PostilLink *there = postil_layer_lookup_link (from, postil_link_get_id (link));

      if (there == NULL || !postil_link_equal (link, there))
        postil_change_add_link (change, link);
    }
  status_from = postil_layer_get_info (from)->status;
  status_to = postil_layer_get_info (to)->status;
  if (g_strcmp0 (status_from, status_to) != 0)
    postil_change_set_status (change, status_from, status_to);
  return change;
}
