/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The document is the one door through which a layer is changed: a change is checked as a
 * whole against what is there, and only then done, so that it is done wholly or not at
 * all. The order is always: check, do, remember in the history, say so (::changed).
 *
 * What comes from outside is not in the history. It may take away what a remembered change
 * needs; undoing that one then fails with a sentence, and the history goes past it, so that
 * the person is never stuck. One thread, the one that made the document. */

#include "config.h"

#include "model/postil-document.h"

#include "base/postil-error.h"
#include "model/postil-time.h"

#include <glib/gi18n-lib.h>

#define EXCERPT_CHARS 40

struct _PostilDocument
{
  GObject         parent_instance;

  PostilText     *text;
  PostilCodebook *codebook;
  PostilLayer    *layer;
  PostilHistory  *history;
  char           *read_only;
  guint64         generation;
  /* Ids that a foreign file had twice, one of which was taken away here: that one may
   * come back beside its twin. NULL until there is one. */
  GHashTable     *twin_ids;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PostilDocument, postil_document, G_TYPE_OBJECT)

/* Checking */

static void
set_stale (GError             **error,
           PostilChangeOrigin   origin,
           PostilAnnotation    *annotation)
{
  g_autofree char *excerpt = postil_annotation_dup_excerpt (annotation, EXCERPT_CHARS);

  switch (origin)
    {
    case POSTIL_ORIGIN_UNDO:
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_STALE,
                   _("This step cannot be undone and is skipped, because the annotation of "
                     "“%s” has been changed from outside since."),
                   excerpt);
      break;
    case POSTIL_ORIGIN_REDO:
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_STALE,
                   _("This step cannot be redone and is skipped, because the annotation of "
                     "“%s” has been changed from outside since."),
                   excerpt);
      break;
    case POSTIL_ORIGIN_DO:
    case POSTIL_ORIGIN_OUTSIDE:
      g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_STALE,
                   _("The annotation of “%s” is no longer as it was, so nothing was changed; "
                     "look at it as it is now and try again."),
                   excerpt);
      break;
    }
}

static void
set_stale_other (GError             **error,
                 PostilChangeOrigin   origin)
{
  const char *message = NULL;

  switch (origin)
    {
    case POSTIL_ORIGIN_UNDO:
      message = _("This step cannot be undone and is skipped, because what it changed "
                  "has been changed from outside since.");
      break;
    case POSTIL_ORIGIN_REDO:
      message = _("This step cannot be redone and is skipped, because what it changed "
                  "has been changed from outside since.");
      break;
    case POSTIL_ORIGIN_DO:
    case POSTIL_ORIGIN_OUTSIDE:
      message = _("This is no longer as it was, so nothing was changed; look at it as it is "
                  "now and try again.");
      break;
    }

  g_assert (message != NULL);
  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_STALE, message);
}

/* Finds each of the change's removed annotations in the layer, once each: what is found
 * goes to @found, whose keys are the layer's own. */
static gboolean
find_removed (PostilDocument      *self,
              PostilChange        *change,
              PostilChangeOrigin   origin,
              GHashTable          *found,
              GHashTable          *removed_ids,
              GError             **error)
{
  GPtrArray *removed = postil_change_get_removed (change);

  for (guint i = 0; i < removed->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (removed, i);
      PostilAnnotation *there = postil_layer_find_equal (self->layer, annotation);

      if (there == NULL || !g_hash_table_add (found, there))
        {
          set_stale (error, origin, annotation);
          return FALSE;
        }
      g_hash_table_add (removed_ids, (gpointer) postil_annotation_get_id (there));
    }

  return TRUE;
}

