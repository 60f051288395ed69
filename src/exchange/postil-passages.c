/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers passages and cuts the text at their borders, for pages that people read. The text is
 * gone through once, with the passages that are open at the place. Any thread. */

#include "config.h"

#include "exchange/postil-passages.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  guint                at;
  gboolean             begins;
  const PostilPassage *passage;
} Border;

static int
compare_passages (gconstpointer a, gconstpointer b)
{
  const PostilPassage *first = a;
  const PostilPassage *second = b;
  int order;

  if (first->has_place != second->has_place)
    return first->has_place ? -1 : 1;
  order = postil_annotation_compare (first->annotation, second->annotation);
  if (order == 0)
    order = strcmp (postil_layer_get_info (first->layer)->coder, postil_layer_get_info (second->layer)->coder);
  return order;
}

/* Lines are paragraphs of a page, so that a passage is seen to begin and to end within one. */
static PostilSpan
trim_line_ends (PostilText *text, PostilSpan hull)
{
  PostilSpan shown = hull;

  while (shown.start < shown.end && postil_text_get_char (text, shown.start) == '\n')
    shown.start++;
  while (shown.end > shown.start && postil_text_get_char (text, shown.end - 1) == '\n')
    shown.end--;
  return shown;
}

GArray *
postil_passages_collect (PostilSetArticle *article)
{
  GArray *passages = g_array_new (FALSE, FALSE, sizeof (PostilPassage));

  g_return_val_if_fail (article != NULL, passages);

  for (guint l = 0; l < article->layers->len; l++)
    {
      PostilLayer *layer = article->layers->pdata[l];

      for (guint i = 0; i < postil_layer_get_n_annotations (layer); i++)
        {
          PostilAnnotation *annotation = postil_layer_get_annotation (layer, i);
          PostilPassage passage = { .annotation = annotation, .layer = layer };

          passage.has_place = postil_annotation_get_anchor (annotation) != POSTIL_ANCHOR_ORPHAN &&
                              article->text != NULL &&
                              postil_annotation_check (annotation, article->text) == POSTIL_FIT_OK;
          if (passage.has_place)
            passage.shown = trim_line_ends (article->text, postil_annotation_get_hull (annotation));
          g_array_append_val (passages, passage);
        }
    }
  g_array_sort (passages, compare_passages);
  for (guint i = 0; i < passages->len; i++)
    g_array_index (passages, PostilPassage, i).number = i + 1;
  return passages;
}

gboolean
postil_passage_begins_at (const PostilPassage *self, guint char_offset)
{
  return self->shown.start == char_offset;
}

gboolean
postil_passage_ends_at (const PostilPassage *self, guint char_offset)
{
  return self->shown.end == char_offset;
}

static int
compare_borders (gconstpointer a, gconstpointer b)
{
  const Border *first = a;
  const Border *second = b;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;
  if (first->begins != second->begins)
    return first->begins ? 1 : -1;
  return first->passage->number < second->passage->number ? -1 : first->passage->number > second->passage->number;
}

static GArray *
collect_borders (GArray *passages)
{
  GArray *borders = g_array_new (FALSE, FALSE, sizeof (Border));

  for (guint i = 0; i < passages->len; i++)
    {
      const PostilPassage *passage = &g_array_index (passages, PostilPassage, i);
      guint n_pieces;
      const PostilPiece *pieces = postil_annotation_get_pieces (passage->annotation, &n_pieces);

      for (guint p = 0; passage->has_place && p < n_pieces; p++)
        {
          Border begin = { pieces[p].span.start, TRUE, passage };
          Border end = { pieces[p].span.end, FALSE, passage };

          g_array_append_val (borders, begin);
          g_array_append_val (borders, end);
        }
    }
  g_array_sort (borders, compare_borders);
  return borders;
}

