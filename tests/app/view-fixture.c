/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests, the benchmark and the demo of the article view share. */

#include "config.h"

#include "app/view-fixture.h"

#include "app/view/postil-overview-ruler.h"
#include "model/postil-edit.h"

#include <string.h>

PostilDocument *
view_fixture_new_document (const char *utf8)
{
  const PostilLayerInfo info = { .coder = "test", .article = "test.txt" };
  g_autoptr (GError) error = NULL;
  g_autoptr (PostilText) text = postil_text_new_from_utf8 (utf8, -1, &error);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);

  g_assert_no_error (error);

  return postil_document_new (text, codebook, layer);
}

void
view_fixture_init (ViewFixture *self,
                   const char  *text,
                   int          width,
                   int          height)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *ruler = postil_overview_ruler_new ();

  self->document = view_fixture_new_document (text);
  self->view = POSTIL_ARTICLE_VIEW (postil_article_view_new ());
  postil_article_view_set_document (self->view, self->document);
  postil_overview_ruler_set_view (POSTIL_OVERVIEW_RULER (ruler), self->view);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_hexpand (self->scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), self->scrolled);
  gtk_box_append (GTK_BOX (box), ruler);

  self->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  gtk_window_set_child (GTK_WINDOW (self->window), box);
  gtk_window_present (GTK_WINDOW (self->window));
  view_fixture_settle (self);
}

void
view_fixture_clear (ViewFixture *self)
{
  g_autoptr (PostilArticleView) view = g_object_ref (self->view);

  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&view));
  g_assert_finalize_object (self->document);
}

static void
set_flag_cb (gpointer user_data)
{
  gboolean *flag = user_data;

  *flag = TRUE;
}

static gboolean
wait_over_cb (gpointer user_data)
{
  set_flag_cb (user_data);

  return G_SOURCE_REMOVE;
}

void
view_fixture_wait_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, wait_over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;

  return G_SOURCE_CONTINUE;
}

void
view_fixture_settle (ViewFixture *self)
{
  guint n_frames = 0;
  guint id = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), frame_cb, &n_frames, NULL);
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (n_frames < 4 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), id);
  while (g_main_context_pending (NULL) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
}

PostilSpan
view_fixture_find (PostilDocument *document,
                   const char     *quote,
                   guint           nth)
{
  PostilText *text = postil_document_get_text (document);
  const char *utf8 = postil_text_get_utf8 (text, NULL);
  const char *found = strstr (utf8, quote);
  PostilSpan span;

  for (guint i = 0; i < nth && found != NULL; i++)
    found = strstr (found + 1, quote);
  g_assert_nonnull (found);
  span.start = postil_text_byte_to_char (text, (gsize) (found - utf8));
  span.end = span.start + (guint) g_utf8_strlen (quote, -1);

  return span;
}

char *
view_fixture_tag (PostilDocument *document,
                  const char     *quote,
                  guint           nth,
                  const char     *code)
{
  PostilSpan span = view_fixture_find (document, quote, nth);
  g_autoptr (GError) error = NULL;
  char *id = NULL;
  g_autoptr (PostilChange) change = postil_edit_tag (document, &span, 1, code, &id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (change);
  g_assert_true (postil_document_apply (document, change, POSTIL_ORIGIN_DO, &error));
  g_assert_no_error (error);

  return id;
}

GdkTexture *
view_fixture_render (ViewFixture *self)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (self->window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  int width = gtk_widget_get_width (self->window);
  int height = gtk_widget_get_height (self->window);

  view_fixture_settle (self);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);

  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->window)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
}

void
view_fixture_save_png (ViewFixture *self,
                       const char  *file)
{
  g_autoptr (GdkTexture) texture = view_fixture_render (self);

  g_assert_true (gdk_texture_save_to_png (texture, file));
}

GtkWidget *
view_fixture_find_widget (GtkWidget *widget,
                          GType      type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = view_fixture_find_widget (child, type);

  return found;
}