static gboolean
check_added (PostilDocument      *self,
             PostilChange        *change,
             PostilChangeOrigin   origin,
             GHashTable          *removed_ids,
             GError             **error)
{
  g_autoptr (GHashTable) added_ids = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *added = postil_change_get_added (change);

  for (guint i = 0; i < added->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (added, i);
      gpointer id = (gpointer) postil_annotation_get_id (annotation);
      gboolean is_new = g_hash_table_add (added_ids, id);

      if (g_hash_table_contains (removed_ids, id)
          || (self->twin_ids != NULL && g_hash_table_contains (self->twin_ids, id)))
        continue;
      if (!is_new || postil_layer_lookup (self->layer, id) != NULL)
        {
          set_stale (error, origin, annotation);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_links (PostilDocument      *self,
             PostilChange        *change,
             PostilChangeOrigin   origin,
             GHashTable          *found,
             GError             **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *removed = postil_change_get_removed_links (change);
  GPtrArray *added = postil_change_get_added_links (change);

  for (guint i = 0; i < removed->len; i++)
    {
      PostilLink *link = g_ptr_array_index (removed, i);
      PostilLink *there = postil_layer_lookup_link (self->layer, postil_link_get_id (link));

      if (there == NULL || !postil_link_equal (there, link) || !g_hash_table_add (found, there))
        {
          set_stale_other (error, origin);
          return FALSE;
        }
      g_hash_table_add (ids, (gpointer) postil_link_get_id (link));
    }

  for (guint i = 0; i < added->len; i++)
    {
      gpointer id = (gpointer) postil_link_get_id (g_ptr_array_index (added, i));
      gboolean is_replaced = g_hash_table_remove (ids, id);

      if (!is_replaced && postil_layer_lookup_link (self->layer, id) != NULL)
        {
          set_stale_other (error, origin);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_rejections (PostilDocument      *self,
                  PostilChange        *change,
                  PostilChangeOrigin   origin,
                  GError             **error)
{
  GPtrArray *removed = postil_change_get_removed_rejections (change);
  GPtrArray *added = postil_change_get_added_rejections (change);

  for (guint i = 0; i < removed->len; i++)
    {
      PostilAnnotation *there = postil_layer_lookup_rejection (self->layer, postil_annotation_get_id (removed->pdata[i]));

      if (there == NULL || !postil_annotation_equal (there, removed->pdata[i]))
        {
          set_stale_other (error, origin);
          return FALSE;
        }
    }
  for (guint i = 0; i < added->len; i++)
    if (postil_layer_lookup_rejection (self->layer, postil_annotation_get_id (added->pdata[i])) != NULL)
      {
        set_stale_other (error, origin);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_rest (PostilDocument      *self,
            PostilChange        *change,
            PostilChangeOrigin   origin,
            GError             **error)
{
  PostilCodebook *codebook;
  const char *status;

  if (postil_change_get_status (change, &status, NULL)
      && g_strcmp0 (status, postil_layer_get_info (self->layer)->status) != 0)
    {
      set_stale_other (error, origin);
      return FALSE;
    }

  if (postil_change_get_codebook (change, &codebook, NULL)
      && !postil_codebook_equal (codebook, self->codebook))
    {
      set_stale_other (error, origin);
      return FALSE;
    }

  return TRUE;
}

/* Doing */

static void
remember_twin (PostilDocument   *self,
               PostilAnnotation *annotation)
{
  if (self->twin_ids == NULL)
    self->twin_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->twin_ids, g_strdup (postil_annotation_get_id (annotation)));
}

static void
remove_found (PostilDocument *self,
              GHashTable     *found)
{
  gboolean has_twins = postil_layer_has_duplicate_ids (self->layer);
  GHashTableIter iter;
  gpointer annotation;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &annotation, NULL))
    {
      gboolean was_there;

      /* Which of them have a twin is not worth a search: a check that is a little less
       * strict, for files that are wrong already. */
      if (has_twins)
        remember_twin (self, annotation);
      was_there = postil_layer_remove (self->layer, annotation);
      g_assert (was_there);
    }
}

static void
change_links (PostilDocument *self,
              PostilChange   *change,
              GHashTable     *found)
{
  GPtrArray *added = postil_change_get_added_links (change);
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &link, NULL))
    postil_layer_remove_link (self->layer, link);
  for (guint i = 0; i < added->len; i++)
    postil_layer_add_link (self->layer, g_ptr_array_index (added, i));
}

static void
change_rejections (PostilDocument *self,
                   PostilChange   *change)
{
  GPtrArray *removed = postil_change_get_removed_rejections (change);
  GPtrArray *added = postil_change_get_added_rejections (change);

  for (guint i = 0; i < removed->len; i++)
    postil_layer_remove_rejection (self->layer, removed->pdata[i]);
  for (guint i = 0; i < added->len; i++)
    postil_layer_add_rejection (self->layer, added->pdata[i]);
}

static void
change_rest (PostilDocument *self,
             PostilChange   *change)
{
  PostilCodebook *codebook;
  const char *status;

  if (postil_change_get_status (change, NULL, &status))
    {
      PostilLayerInfo info = *postil_layer_get_info (self->layer);

      info.status = status;
      postil_layer_set_info (self->layer, &info);
    }

  if (postil_change_get_codebook (change, NULL, &codebook))
    {
      postil_codebook_ref (codebook);
      postil_codebook_unref (self->codebook);
      self->codebook = codebook;
    }
}

static void
remember (PostilDocument     *self,
          PostilChange       *change,
          PostilChangeOrigin  origin)
{
  switch (origin)
    {
    case POSTIL_ORIGIN_DO:
      postil_history_push (self->history, change);
      break;
    case POSTIL_ORIGIN_UNDO:
      postil_history_step_back (self->history);
      break;
    case POSTIL_ORIGIN_REDO:
      postil_history_step_forward (self->history);
      break;
    case POSTIL_ORIGIN_OUTSIDE:
      break;
    }
}

static gboolean
check_writable (PostilDocument      *self,
                PostilChangeOrigin   origin,
                GError             **error)
{
  if (self->read_only == NULL || origin == POSTIL_ORIGIN_OUTSIDE)
    return TRUE;

  g_set_error_literal (error, POSTIL_ERROR, POSTIL_ERROR_READ_ONLY, self->read_only);
  return FALSE;
}

/* Class */

static void
postil_document_finalize (GObject *object)
{
  PostilDocument *self = POSTIL_DOCUMENT (object);

  g_clear_pointer (&self->text, postil_text_unref);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  g_clear_pointer (&self->layer, postil_layer_unref);
  g_clear_pointer (&self->history, postil_history_free);
  g_clear_pointer (&self->read_only, g_free);
  g_clear_pointer (&self->twin_ids, g_hash_table_unref);

  G_OBJECT_CLASS (postil_document_parent_class)->finalize (object);
}

static void
postil_document_class_init (PostilDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = postil_document_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  2, G_TYPE_POINTER, G_TYPE_INT);
}

static void
postil_document_init (PostilDocument *self)
{
  self->history = postil_history_new ();
}

/* Public */

PostilDocument *
postil_document_new (PostilText     *text,
                     PostilCodebook *codebook,
                     PostilLayer    *layer)
{
  PostilDocument *self;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (codebook != NULL, NULL);
  g_return_val_if_fail (layer != NULL, NULL);

  self = g_object_new (POSTIL_TYPE_DOCUMENT, NULL);
  self->text = postil_text_ref (text);
  self->codebook = postil_codebook_ref (codebook);
  self->layer = postil_layer_ref (layer);
  return self;
}

PostilText *
postil_document_get_text (PostilDocument *self)
{
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), NULL);

  return self->text;
}