/* One stretch between borders, line by line. */
static void
hand_over (GPtrArray *open, PostilText *text, guint start, guint end, PostilStretchFunc func, gpointer user_data)
{
  while (start < end)
    {
      gsize length;
      const char *slice = postil_text_peek_slice (text, (PostilSpan) { start, end }, &length);
      const char *newline = memchr (slice, '\n', length);
      guint stop = newline != NULL ? start + (guint) g_utf8_strlen (slice, newline - slice) : end;
      PostilStretch stretch = { { start, stop }, (const PostilPassage *const *) open->pdata, open->len, FALSE };
      PostilStretch line_end = { { stop, stop }, NULL, 0, TRUE };

      if (stop > start)
        func (&stretch, user_data);
      if (newline != NULL)
        func (&line_end, user_data);
      start = stop + (newline != NULL);
    }
}

void
postil_passages_foreach_stretch (GArray *passages, PostilText *text, PostilStretchFunc func, gpointer user_data)
{
  g_autoptr (GArray) borders = NULL;
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  guint at = 0;

  g_return_if_fail (passages != NULL);
  g_return_if_fail (text != NULL);

  borders = collect_borders (passages);
  for (guint i = 0; i < borders->len; i++)
    {
      const Border *border = &g_array_index (borders, Border, i);

      hand_over (open, text, at, border->at, func, user_data);
      at = border->at;
      if (border->begins)
        g_ptr_array_add (open, (gpointer) border->passage);
      else
        g_ptr_array_remove (open, (gpointer) border->passage);
    }
  hand_over (open, text, at, postil_text_get_n_chars (text), func, user_data);
}

guint
postil_passages_find_number (GArray *passages, PostilLayer *layer, const char *id)
{
  for (guint i = 0; i < passages->len; i++)
    {
      const PostilPassage *passage = &g_array_index (passages, PostilPassage, i);

      if (passage->layer == layer && strcmp (postil_annotation_get_id (passage->annotation), id) == 0)
        return passage->number;
    }
  return 0;
}

void
postil_passages_report_losses (const char *path, PostilSetArticle *article, PostilReport *losses)
{
  g_return_if_fail (article != NULL);
  g_return_if_fail (losses != NULL);

  for (guint i = 0; i < article->layers->len; i++)
    {
      PostilLayer *layer = g_ptr_array_index (article->layers, i);
      const PostilLayerInfo *info = postil_layer_get_info (layer);
      guint n_annotations = postil_layer_get_n_annotations (layer);

      if (n_annotations > 0)
        postil_report_add (losses, path, 0, "passage", info->coder,
                           g_dngettext (GETTEXT_PACKAGE,
                                        "The offsets, the id and the times of %u passage are not kept.",
                                        "The offsets, the ids and the times of %u passages are not kept.", n_annotations),
                           n_annotations);
      if (n_annotations == 0)
        postil_report_add (losses, path, 0, "empty-layer", info->coder,
                           _("%s marked nothing in this article, and there is no row to say so."), info->coder);
      if (g_strcmp0 (info->status, "in progress") != 0)
        postil_report_add (losses, path, 0, "status", info->coder,
                           _("That the article is “%s” for %s is not kept."), info->status, info->coder);
      for (guint j = 0; j < n_annotations; j++)
        if (postil_annotation_get_anchor (postil_layer_get_annotation (layer, j)) == POSTIL_ANCHOR_MOVED)
          postil_report_add (losses, path, 0, "anchor", postil_annotation_get_id (postil_layer_get_annotation (layer, j)),
                             _("The mark that this passage was moved and is to be checked is not kept."));
      if (postil_layer_get_n_links (layer) > 0)
        postil_report_add (losses, path, 0, "link", info->coder,
                           g_dngettext (GETTEXT_PACKAGE,
                                        "The id and the times of %u link are not kept; what it ties is.",
                                        "The ids and the times of %u links are not kept; what they tie is.",
                                        postil_layer_get_n_links (layer)),
                           postil_layer_get_n_links (layer));
    }
}
