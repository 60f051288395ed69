/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How each code looks in this view: the palette's colours for the theme of now, and the shared
 * tag that assistive technology sees, made when a code is first met. Main thread. */

#include "config.h"

#include "app/view/postil-article-view-private.h"

#include <adwaita.h>

/* Seen by assistive technology, not by the eye: 0 would mean "opaque" to Pango. */
#define TAG_ALPHA (1.5f / 65535.0f)

void
postil_view_look_drop_stamps (PostilViewLook *look)
{
  postil_view_stamps_clear (&look->stamps);
  postil_view_stamps_clear (&look->dim_stamps);
}

void
postil_view_look_free (PostilViewLook *look)
{
  g_free (look->code);
  postil_view_look_drop_stamps (look);
  g_free (look);
}

static void
set_tag_color (PostilViewLook *look)
{
  GdkRGBA color = look->style.line;

  color.alpha = TAG_ALPHA;
  g_object_set (look->tag, "background-rgba", &color, NULL);
}

PostilViewLook *
postil_article_view_get_look (PostilArticleView *self,
                              const char        *code_id)
{
  PostilViewLook *look = g_hash_table_lookup (self->looks, code_id);
  GtkTextBuffer *buffer;

  if (look != NULL)
    return look;

  g_assert (self->document != NULL);

  look = g_new0 (PostilViewLook, 1);
  look->code = g_strdup (code_id);
  postil_palette_get_style (postil_document_get_codebook (self->document), code_id,
                            self->dark, self->high_contrast, &look->style);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  look->tag = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  set_tag_color (look);
  g_hash_table_insert (self->looks, look->code, look);

  return look;
}

void
postil_article_view_update_looks (PostilArticleView *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self->document != NULL)
    {
      g_hash_table_iter_init (&iter, self->looks);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        {
          PostilViewLook *look = value;

          postil_palette_get_style (postil_document_get_codebook (self->document), look->code,
                                    self->dark, self->high_contrast, &look->style);
          set_tag_color (look);
          postil_view_look_drop_stamps (look);
        }
    }

  postil_article_view_invalidate_all (self);
  postil_article_view_emit_looks_changed (self);
}

const PostilCodeStyle *
postil_article_view_get_style (PostilArticleView *self,
                               const char        *code_id)
{
  g_return_val_if_fail (POSTIL_IS_ARTICLE_VIEW (self), NULL);
  g_return_val_if_fail (self->document != NULL, NULL);
  g_return_val_if_fail (code_id != NULL, NULL);

  return &postil_article_view_get_look (self, code_id)->style;
}

static void
theme_changed_cb (PostilArticleView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_assert (POSTIL_IS_ARTICLE_VIEW (self));

  self->dark = adw_style_manager_get_dark (manager);
  self->high_contrast = adw_style_manager_get_high_contrast (manager);
  postil_article_view_update_looks (self);
}

void
postil_article_view_watch_theme (PostilArticleView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->dark = adw_style_manager_get_dark (manager);
  self->high_contrast = adw_style_manager_get_high_contrast (manager);
  g_signal_connect_object (manager, "notify::dark",
                           G_CALLBACK (theme_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast",
                           G_CALLBACK (theme_changed_cb), self, G_CONNECT_SWAPPED);
}
