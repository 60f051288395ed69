/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was found of annotations in a changed text, and what becomes of them once it is accepted.
 * The finding is in postil-reanchor-find.c. Pure; any thread. */

#include "config.h"

#include "model/postil-reanchor.h"

#include <string.h>

#define CONTEXT_CHARS 32

void
postil_reanchor_result_free (PostilReanchorResult *self)
{
  if (self == NULL)
    return;

  postil_annotation_unref (self->annotation);
  g_free (self->spans);
  g_free (self);
}

const char *
postil_reanchor_state_to_name (PostilReanchorState state)
{
  switch (state)
    {
    case POSTIL_REANCHOR_KEPT:
      return "kept";
    case POSTIL_REANCHOR_MOVED:
      return "moved";
    case POSTIL_REANCHOR_PROPOSED:
      return "proposed";
    case POSTIL_REANCHOR_ORPHANED:
      return "orphaned";
    }
  g_return_val_if_reached ("orphaned");
}

static PostilAnnotation *
make_orphan (PostilAnnotation *annotation)
{
  PostilAnnotationInit init;

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return postil_annotation_ref (annotation);

  postil_annotation_to_init (annotation, &init);
  init.anchor = POSTIL_ANCHOR_ORPHAN;
  return postil_annotation_new (&init);
}

PostilAnnotation *
postil_reanchor_apply (const PostilReanchorResult *result,
                       PostilText                 *text,
                       gboolean                    accept)
{
  g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  g_autofree PostilPiece *pieces = NULL;
  PostilAnnotationInit init;

  g_return_val_if_fail (result != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (result->state == POSTIL_REANCHOR_KEPT)
    return postil_annotation_ref (result->annotation);
  if (!accept || result->spans == NULL)
    return make_orphan (result->annotation);

  postil_annotation_to_init (result->annotation, &init);
  pieces = g_memdup2 (init.pieces, init.n_pieces * sizeof *pieces);
  for (guint i = 0; i < init.n_pieces; i++)
    {
      char *before, *after;
      char *exact = postil_text_dup_slice (text, result->spans[i]);

      postil_text_dup_context (text, result->spans[i], CONTEXT_CHARS, &before, &after);
      pieces[i] = (PostilPiece) { result->spans[i], exact, before, after };
      g_ptr_array_add (strings, exact);
      g_ptr_array_add (strings, before);
      g_ptr_array_add (strings, after);
    }
  init.pieces = pieces;
  init.anchor = POSTIL_ANCHOR_MOVED;
  return postil_annotation_new (&init);
}

PostilChange *
postil_reanchor_to_change (GPtrArray           *results,
                           PostilText          *text,
                           PostilReanchorState  accept)
{
  PostilChange *change;

  g_return_val_if_fail (results != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  change = postil_change_new (POSTIL_CHANGE_REANCHOR);
  for (guint i = 0; i < results->len; i++)
    {
      const PostilReanchorResult *result = results->pdata[i];
      g_autoptr(PostilAnnotation) after = postil_reanchor_apply (result, text, result->state <= accept);

      if (!postil_annotation_equal (result->annotation, after))
        postil_change_replace (change, result->annotation, after);
    }
  return change;
}

void
postil_reanchor_move_rejections (PostilLayer         *layer,
                                 PostilText          *text,
                                 PostilReanchorState  accept,
                                 PostilChange        *change)
{
  g_autoptr(PostilLayer) turned_down = NULL;
  g_autoptr(GPtrArray) results = NULL;
  GPtrArray *rejections;

  g_return_if_fail (layer != NULL);
  g_return_if_fail (text != NULL);
  g_return_if_fail (change != NULL);

  rejections = postil_layer_get_rejections (layer);
  if (rejections->len == 0)
    return;
  turned_down = postil_layer_new (postil_layer_get_info (layer));
  for (guint i = 0; i < rejections->len; i++)
    postil_layer_add (turned_down, rejections->pdata[i]);
  results = postil_reanchor_find (turned_down, text, NULL, NULL, NULL);
  for (guint i = 0; i < results->len; i++)
    {
      const PostilReanchorResult *result = results->pdata[i];
      g_autoptr(PostilAnnotation) moved = NULL;
      g_autoptr(PostilAnnotation) firm = NULL;

      if (result->state == POSTIL_REANCHOR_KEPT || result->state > accept || result->spans == NULL)
        continue;
      moved = postil_reanchor_apply (result, text, TRUE);
      firm = postil_reanchor_confirm (moved);
      postil_change_remove_rejection (change, result->annotation);
      postil_change_add_rejection (change, firm != NULL ? firm : moved);
    }
}

PostilAnnotation *
postil_reanchor_confirm (PostilAnnotation *annotation)
{
  PostilAnnotationInit init;

  g_return_val_if_fail (annotation != NULL, NULL);

  if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_MOVED)
    return NULL;

  postil_annotation_to_init (annotation, &init);
  init.anchor = POSTIL_ANCHOR_FIRM;
  return postil_annotation_new (&init);
}
