/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decisions about annotations of a changed text. A result may be older than the document: it
 * counts only while the annotation still has the place that it was looked for from. Pure. */

#include "config.h"

#include "model/postil-settle.h"

#include "base/postil-error.h"
#include "model/postil-edit-private.h"
#include "model/postil-edit.h"

#include <glib/gi18n-lib.h>

#define EXCERPT_CHARS 40

gboolean
postil_settle_is_placed (PostilAnnotation *annotation,
                         PostilText       *text)
{
  g_return_val_if_fail (annotation != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN
         && postil_annotation_check (annotation, text) == POSTIL_FIT_OK;
}

gboolean
postil_settle_is_open (PostilAnnotation *annotation,
                       PostilText       *text)
{
  g_return_val_if_fail (annotation != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_FIRM
         || postil_annotation_check (annotation, text) != POSTIL_FIT_OK;
}

/* The annotation as it is now, with the result's place; NULL where that is of no use. */
static PostilAnnotation *
move (PostilDocument             *document,
      const PostilReanchorResult *result,
      PostilAnnotation           *current)
{
  PostilReanchorResult now = *result;

  if (result->spans == NULL || result->state == POSTIL_REANCHOR_KEPT
      || !postil_annotation_same_place (current, result->annotation))
    return NULL;

  now.annotation = current;
  return postil_reanchor_apply (&now, postil_document_get_text (document), TRUE);
}

PostilChange *
postil_settle_accept (PostilDocument             *document,
                      const PostilReanchorResult *result)
{
  PostilAnnotation *current;
  g_autoptr (PostilAnnotation) moved = NULL;
  g_autoptr (PostilAnnotation) firm = NULL;
  PostilChange *change;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (result != NULL, NULL);

  current = postil_layer_lookup (postil_document_get_layer (document), postil_annotation_get_id (result->annotation));
  if (current == NULL)
    return NULL;

  moved = move (document, result, current);
  if (moved == NULL && postil_annotation_check (current, postil_document_get_text (document)) == POSTIL_FIT_OK)
    moved = postil_annotation_ref (current);
  firm = moved != NULL ? postil_reanchor_confirm (moved) : NULL;
  if (firm == NULL)
    return NULL;

  change = postil_change_new (POSTIL_CHANGE_REANCHOR);
  postil_change_replace (change, current, firm);
  return change;
}

PostilChange *
postil_settle_accept_exact (PostilDocument *document,
                            GPtrArray      *results)
{
  PostilLayer *layer;
  g_autoptr (PostilChange) change = postil_change_new (POSTIL_CHANGE_REANCHOR);

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (results != NULL, NULL);

  layer = postil_document_get_layer (document);
  for (guint i = 0; i < results->len; i++)
    {
      const PostilReanchorResult *result = results->pdata[i];
      PostilAnnotation *current = postil_layer_lookup (layer, postil_annotation_get_id (result->annotation));
      g_autoptr (PostilAnnotation) moved = NULL;

      if (result->state == POSTIL_REANCHOR_MOVED && current != NULL)
        moved = move (document, result, current);
      if (moved != NULL)
        postil_change_replace (change, current, moved);
    }
  return postil_change_is_empty (change) ? NULL : g_steal_pointer (&change);
}

typedef struct
{
  PostilText       *text;
  PostilAnnotation *self;
  PostilAnnotation *other;
} Search;

/* One that itself waits stands at a place that means nothing. */
static gboolean
find_other_cb (PostilAnnotation *annotation,
               gpointer          user_data)
{
  Search *search = user_data;

  if (annotation != search->self
      && g_str_equal (postil_annotation_get_code (annotation), postil_annotation_get_code (search->self))
      && !postil_settle_is_open (annotation, search->text))
    search->other = annotation;
  return search->other == NULL;
}

static gboolean
check_free (PostilDocument    *document,
            PostilAnnotation  *annotation,
            PostilSpan         span,
            GError           **error)
{
  Search search = { postil_document_get_text (document), annotation, NULL };
  g_autofree char *excerpt = NULL;

  postil_layer_foreach_overlapping (postil_document_get_layer (document), span, find_other_cb, &search);
  if (search.other == NULL)
    return TRUE;

  excerpt = postil_annotation_dup_excerpt (search.other, EXCERPT_CHARS);
  g_set_error (error, POSTIL_ERROR, POSTIL_ERROR_SELF_OVERLAP,
               _("A part of this already bears the same code, in “%s”. Choose another passage."), excerpt);
  return FALSE;
}

PostilChange *
postil_settle_place (PostilDocument    *document,
                     PostilAnnotation  *annotation,
                     PostilSpan         span,
                     GError           **error)
{
  PostilAnnotationInit init;
  g_autoptr (GArray) spans = NULL;
  g_autoptr (GArray) pieces = NULL;
  g_autoptr (PostilAnnotation) after = NULL;
  g_autofree char *now = NULL;
  PostilChange *change;

  g_return_val_if_fail (POSTIL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (annotation != NULL, NULL);

  spans = postil_edit_copy_spans (&span, 1);
  if (!postil_edit_snap (document, spans, error)
      || !check_free (document, annotation, g_array_index (spans, PostilSpan, 0), error))
    return NULL;

  postil_annotation_to_init (annotation, &init);
  pieces = postil_edit_dup_pieces (document, spans);
  postil_edit_set_pieces (&init, pieces);
  now = postil_edit_dup_now ();
  init.modified = now;
  init.anchor = POSTIL_ANCHOR_FIRM;
  after = postil_annotation_new (&init);
  change = postil_change_new (POSTIL_CHANGE_REANCHOR);
  postil_change_replace (change, annotation, after);
  return change;
}
