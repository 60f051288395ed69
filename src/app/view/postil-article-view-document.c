/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the article view knows of its document: the buffer is filled from it once, each
 * ::changed is followed by work on what changed and nothing else, and the current
 * annotation is followed by its id through edits, undo and merges. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

/* By then the first page is painted; what has lower priority than GTK's laying out comes after that. */
#define TRIM_MS 500

guint
postil_article_view_get_n_pieces (PostilAnnotation *annotation)
{
  guint n_pieces;

  g_assert (annotation != NULL);

  postil_annotation_get_pieces (annotation, &n_pieces);

  return n_pieces;
}

PostilSpan
postil_article_view_get_piece (PostilArticleView *self,
                               PostilAnnotation  *annotation,
                               guint              index)
{
  const PostilPiece *pieces;
  guint n_pieces;

  g_assert (annotation != NULL);

  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  g_assert (index < n_pieces);

  if (self->border_edge != 0 && annotation == self->current_annotation
      && index == self->border_piece)
    return self->border_span;

  return pieces[index].span;
}

/* Finds the current annotation's value anew, after the layer or the id changed. */
void
postil_article_view_update_current (PostilArticleView *self)
{
  PostilAnnotation *annotation = NULL;

  if (self->document != NULL && self->current != NULL)
    annotation = postil_layer_lookup (postil_document_get_layer (self->document), self->current);

  g_clear_pointer (&self->current_links, g_ptr_array_unref);
  if (annotation != self->current_annotation)
    {
      if (self->current_annotation != NULL)
        postil_article_view_invalidate_annotation (self, self->current_annotation);
      g_clear_pointer (&self->current_annotation, postil_annotation_unref);
      self->border_edge = 0;
    }

  if (annotation == NULL)
    return;

  if (self->current_annotation == NULL)
    self->current_annotation = postil_annotation_ref (annotation);
  self->current_links = postil_layer_dup_links_of (postil_document_get_layer (self->document),
                                                   self->current);
  postil_article_view_invalidate_annotation (self, annotation);
}

static PostilAnnotation *
find_id (GPtrArray  *annotations,
         const char *id)
{
  for (guint i = 0; i < annotations->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (annotations, i);

      if (g_str_equal (postil_annotation_get_id (annotation), id))
        return annotation;
    }

  return NULL;
}

/* Ids of a change that is small are compared in turn; a large one gets a table. */
static GHashTable *
index_ids (GPtrArray *annotations)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < annotations->len; i++)
    {
      PostilAnnotation *annotation = g_ptr_array_index (annotations, i);

      g_hash_table_insert (index, (gpointer) postil_annotation_get_id (annotation), annotation);
    }

  return index;
}

static void
follow_annotation (PostilArticleView *self,
                   PostilAnnotation  *before,
                   PostilAnnotation  *after)
{
  postil_article_view_update_place (self, before, after);
  postil_article_view_retag (self, before, after);
  if (before != NULL)
    postil_article_view_invalidate_annotation (self, before);
  if (after != NULL)
    postil_article_view_invalidate_annotation (self, after);
}

static void
follow_annotations (PostilArticleView *self,
                    PostilChange      *change)
{
  GPtrArray *removed = postil_change_get_removed (change);
  GPtrArray *added = postil_change_get_added (change);
  gboolean is_large = removed->len > 8 && added->len > 8;
  g_autoptr (GHashTable) added_ids = is_large ? index_ids (added) : NULL;
  g_autoptr (GHashTable) removed_ids = is_large ? index_ids (removed) : NULL;

  for (guint i = 0; i < removed->len; i++)
    {
      PostilAnnotation *before = g_ptr_array_index (removed, i);
      const char *id = postil_annotation_get_id (before);

      follow_annotation (self, before,
                         is_large ? g_hash_table_lookup (added_ids, id) : find_id (added, id));
    }

  for (guint i = 0; i < added->len; i++)
    {
      PostilAnnotation *after = g_ptr_array_index (added, i);
      const char *id = postil_annotation_get_id (after);

      if ((is_large ? g_hash_table_lookup (removed_ids, id) : find_id (removed, id)) == NULL)
        follow_annotation (self, NULL, after);
    }
}

