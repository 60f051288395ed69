/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A change: what goes, and what comes. There are no other operations, so that undo, the
 * journal, the view and the counts all have one thing to understand. Built by one thread
 * and from then on only read, by any; the reference count is atomic. */

#include "config.h"

#include "model/postil-change.h"

#include <string.h>

struct _PostilChange
{
  gatomicrefcount   ref_count;
  PostilChangeKind  kind;
  gboolean          has_status;
  GPtrArray        *removed;
  GPtrArray        *added;
  GPtrArray        *removed_links;
  GPtrArray        *added_links;
  GPtrArray        *removed_rejections;
  GPtrArray        *added_rejections;
  char             *status_before;
  char             *status_after;
  PostilCodebook   *codebook_before;
  PostilCodebook   *codebook_after;
  char             *time;
  char             *step;
};

static const char *const kind_names[] = {
  [POSTIL_CHANGE_TAG] = "tag",
  [POSTIL_CHANGE_REMOVE] = "remove",
  [POSTIL_CHANGE_RECODE] = "recode",
  [POSTIL_CHANGE_NOTE] = "note",
  [POSTIL_CHANGE_ATTRIBUTE] = "attribute",
  [POSTIL_CHANGE_UNSURE] = "unsure",
  [POSTIL_CHANGE_BORDER] = "border",
  [POSTIL_CHANGE_LINK] = "link",
  [POSTIL_CHANGE_UNLINK] = "unlink",
  [POSTIL_CHANGE_TAG_ALL] = "tag-all",
  [POSTIL_CHANGE_MERGE] = "merge",
  [POSTIL_CHANGE_REANCHOR] = "reanchor",
  [POSTIL_CHANGE_STATUS] = "status",
  [POSTIL_CHANGE_CODEBOOK] = "codebook",
  [POSTIL_CHANGE_IMPORT] = "import",
  [POSTIL_CHANGE_ADJUDICATE] = "adjudicate",
  [POSTIL_CHANGE_RESTORE] = "restore",
};

G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == POSTIL_N_CHANGE_KINDS);

static gpointer
ref_annotation_cb (gconstpointer annotation,
                   gpointer      user_data)
{
  return postil_annotation_ref ((PostilAnnotation *) annotation);
}

static gpointer
ref_link_cb (gconstpointer link,
             gpointer      user_data)
{
  return postil_link_ref ((PostilLink *) link);
}

PostilChange *
postil_change_new (PostilChangeKind kind)
{
  PostilChange *self;

  g_return_val_if_fail (kind < POSTIL_N_CHANGE_KINDS, NULL);

  self = g_new0 (PostilChange, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->removed = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  self->added = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  self->removed_links = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_link_unref);
  self->added_links = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_link_unref);
  self->removed_rejections = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);
  self->added_rejections = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);

  return self;
}

PostilChange *
postil_change_ref (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
postil_change_unref (PostilChange *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->removed);
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->removed_links);
  g_ptr_array_unref (self->added_links);
  g_ptr_array_unref (self->removed_rejections);
  g_ptr_array_unref (self->added_rejections);
  g_free (self->status_before);
  g_free (self->status_after);
  g_clear_pointer (&self->codebook_before, postil_codebook_unref);
  g_clear_pointer (&self->codebook_after, postil_codebook_unref);
  g_free (self->time);
  g_free (self->step);
  g_free (self);
}

void
postil_change_remove (PostilChange     *self,
                      PostilAnnotation *annotation)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (annotation != NULL);

  g_ptr_array_add (self->removed, postil_annotation_ref (annotation));
}

void
postil_change_add (PostilChange     *self,
                   PostilAnnotation *annotation)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (annotation != NULL);

  g_ptr_array_add (self->added, postil_annotation_ref (annotation));
}

void
postil_change_replace (PostilChange     *self,
                       PostilAnnotation *before,
                       PostilAnnotation *after)
{
  g_return_if_fail (self != NULL);

  postil_change_remove (self, before);
  postil_change_add (self, after);
}

void
postil_change_remove_link (PostilChange *self,
                           PostilLink   *link)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (link != NULL);

  g_ptr_array_add (self->removed_links, postil_link_ref (link));
}

void
postil_change_add_link (PostilChange *self,
                        PostilLink   *link)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (link != NULL);

  g_ptr_array_add (self->added_links, postil_link_ref (link));
}

void
postil_change_remove_rejection (PostilChange     *self,
                                PostilAnnotation *rejection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (rejection != NULL);

  g_ptr_array_add (self->removed_rejections, postil_annotation_ref (rejection));
}

void
postil_change_add_rejection (PostilChange     *self,
                             PostilAnnotation *rejection)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (rejection != NULL);

  g_ptr_array_add (self->added_rejections, postil_annotation_ref (rejection));
}

