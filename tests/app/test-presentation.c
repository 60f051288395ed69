/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The projector's page: nothing is left of it when it is closed, and neither the layer nor the
 * document of whoever presents is touched. */

#include "config.h"

#include "app/postil-settings.h"
#include "app/present/postil-presentation.h"
#include "model/postil-document.h"

static PostilDocument *
create_document (void)
{
  const PostilLayerInfo info = { .coder = "maria", .article = "a.txt" };
  g_autoptr (PostilText) text = postil_text_new_from_utf8 ("One deep concern is voiced.\n", -1, NULL);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilLayer) layer = postil_layer_new (&info);
  const PostilPiece piece = { { 4, 16 }, "deep concern", NULL, NULL };
  const PostilAnnotationInit init = { .id = "urn:uuid:1", .code = "concern", .pieces = &piece, .n_pieces = 1 };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);

  postil_layer_add (layer, annotation);
  return postil_document_new (text, codebook, layer);
}

static void
run_for (guint ms)
{
  gint64 until = g_get_monotonic_time () + (gint64) ms * 1000;

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
}

static void
wait_for_mapped (GtkWidget *widget)
{
  while (!gtk_widget_get_mapped (widget))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_closed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettings) settings = postil_settings_new (&error);
  PostilDocument *document = create_document ();
  PostilLayer *layer = postil_document_get_layer (document);
  GtkWidget *parent = adw_window_new ();
  GtkWidget *presentation = NULL;
  gpointer left = NULL;

  g_assert_no_error (error);
  gtk_window_present (GTK_WINDOW (parent));
  presentation = postil_presentation_new (GTK_WINDOW (parent), settings, "a.txt", postil_document_get_text (document),
                                          postil_document_get_codebook (document));
  postil_presentation_add_layer (POSTIL_PRESENTATION (presentation), "Coder 1", "maria", layer);
  g_set_weak_pointer (&left, presentation);
  gtk_window_present (GTK_WINDOW (presentation));
  wait_for_mapped (presentation);
  run_for (200);
  gtk_window_close (GTK_WINDOW (presentation));
  for (guint i = 0; i < 100 && left != NULL; i++)
    run_for (20);
  g_assert_null (left);
  g_assert_cmpuint (postil_document_get_generation (document), ==, 0);
  g_assert_cmpuint (postil_layer_get_n_annotations (layer), ==, 1);
  gtk_window_destroy (GTK_WINDOW (parent));
  run_for (50);
  g_assert_finalize_object (document);
}

/* An article in which nothing is marked can be shown, and its parent may go first. */
static void
test_empty (void)
{
  g_autoptr (GSettings) settings = postil_settings_new (NULL);
  g_autoptr (PostilDocument) document = create_document ();
  GtkWidget *parent = adw_window_new ();
  GtkWidget *presentation = postil_presentation_new (GTK_WINDOW (parent), settings, "a.txt", postil_document_get_text (document),
                                                     postil_document_get_codebook (document));
  gpointer left = NULL;

  g_set_weak_pointer (&left, presentation);
  gtk_window_present (GTK_WINDOW (parent));
  gtk_window_present (GTK_WINDOW (presentation));
  wait_for_mapped (presentation);
  run_for (100);
  gtk_window_destroy (GTK_WINDOW (parent));
  for (guint i = 0; i < 100 && left != NULL; i++)
    run_for (20);
  g_assert_null (left);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/presentation/closed", test_closed);
  g_test_add_func ("/presentation/empty", test_empty);
  return g_test_run ();
}