static void
document_changed_cb (PostilDocument     *document,
                     PostilChange       *change,
                     PostilChangeOrigin  origin,
                     PostilArticleView  *self)
{
  g_assert (POSTIL_IS_ARTICLE_VIEW (self));
  g_assert (document == self->document);

  follow_annotations (self, change);
  if (postil_change_get_codebook (change, NULL, NULL))
    postil_article_view_update_looks (self);

  postil_article_view_update_current (self);
  if (self->current != NULL && self->current_annotation == NULL)
    postil_article_view_set_current (self, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Filled before it is shown: a buffer in a view would lay each insertion out. */
static GtkTextBuffer *
create_buffer (PostilText *text)
{
  GtkTextBuffer *buffer = gtk_text_buffer_new (NULL);
  gsize n_bytes;
  const char *utf8 = postil_text_get_utf8 (text, &n_bytes);
  GtkTextIter start;

  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_buffer_set_text (buffer, utf8, (int) n_bytes);
  postil_article_view_tag_headings (buffer, text);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);

  return buffer;
}

void
postil_article_view_clear_document (PostilArticleView *self)
{
  if (self->document == NULL)
    return;

  postil_article_view_stop_tagging (self);
  g_clear_handle_id (&self->selection_source, g_source_remove);
  g_clear_handle_id (&self->release_source, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->document);
  g_clear_signal_handler (&self->cursor_id, gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
  g_hash_table_remove_all (self->looks);
  g_hash_table_remove_all (self->places);
  g_hash_table_remove_all (self->blocks);
  g_ptr_array_set_size (self->visible, 0);
  g_array_set_size (self->matches, 0);
  g_array_set_size (self->grown, 0);
  g_clear_pointer (&self->current_links, g_ptr_array_unref);
  g_clear_pointer (&self->current_annotation, postil_annotation_unref);
  g_clear_pointer (&self->segmenter, postil_segmenter_free);
  g_clear_object (&self->document);
  self->border_edge = 0;
  self->last_click_offset = G_MAXUINT;
}

/* Reading, laying out and filling lists leave holes, which glibc would keep for as long as the article is open. */
static gboolean
trim_cb (gpointer user_data)
{
  PostilArticleView *self = user_data;

  self->trim_source = 0;
#ifdef HAVE_MALLOC_TRIM
  malloc_trim (0);
#endif

  return G_SOURCE_REMOVE;
}

void
postil_article_view_set_document (PostilArticleView *self,
                                  PostilDocument    *document)
{
  g_autoptr (GtkTextBuffer) buffer = NULL;

  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));
  g_return_if_fail (document == NULL || POSTIL_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  postil_article_view_clear_document (self);
  postil_article_view_set_current (self, NULL);

  if (document == NULL)
    {
      buffer = gtk_text_buffer_new (NULL);
      gtk_text_view_set_buffer (GTK_TEXT_VIEW (self), buffer);
    }
  else
    {
      PostilText *text = postil_document_get_text (document);
      PostilLayer *layer = postil_document_get_layer (document);

      self->document = g_object_ref (document);
      self->segmenter = postil_segmenter_new (text, postil_layer_get_info (layer)->language);
      buffer = create_buffer (text);
      gtk_text_view_set_buffer (GTK_TEXT_VIEW (self), buffer);
      self->changed_id = g_signal_connect (document, "changed",
                                           G_CALLBACK (document_changed_cb), self);
      self->cursor_id = g_signal_connect_swapped (buffer, "notify::cursor-position",
                                                  G_CALLBACK (postil_article_view_cursor_moved_cb),
                                                  self);
      postil_article_view_start_tagging (self);
    }

  g_clear_handle_id (&self->trim_source, g_source_remove);
  self->trim_source = g_timeout_add_full (G_PRIORITY_LOW, TRIM_MS, trim_cb, self, NULL);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "document");
}

PostilDocument *
postil_article_view_get_document (PostilArticleView *self)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), NULL);

  return self->document;
}

void
postil_article_view_set_current (PostilArticleView *self,
                                 const char        *annotation_id)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));

  if (g_strcmp0 (self->current, annotation_id) == 0)
    return;

  postil_article_view_cancel_border (self);
  g_free (self->current);
  self->current = g_strdup (annotation_id);
  postil_article_view_update_current (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "current");
}

const char *
postil_article_view_get_current (PostilArticleView *self)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), NULL);

  return self->current;
}

/* The index to begin from, such that stepping once gives the neighbour. */
static gint64
find_origin (PostilArticleView *self,
             const char        *from_id,
             int                direction)
{
  PostilLayer *layer = postil_document_get_layer (self->document);
  PostilAnnotation *from = NULL;
  guint caret = postil_article_view_get_caret (self);
  guint index;

  if (from_id != NULL)
    from = postil_layer_lookup (layer, from_id);
  if (from != NULL && postil_layer_get_index (layer, from, &index))
    return index;

  index = postil_layer_find_from (layer, caret);

  return direction > 0 ? (gint64) index - 1 : (gint64) index;
}

char *
postil_article_view_dup_neighbour (PostilArticleView *self,
                                   const char        *from_id,
                                   int                direction)
{
  PostilLayer *layer;
  gint64 index;
  gint64 n_annotations;

  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), NULL);
  g_return_val_if_fail (direction == 1 || direction == -1, NULL);

  if (self->document == NULL)
    return NULL;

  layer = postil_document_get_layer (self->document);
  n_annotations = postil_layer_get_n_annotations (layer);
  index = find_origin (self, from_id, direction) + direction;

  for (; index >= 0 && index < n_annotations; index += direction)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, (guint) index);

      if (postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN)
        return g_strdup (postil_annotation_get_id (annotation));
    }

  return NULL;
}

void
postil_article_view_set_matches (PostilArticleView *self,
                                 const PostilSpan  *spans,
                                 guint              n_spans)
{
  g_return_if_fail (POSTIL_IS_ARTICLE_VIEW (self));
  g_return_if_fail (spans != NULL || n_spans == 0);

  if (n_spans == 0 && self->matches->len == 0)
    return;

  g_array_set_size (self->matches, 0);
  if (n_spans > 0)
    g_array_append_vals (self->matches, spans, n_spans);
  postil_article_view_invalidate_all (self);
}