PostilCodebook *
postil_document_get_codebook (PostilDocument *self)
{
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), NULL);

  return self->codebook;
}

PostilLayer *
postil_document_get_layer (PostilDocument *self)
{
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), NULL);

  return self->layer;
}

PostilHistory *
postil_document_get_history (PostilDocument *self)
{
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), NULL);

  return self->history;
}

const char *
postil_document_get_read_only (PostilDocument *self)
{
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), NULL);

  return self->read_only;
}

void
postil_document_set_read_only (PostilDocument *self,
                               const char     *reason)
{
  char *copy;

  g_return_if_fail (POSTIL_IS_DOCUMENT (self));

  copy = g_strdup (reason);
  g_free (self->read_only);
  self->read_only = copy;
}

guint64
postil_document_get_generation (PostilDocument *self)
{
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), 0);

  return self->generation;
}

gboolean
postil_document_apply (PostilDocument      *self,
                       PostilChange        *change,
                       PostilChangeOrigin   origin,
                       GError             **error)
{
  g_autoptr (GHashTable) found = NULL;
  g_autoptr (GHashTable) found_links = NULL;
  g_autoptr (GHashTable) removed_ids = NULL;
  g_autoptr (PostilChange) kept = NULL;
  GPtrArray *added;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (change != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  found = g_hash_table_new (NULL, NULL);
  found_links = g_hash_table_new (NULL, NULL);
  removed_ids = g_hash_table_new (g_str_hash, g_str_equal);
  if (!check_writable (self, origin, error)
      || !find_removed (self, change, origin, found, removed_ids, error)
      || !check_added (self, change, origin, removed_ids, error)
      || !check_links (self, change, origin, found_links, error)
      || !check_rejections (self, change, origin, error)
      || !check_rest (self, change, origin, error))
    return FALSE;

  /* The caller's may be the history's, which pushing can drop. */
  kept = postil_change_ref (change);
  if (origin == POSTIL_ORIGIN_DO && postil_change_get_time (change) == NULL)
    {
      g_autofree char *now = postil_time_dup_now ();

      postil_change_set_time (change, now);
    }
  added = postil_change_get_added (change);
  if (g_hash_table_size (found) > 0)
    remove_found (self, found);
  postil_layer_add_many (self->layer, (PostilAnnotation *const *) added->pdata, added->len);
  change_links (self, change, found_links);
  change_rejections (self, change);
  change_rest (self, change);
  self->generation++;
  remember (self, change, origin);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, change, (int) origin);

  return TRUE;
}

