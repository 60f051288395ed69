/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tag all: two thousand matches with the article on screen, one step, its undo and redo, each
 * under a second; and what the preview leaves out. */

#include "config.h"

#include "app/dialogs/postil-tag-all.h"
#include "app/view-fixture.h"
#include "base/postil-search.h"
#include "model/postil-edit.h"

#include <adwaita.h>

#define N_MATCHES 2000u

static PostilDocument *
create_document (void)
{
  const PostilLayerInfo info = { .coder = "maria", .article = "many.txt" };
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (PostilText) text = NULL;
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);

  for (guint i = 0; i < N_MATCHES; i++)
    g_string_append (words, i % 20 == 19 ? "Café and tea.\n" : "Café and tea. ");
  text = postil_text_new_from_utf8 (words->str, -1, NULL);

  return postil_document_new (text, codebook, layer);
}

static void
report (const char *what,
        gint64      since)
{
  double ms = (double) (g_get_monotonic_time () - since) / 1000;

  g_test_message ("%s of %u: %.1f ms", what, N_MATCHES, ms);
  g_assert_cmpfloat (ms, <, 1000);
}

static void
test_many (void)
{
  g_autoptr (PostilDocument) document = create_document ();
  PostilLayer *layer = postil_document_get_layer (document);
  GtkWidget *view = postil_article_view_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GArray) spans = NULL;
  g_autoptr (PostilChange) change = NULL;
  g_autoptr (GError) error = NULL;
  gint64 since = 0;

  postil_article_view_set_document (POSTIL_ARTICLE_VIEW (view), document);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  gtk_window_present (GTK_WINDOW (window));
  view_fixture_wait_ms (300);

  since = g_get_monotonic_time ();
  spans = postil_search_find (postil_document_get_text (document), "cafe", POSTIL_SEARCH_FOLD_MARKS, G_MAXUINT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (spans->len, ==, N_MATCHES);
  change = postil_edit_tag_all (document, (PostilSpan *) (gpointer) spans->data, spans->len, "concern", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (postil_document_apply (document, change, POSTIL_ORIGIN_DO, &error));
  report ("tag all", since);
  g_assert_cmpuint (postil_layer_count_code (layer, "concern"), ==, N_MATCHES);

  since = g_get_monotonic_time ();
  g_assert_true (postil_document_undo (document, NULL, &error));
  report ("undo", since);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 0);
  g_assert_false (postil_document_can_undo (document));

  since = g_get_monotonic_time ();
  g_assert_true (postil_document_redo (document, NULL, &error));
  report ("redo", since);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, N_MATCHES);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_preview (void)
{
  g_autoptr (PostilDocument) document = create_document ();
  const PostilSpan spans[] = { { 0, 4 }, { 14, 18 } };
  GtkWidget *parent = gtk_window_new ();
  GtkWidget *preview = postil_tag_all_new (GTK_WINDOW (parent), document, spans, G_N_ELEMENTS (spans));
  g_autoptr (GArray) chosen = NULL;

  gtk_window_present (GTK_WINDOW (preview));
  view_fixture_wait_ms (200);
  chosen = postil_tag_all_dup_spans (POSTIL_TAG_ALL (preview));
  g_assert_cmpuint (chosen->len, ==, 2);
  g_assert_cmpuint (g_array_index (chosen, PostilSpan, 1).start, ==, 14);
  gtk_window_destroy (GTK_WINDOW (preview));
  gtk_window_destroy (GTK_WINDOW (parent));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/tag-all/many", test_many);
  g_test_add_func ("/tag-all/preview", test_preview);

  return g_test_run ();
}
