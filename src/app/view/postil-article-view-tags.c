/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What assistive technology sees of the annotations: one shared GtkTextTag a code, on
 * exactly the coded text. The viewport's are set when the document is, the rest in idle
 * slices of a few milliseconds. Invariant: every annotation that starts before tag_offset
 * is tagged; setting a tag twice does no harm, so changes need not know how far that is.
 *
 * Tags have GTK lay out text in pieces, and take more memory than the annotations. Where there
 * are very many, only those around what is on screen have theirs, which follow when scrolling
 * pauses. Invariant then: what is in self->tagged is tagged, and nothing else. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include "model/postil-settle.h"

#define SLICE_US 4000
#define BATCH 64
#define FIRST_CHARS 4000
#define MAX_TAGGED 2000u    /* annotations; more are tagged around the screen only */
#define AROUND_CHARS 8000u  /* more than a block */
#define PAUSE_MS 200

static void
apply_code (PostilArticleView *self,
            const char        *code,
            PostilSpan         span)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter start;
  GtkTextIter end;

  if (self->tags_follow)
    {
      span.start = MAX (span.start, self->tagged.start);
      span.end = MIN (span.end, self->tagged.end);
      if (span.start >= span.end)
        return;
    }

  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) span.start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) span.end);
  gtk_text_buffer_apply_tag (buffer, postil_article_view_get_look (self, code)->tag, &start, &end);
}

static void
tag_annotation (PostilArticleView *self,
                PostilAnnotation  *annotation)
{
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

  if (!postil_settle_is_placed (annotation, postil_document_get_text (self->document)))
    return;

  for (guint i = 0; i < n_pieces; i++)
    apply_code (self, postil_annotation_get_code (annotation), pieces[i].span);
}

typedef struct
{
  PostilArticleView *self;
  const char        *code;
  PostilSpan         span;
} Restoring;

/* What a foreign file left overlapping with the same code keeps its part of the tag. */
static gboolean
restore_cb (PostilAnnotation *annotation,
            gpointer          user_data)
{
  Restoring *restoring = user_data;
  guint n_pieces;
  const PostilPiece *pieces;

  if (!g_str_equal (postil_annotation_get_code (annotation), restoring->code))
    return TRUE;

  pieces = postil_annotation_get_pieces (annotation, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      PostilSpan common = { MAX (pieces[i].span.start, restoring->span.start),
                            MIN (pieces[i].span.end, restoring->span.end) };

      if (common.start < common.end)
        apply_code (restoring->self, restoring->code, common);
    }

  return TRUE;
}

static void
untag_annotation (PostilArticleView *self,
                  PostilAnnotation  *annotation)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  const char *code = postil_annotation_get_code (annotation);
  guint n_pieces;
  const PostilPiece *pieces = postil_annotation_get_pieces (annotation, &n_pieces);

  if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
    return;

  for (guint i = 0; i < n_pieces; i++)
    {
      Restoring restoring = { self, code, pieces[i].span };
      GtkTextIter start;
      GtkTextIter end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) pieces[i].span.start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) pieces[i].span.end);
      gtk_text_buffer_remove_tag (buffer, postil_article_view_get_look (self, code)->tag,
                                  &start, &end);
      postil_layer_foreach_overlapping (postil_document_get_layer (self->document),
                                        pieces[i].span, restore_cb, &restoring);
    }
}

/* The layer already holds @after. */
void
postil_article_view_retag (PostilArticleView *self,
                           PostilAnnotation  *before,
                           PostilAnnotation  *after)
{
  if (before != NULL && after != NULL && postil_annotation_same_place (before, after)
      && g_str_equal (postil_annotation_get_code (before), postil_annotation_get_code (after)))
    return;

  if (before != NULL)
    untag_annotation (self, before);
  if (after != NULL)
    tag_annotation (self, after);
}

/* Tags some that start at tag_offset or after it; FALSE when there are no more. All that
 * start at one place are done at once, so that the place says how far we are. */
