/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two versions of a layer of which nobody knows what they have in common are merged to all that
 * is in either, so that a passage that was deleted in one of them comes back. What was deleted
 * here is known, however: it stands in the history. Only what this person did counts, never what came
 * from outside: where a sync service put another computer's file in place of this one's and kept
 * this one's as the copy, all that is missing here is in the copy, and nobody deleted it. Pure. */

#include "config.h"

#include "model/postil-merge-deleted.h"

#include <glib/gi18n-lib.h>

#define EXCERPT_CHARS 60

/* What the history says of the things of one kind. */
typedef struct
{
  GHashTable *deleted;  /* set of ids */
  GHashTable *versions; /* id → GPtrArray of all that it ever was, borrowed */
  const char *(*get_id) (gpointer thing);
} Past;

typedef struct
{
  Past annotations;
  Past links;
} Pasts;

static const char *
get_annotation_id (gpointer thing)
{
  return postil_annotation_get_id (thing);
}

static const char *
get_link_id (gpointer thing)
{
  return postil_link_get_id (thing);
}

static void
past_init (Past *self, const char *(*get_id) (gpointer thing))
{
  self->deleted = g_hash_table_new (g_str_hash, g_str_equal);
  self->versions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->get_id = get_id;
}

static void
past_clear (Past *self)
{
  g_hash_table_unref (self->deleted);
  g_hash_table_unref (self->versions);
}

static void
past_note (Past *self, gpointer thing)
{
  const char *id = self->get_id (thing);
  GPtrArray *versions = g_hash_table_lookup (self->versions, id);

  if (versions == NULL)
    {
      versions = g_ptr_array_new ();
      g_hash_table_insert (self->versions, (gpointer) id, versions);
    }
  g_ptr_array_add (versions, thing);
}

/* One step: what it took and what it brought. */
static void
past_step (Past *self, GPtrArray *gone, GPtrArray *come)
{
  for (guint i = 0; i < gone->len; i++)
    {
      past_note (self, gone->pdata[i]);
      g_hash_table_add (self->deleted, (gpointer) self->get_id (gone->pdata[i]));
    }
  for (guint i = 0; i < come->len; i++)
    {
      past_note (self, come->pdata[i]);
      g_hash_table_remove (self->deleted, self->get_id (come->pdata[i]));
    }
}

static void
step (Pasts *self, PostilChange *change, gboolean is_undone)
{
  GPtrArray *removed = postil_change_get_removed (change);
  GPtrArray *added = postil_change_get_added (change);
  GPtrArray *removed_links = postil_change_get_removed_links (change);
  GPtrArray *added_links = postil_change_get_added_links (change);

  past_step (&self->annotations, is_undone ? added : removed, is_undone ? removed : added);
  past_step (&self->links, is_undone ? added_links : removed_links, is_undone ? removed_links : added_links);
}

/* All that stands, and then what was undone, the last one first; but a merge that was undone is no
 * deletion, for then whatever it brought would never come back. */
static void
read_history (Pasts *self, PostilHistory *history)
{
  guint position = postil_history_get_position (history);

  for (guint i = 0; i < position; i++)
    step (self, postil_history_get_change (history, i), FALSE);
  for (guint i = postil_history_get_n_changes (history); i-- > position;)
    {
      PostilChange *change = postil_history_get_change (history, i);

      if (postil_change_get_kind (change) != POSTIL_CHANGE_MERGE)
        step (self, change, TRUE);
    }
}

static gboolean
was_deleted (const Past *self, gpointer thing, GEqualFunc equal)
{
  const char *id = self->get_id (thing);
  GPtrArray *versions = g_hash_table_lookup (self->versions, id);

  if (versions == NULL || !g_hash_table_contains (self->deleted, id))
    return FALSE;
  for (guint i = 0; i < versions->len; i++)
    if (equal (versions->pdata[i], thing))
      return TRUE;
  return FALSE;
}

static gboolean
is_equal_annotation (gconstpointer a, gconstpointer b)
{
  return postil_annotation_equal ((PostilAnnotation *) a, (PostilAnnotation *) b);
}

static gboolean
is_equal_link (gconstpointer a, gconstpointer b)
{
  return postil_link_equal ((PostilLink *) a, (PostilLink *) b);
}

/* The links of @theirs that were deleted here; the ends of the others are needed. */
static GPtrArray *
find_links (const Past *past, PostilLayer *ours, PostilLayer *theirs, GHashTable *needed)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_link_unref);

  for (guint i = 0; i < postil_layer_get_n_links (theirs); i++)
    {
      PostilLink *link = postil_layer_get_link (theirs, i);

      if (postil_layer_lookup_link (ours, postil_link_get_id (link)) == NULL && was_deleted (past, link, is_equal_link))
        {
          g_ptr_array_add (found, postil_link_ref (link));
          continue;
        }
      g_hash_table_add (needed, (gpointer) postil_link_get_from (link));
      g_hash_table_add (needed, (gpointer) postil_link_get_to (link));
    }
  return found;
}

static GPtrArray *
find_annotations (const Past *past, PostilLayer *ours, PostilLayer *theirs, GHashTable *needed)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);

  for (guint i = 0; i < postil_layer_get_n_annotations (theirs); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (theirs, i);
      const char *id = postil_annotation_get_id (annotation);

      if (postil_layer_lookup (ours, id) == NULL && !g_hash_table_contains (needed, id) &&
          was_deleted (past, annotation, is_equal_annotation))
        g_ptr_array_add (found, postil_annotation_ref (annotation));
    }
  return found;
}

static void
report_annotation (PostilReport *report, PostilAnnotation *annotation)
{
  g_autofree char *excerpt = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);

  postil_report_add (report, NULL, 0, "deleted", postil_annotation_get_id (annotation),
                     _("The annotation of “%s” was deleted here and stays deleted."), excerpt);
}

guint
postil_merge_drop_deleted (PostilHistory *history,
                           PostilLayer   *ours,
                           PostilLayer   *theirs,
                           PostilReport  *report)
{
  g_autoptr (GHashTable) needed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GPtrArray) annotations = NULL;
  Pasts pasts;

  g_return_val_if_fail (history != NULL, 0);
  g_return_val_if_fail (ours != NULL && theirs != NULL && ours != theirs, 0);
  g_return_val_if_fail (report != NULL, 0);

  past_init (&pasts.annotations, get_annotation_id);
  past_init (&pasts.links, get_link_id);
  read_history (&pasts, history);
  links = find_links (&pasts.links, ours, theirs, needed);
  annotations = find_annotations (&pasts.annotations, ours, theirs, needed);
  for (guint i = 0; i < links->len; i++)
    postil_layer_remove_link (theirs, links->pdata[i]);
  for (guint i = 0; i < annotations->len; i++)
    {
      report_annotation (report, annotations->pdata[i]);
      postil_layer_remove (theirs, annotations->pdata[i]);
    }
  past_clear (&pasts.annotations);
  past_clear (&pasts.links);
  return links->len + annotations->len;
}
