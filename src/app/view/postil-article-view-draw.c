/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws a frame: the recorded nodes of the blocks on screen, each moved to where its
 * paragraph is now, and the connectors of the current annotation's links. Nothing here
 * depends on how long the article is or how many annotations it has. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

static void
append_at (GtkSnapshot   *snapshot,
           GskRenderNode *node,
           int            y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) y));
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
}

void
postil_article_view_snapshot_layer (GtkTextView      *text_view,
                                    GtkTextViewLayer  layer,
                                    GtkSnapshot      *snapshot)
{
  PostilArticleView *self = POSTIL_ARTICLE_VIEW (text_view);

  if (self->document == NULL)
    return;

  /* GTK draws the layer below first; what it found serves the one above too. */
  if (layer == GTK_TEXT_VIEW_LAYER_BELOW_TEXT || self->visible->len == 0)
    postil_article_view_find_visible (self);

  for (guint i = 0; i < self->visible->len; i++)
    {
      PostilViewBlock *block = g_ptr_array_index (self->visible, i);
      GskRenderNode *node = layer == GTK_TEXT_VIEW_LAYER_BELOW_TEXT ? block->below : block->above;

      if (node != NULL)
        append_at (snapshot, node, block->y);
    }

  if (layer == GTK_TEXT_VIEW_LAYER_ABOVE_TEXT && self->current_links != NULL
      && self->current_links->len > 0)
    postil_article_view_draw_links (self, snapshot);
}