static gboolean
tag_batch (PostilArticleView *self)
{
  PostilLayer *layer = postil_document_get_layer (self->document);
  guint n_annotations = postil_layer_get_n_annotations (layer);
  guint index = postil_layer_find_from (layer, self->tag_offset);
  guint n_done = 0;

  for (; index < n_annotations; index++)
    {
      PostilAnnotation *annotation = postil_layer_get_annotation (layer, index);
      PostilSpan hull = postil_annotation_get_hull (annotation);

      if (postil_annotation_get_anchor (annotation) == POSTIL_ANCHOR_ORPHAN)
        return FALSE;
      if (n_done >= BATCH && hull.start >= self->tag_offset)
        return TRUE;

      tag_annotation (self, annotation);
      self->tag_offset = hull.start + 1;
      n_done++;
    }

  return FALSE;
}

static gboolean
tag_more_cb (gpointer user_data)
{
  PostilArticleView *self = user_data;
  gint64 deadline = g_get_monotonic_time () + SLICE_US;

  g_assert (POSTIL_IS_ARTICLE_VIEW (self));

  while (tag_batch (self))
    {
      if (g_get_monotonic_time () >= deadline)
        return G_SOURCE_CONTINUE;
    }

  self->tag_source = 0;

  return G_SOURCE_REMOVE;
}

static gboolean
tag_cb (PostilAnnotation *annotation,
        gpointer          user_data)
{
  tag_annotation (user_data, annotation);

  return TRUE;
}

static void
clear_tagged (PostilArticleView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GHashTableIter iter;
  gpointer look;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) self->tagged.start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) self->tagged.end);
  g_hash_table_iter_init (&iter, self->looks);
  while (g_hash_table_iter_next (&iter, NULL, &look))
    gtk_text_buffer_remove_tag (buffer, ((PostilViewLook *) look)->tag, &start, &end);
}

static gboolean
is_tagged (PostilArticleView *self,
           PostilSpan         span)
{
  return self->tagged.start <= span.start && span.end <= self->tagged.end;
}

static void
tag_around (PostilArticleView *self,
            PostilSpan         span)
{
  guint n_chars = postil_text_get_n_chars (postil_document_get_text (self->document));

  clear_tagged (self);
  self->tagged.start = span.start > AROUND_CHARS ? span.start - AROUND_CHARS : 0;
  self->tagged.end = MIN (span.end + AROUND_CHARS, n_chars);
  postil_layer_foreach_overlapping (postil_document_get_layer (self->document), self->tagged, tag_cb, self);
}

static gboolean
follow_cb (gpointer user_data)
{
  PostilArticleView *self = user_data;
  PostilSpan visible = postil_article_view_get_visible_span (self);

  self->tag_source = 0;
  if (!is_tagged (self, visible))
    tag_around (self, visible);

  return G_SOURCE_REMOVE;
}

/* What is on screen has changed. */
void
postil_article_view_follow_tags (PostilArticleView *self)
{
  PostilViewBlock *first;
  PostilViewBlock *last;

  if (!self->tags_follow || self->visible->len == 0)
    return;

  first = g_ptr_array_index (self->visible, 0);
  last = g_ptr_array_index (self->visible, self->visible->len - 1);
  if (is_tagged (self, (PostilSpan) { first->span.start, last->span.end }))
    return;

  g_clear_handle_id (&self->tag_source, g_source_remove);
  self->tag_source = g_timeout_add (PAUSE_MS, follow_cb, self);
}

/* The codes' tags are made first, so that no drawing has to; then what one sees first. */
void
postil_article_view_start_tagging (PostilArticleView *self)
{
  PostilCodebook *codebook = postil_document_get_codebook (self->document);
  guint n_codes = postil_codebook_get_n_codes (codebook);

  for (guint i = 0; i < n_codes; i++)
    postil_article_view_get_look (self, postil_codebook_get_code (codebook, i)->id);

  self->tagged = (PostilSpan) { 0, 0 };
  self->tags_follow = postil_layer_get_n_annotations (postil_document_get_layer (self->document)) > MAX_TAGGED;
  if (self->tags_follow)
    {
      tag_around (self, self->tagged);
      return;
    }

  self->tag_offset = 0;
  while (self->tag_offset < FIRST_CHARS)
    {
      guint before = self->tag_offset;

      if (!tag_batch (self) || self->tag_offset == before)
        break;
    }

  self->tag_source = g_idle_add_full (G_PRIORITY_LOW, tag_more_cb, self, NULL);
}

void
postil_article_view_stop_tagging (PostilArticleView *self)
{
  g_clear_handle_id (&self->tag_source, g_source_remove);
}