gboolean
postil_document_undo (PostilDocument  *self,
                      PostilChange   **change,
                      GError         **error)
{
  g_autoptr (PostilChange) done = NULL;
  g_autoptr (PostilChange) inverse = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!postil_document_can_undo (self))
    return FALSE;

  done = postil_change_ref (postil_history_peek_undo (self->history));
  inverse = postil_change_invert (done);
  if (!postil_document_apply (self, inverse, POSTIL_ORIGIN_UNDO, &problem))
    {
      if (g_error_matches (problem, POSTIL_ERROR, POSTIL_ERROR_STALE))
        postil_history_step_back (self->history);
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  if (change != NULL)
    *change = g_steal_pointer (&done);
  return TRUE;
}

gboolean
postil_document_redo (PostilDocument  *self,
                      PostilChange   **change,
                      GError         **error)
{
  g_autoptr (PostilChange) undone = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!postil_document_can_redo (self))
    return FALSE;

  undone = postil_change_ref (postil_history_peek_redo (self->history));
  if (!postil_document_apply (self, undone, POSTIL_ORIGIN_REDO, &problem))
    {
      if (g_error_matches (problem, POSTIL_ERROR, POSTIL_ERROR_STALE))
        postil_history_step_forward (self->history);
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  if (change != NULL)
    *change = g_steal_pointer (&undone);
  return TRUE;
}

gboolean
postil_document_can_undo (PostilDocument *self)
{
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), FALSE);

  return postil_history_peek_undo (self->history) != NULL;
}

gboolean
postil_document_can_redo (PostilDocument *self)
{
  g_return_val_if_fail (POSTIL_IS_DOCUMENT (self), FALSE);

  return postil_history_peek_redo (self->history) != NULL;
}
