/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the article view of a comparison shows: the passages of all coders and of the consensus
 * as one document that nobody can change. Ids begin with whose they are, since two coders may
 * use one id. Main thread. */

#include "config.h"

#include "app/compare/postil-compare-view-private.h"

#include <glib/gi18n-lib.h>

char *
postil_compare_view_dup_shown_id (guint       coder,
                                  const char *id)
{
  return g_strdup_printf ("%u:%s", coder, id);
}

static PostilAnnotation *
dup_shown (guint             coder,
           PostilAnnotation *annotation)
{
  PostilAnnotationInit init;
  g_autofree char *id = postil_compare_view_dup_shown_id (coder, postil_annotation_get_id (annotation));

  postil_annotation_to_init (annotation, &init);
  init.id = id;
  init.source = NULL;
  return postil_annotation_new (&init);
}

static void
add_layer (PostilCompareView *self,
           PostilLayer       *shown,
           guint              coder,
           PostilLayer       *layer)
{
  g_autoptr (GPtrArray) annotations = g_ptr_array_new_with_free_func ((GDestroyNotify) postil_annotation_unref);

  for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);

      if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN
          && postil_annotation_check (annotation, self->set->text) != POSTIL_FIT_RANGE)
        g_ptr_array_add (annotations, dup_shown (coder, annotation));
    }
  postil_layer_add_many (shown, (PostilAnnotation *const *) annotations->pdata, annotations->len);
}

static guint
find_lane_cb (PostilAnnotation *annotation,
              gpointer          user_data)
{
  return (guint) g_ascii_strtoull (postil_annotation_get_id (annotation), NULL, 10);
}

static void
set_lanes (PostilCompareView *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->coders->len; i++)
    g_ptr_array_add (names, self->coders->pdata[i]);
  g_ptr_array_add (names, _("Settled"));
  g_ptr_array_add (names, NULL);
  postil_article_view_set_lanes (self->view, (const char *const *) names->pdata, find_lane_cb, NULL);
}

void
postil_compare_view_make_shown (PostilCompareView *self)
{
  PostilDocument *consensus = postil_store_get_document (self->store);
  PostilLayerInfo info = { .coder = POSTIL_CONSENSUS };
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);

  for (guint i = 0; i < self->coders->len; i++)
    add_layer (self, layer, i, postil_coder_set_find (self->set, self->coders->pdata[i]));
  add_layer (self, layer, self->coders->len, postil_document_get_layer (consensus));
  g_clear_object (&self->shown);
  self->shown = postil_document_new (postil_document_get_text (consensus), postil_document_get_codebook (consensus), layer);
  set_lanes (self);
  postil_article_view_set_document (self->view, self->shown);
}

void
postil_compare_view_follow_shown (PostilCompareView *self,
                                  PostilChange      *change)
{
  g_autoptr (PostilChange) shown = postil_change_new (postil_change_get_kind (change));
  GPtrArray *removed = postil_change_get_removed (change);
  GPtrArray *added = postil_change_get_added (change);

  for (guint i = 0; i < removed->len; i++)
    {
      g_autoptr (PostilAnnotation) annotation = dup_shown (self->coders->len, removed->pdata[i]);

      postil_change_remove (shown, annotation);
    }
  for (guint i = 0; i < added->len; i++)
    {
      g_autoptr (PostilAnnotation) annotation = dup_shown (self->coders->len, added->pdata[i]);

      postil_change_add (shown, annotation);
    }
  /* A merge from outside may have brought what does not fit the text. */
  if (!postil_change_is_empty (shown) && !postil_document_apply (self->shown, shown, POSTIL_ORIGIN_OUTSIDE, NULL))
    postil_compare_view_make_shown (self);
}

gboolean
postil_compare_view_foreach_layer (PostilCompareView *self,
                                   PostilCompareFunc  func,
                                   gpointer           user_data)
{
  PostilLayer *consensus = NULL;

  g_return_val_if_fail (POSTIL_IS_COMPARE_VIEW (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (self->set == NULL || self->store == NULL)
    return FALSE;
  consensus = postil_document_get_layer (postil_store_get_document (self->store));
  if (postil_layer_get_n_annotations (consensus) > 0)
    func (POSTIL_CONSENSUS, consensus, user_data);
  for (guint i = 0; i < self->coders->len; i++)
    func (self->coders->pdata[i], postil_coder_set_find (self->set, self->coders->pdata[i]), user_data);
  return TRUE;
}
