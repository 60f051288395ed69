/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The layer as a GListModel. The layer has already changed when we hear of it, so what the
 * list was before is reckoned back: among the annotations that stayed (common to both), each
 * one that came or went has a rank; from the lowest to the highest of them the list is
 * another. Invariant: n_items is what the listeners were told. Main thread. */

#include "config.h"

#include "app/panes/postil-annotation-list-model.h"

#include "app/panes/postil-annotation-item.h"

struct _PostilAnnotationListModel
{
  GObject         parent_instance;

  PostilDocument *document;
  guint           n_items;
};

static GType
list_model_get_item_type (GListModel *model)
{
  return POSTIL_TYPE_ANNOTATION_ITEM;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return POSTIL_ANNOTATION_LIST_MODEL (model)->n_items;
}

static gpointer
list_model_get_item (GListModel *model,
                     guint       position)
{
  PostilAnnotationListModel *self = POSTIL_ANNOTATION_LIST_MODEL (model);

  if (position >= self->n_items)
    return NULL;

  return postil_annotation_item_new (postil_layer_get_annotation (postil_document_get_layer (self->document),
                                                                  position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PostilAnnotationListModel, postil_annotation_list_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* How many of the layer's annotations come before @annotation. */
static guint
get_rank (PostilLayer      *layer,
          PostilAnnotation *annotation)
{
  guint low = 0;
  guint high = postil_layer_get_n_annotations (layer);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (postil_annotation_compare (postil_layer_get_annotation (layer, middle), annotation) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static int
compare_annotations_cb (gconstpointer a,
                        gconstpointer b)
{
  return postil_annotation_compare (*(PostilAnnotation *const *) a, *(PostilAnnotation *const *) b);
}

/* The lowest and the highest rank of @annotations among those that stayed. @added is
 * sorted. */
static void
widen_range (PostilLayer *layer,
             GPtrArray   *annotations,
             GPtrArray   *added,
             guint       *low,
             guint       *high)
{
  for (guint i = 0; i < annotations->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (annotations, i);
      guint rank = get_rank (layer, annotation);
      guint n_added = 0;
      guint end = added->len;

      while (n_added < end)
        {
          guint middle = n_added + (end - n_added) / 2;

          if (postil_annotation_compare (g_ptr_array_index (added, middle), annotation) < 0)
            n_added = middle + 1;
          else
            end = middle;
        }

      rank -= MIN (rank, n_added);
      *low = MIN (*low, rank);
      *high = MAX (*high, rank);
    }
}

static void
changed_cb (PostilAnnotationListModel *self,
            PostilChange              *change,
            int                        origin,
            PostilDocument            *document)
{
  PostilLayer *layer = postil_document_get_layer (document);
  GPtrArray *removed = postil_change_get_removed (change);
  g_autoptr (GPtrArray) added = NULL;
  guint low = G_MAXUINT;
  guint high = 0;

  if (removed->len == 0 && postil_change_get_added (change)->len == 0)
    return;

  added = g_ptr_array_copy (postil_change_get_added (change), NULL, NULL);
  g_ptr_array_set_free_func (added, NULL);
  g_ptr_array_sort (added, compare_annotations_cb);
  widen_range (layer, removed, added, &low, &high);
  widen_range (layer, added, added, &low, &high);

  self->n_items = postil_layer_get_n_annotations (layer);
  g_list_model_items_changed (G_LIST_MODEL (self), low,
                              high - low + removed->len,
                              high - low + added->len);
}

static void
postil_annotation_list_model_dispose (GObject *object)
{
  PostilAnnotationListModel *self = POSTIL_ANNOTATION_LIST_MODEL (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  self->n_items = 0;
  g_clear_object (&self->document);

  G_OBJECT_CLASS (postil_annotation_list_model_parent_class)->dispose (object);
}

static void
postil_annotation_list_model_class_init (PostilAnnotationListModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = postil_annotation_list_model_dispose;
}

static void
postil_annotation_list_model_init (PostilAnnotationListModel *self)
{
}

PostilAnnotationListModel *
postil_annotation_list_model_new (void)
{
  return g_object_new (POSTIL_TYPE_ANNOTATION_LIST_MODEL, NULL);
}

void
postil_annotation_list_model_set_document (PostilAnnotationListModel *self,
                                           PostilDocument            *document)
{
  guint before = 0;

  g_return_if_fail (POSTIL_IS_ANNOTATION_LIST_MODEL (self));
  g_return_if_fail (document == NULL || POSTIL_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);

  before = self->n_items;
  self->n_items = 0;
  if (document != NULL)
    {
      self->n_items = postil_layer_get_n_annotations (postil_document_get_layer (document));
      g_signal_connect_object (document, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    }
  if (before > 0 || self->n_items > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_items);
}

gboolean
postil_annotation_list_model_find (PostilAnnotationListModel *self,
                                   const char                *id,
                                   guint                     *position)
{
  PostilLayer *layer = NULL;
  PostilAnnotation *annotation = NULL;

  g_return_val_if_fail (POSTIL_IS_ANNOTATION_LIST_MODEL (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  if (self->document == NULL || id == NULL)
    return FALSE;

  layer = postil_document_get_layer (self->document);
  annotation = postil_layer_lookup (layer, id);

  return annotation != NULL && postil_layer_get_index (layer, annotation, position);
}