void
postil_change_set_status (PostilChange *self,
                          const char   *before,
                          const char   *after)
{
  g_autofree char *old_before = NULL;
  g_autofree char *old_after = NULL;

  g_return_if_fail (self != NULL);

  old_before = g_steal_pointer (&self->status_before);
  old_after = g_steal_pointer (&self->status_after);
  self->status_before = g_strdup (before);
  self->status_after = g_strdup (after);
  self->has_status = TRUE;
}

void
postil_change_set_codebook (PostilChange   *self,
                            PostilCodebook *before,
                            PostilCodebook *after)
{
  g_autoptr (PostilCodebook) old_before = NULL;
  g_autoptr (PostilCodebook) old_after = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (before != NULL && after != NULL);

  old_before = g_steal_pointer (&self->codebook_before);
  old_after = g_steal_pointer (&self->codebook_after);
  self->codebook_before = postil_codebook_ref (before);
  self->codebook_after = postil_codebook_ref (after);
}

void
postil_change_set_time (PostilChange *self,
                        const char   *time)
{
  g_autofree char *old = NULL;

  g_return_if_fail (self != NULL);

  old = g_steal_pointer (&self->time);
  self->time = g_strdup (time);
}

void
postil_change_set_step (PostilChange *self,
                        const char   *step)
{
  g_autofree char *old = NULL;

  g_return_if_fail (self != NULL);

  old = g_steal_pointer (&self->step);
  self->step = g_strdup (step);
}

const char *
postil_change_get_time (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->time;
}

const char *
postil_change_get_step (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->step;
}

PostilChangeKind
postil_change_get_kind (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, POSTIL_CHANGE_TAG);

  return self->kind;
}

const char *
postil_change_kind_to_name (PostilChangeKind kind)
{
  g_return_val_if_fail (kind < POSTIL_N_CHANGE_KINDS, NULL);

  return kind_names[kind];
}

gboolean
postil_change_kind_from_name (const char       *name,
                              PostilChangeKind *kind)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    {
      if (strcmp (kind_names[i], name) == 0)
        {
          *kind = i;
          return TRUE;
        }
    }

  return FALSE;
}

GPtrArray *
postil_change_get_removed (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->removed;
}

GPtrArray *
postil_change_get_added (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->added;
}

GPtrArray *
postil_change_get_removed_links (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->removed_links;
}

GPtrArray *
postil_change_get_added_links (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->added_links;
}

GPtrArray *
postil_change_get_removed_rejections (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->removed_rejections;
}

GPtrArray *
postil_change_get_added_rejections (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->added_rejections;
}

gboolean
postil_change_get_status (PostilChange  *self,
                          const char   **before,
                          const char   **after)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->has_status)
    return FALSE;

  if (before != NULL)
    *before = self->status_before;
  if (after != NULL)
    *after = self->status_after;
  return TRUE;
}

gboolean
postil_change_get_codebook (PostilChange    *self,
                            PostilCodebook **before,
                            PostilCodebook **after)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->codebook_before == NULL)
    return FALSE;

  if (before != NULL)
    *before = self->codebook_before;
  if (after != NULL)
    *after = self->codebook_after;
  return TRUE;
}

gboolean
postil_change_is_empty (PostilChange *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->removed->len == 0
         && self->added->len == 0
         && self->removed_links->len == 0
         && self->added_links->len == 0
         && self->removed_rejections->len == 0
         && self->added_rejections->len == 0
         && !self->has_status
         && self->codebook_before == NULL;
}

PostilChange *
postil_change_invert (PostilChange *self)
{
  PostilChange *inverse;

  g_return_val_if_fail (self != NULL, NULL);

  inverse = g_new0 (PostilChange, 1);
  g_atomic_ref_count_init (&inverse->ref_count);
  inverse->kind = self->kind;
  inverse->removed = g_ptr_array_copy (self->added, ref_annotation_cb, NULL);
  inverse->added = g_ptr_array_copy (self->removed, ref_annotation_cb, NULL);
  inverse->removed_links = g_ptr_array_copy (self->added_links, ref_link_cb, NULL);
  inverse->added_links = g_ptr_array_copy (self->removed_links, ref_link_cb, NULL);
  inverse->removed_rejections = g_ptr_array_copy (self->added_rejections, ref_annotation_cb, NULL);
  inverse->added_rejections = g_ptr_array_copy (self->removed_rejections, ref_annotation_cb, NULL);
  if (self->has_status)
    postil_change_set_status (inverse, self->status_after, self->status_before);
  if (self->codebook_before != NULL)
    postil_change_set_codebook (inverse, self->codebook_after, self->codebook_before);

  return inverse;
}
