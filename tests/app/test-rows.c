/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of lists measure without a word from GTK, whatever stands in them: warnings are fatal here. A
 * passage may be narrower than the sign for "more follows", which GTK 4.8 then measures wrongly. */

#include "config.h"

#include "app/panes/postil-annotation-row.h"

#include <adwaita.h>

static void
measure (const char *quote)
{
  const PostilPiece piece = { .span = { 0, (guint) g_utf8_strlen (quote, -1) }, .exact = quote };
  const PostilAnnotationInit init = {
    .id = "urn:uuid:1", .code = "concern", .pieces = &piece, .n_pieces = 1,
  };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  GtkWidget *row = g_object_ref_sink (postil_annotation_row_new ());
  int height = 0;

  postil_annotation_row_set_annotation (POSTIL_ANNOTATION_ROW (row), annotation, codebook);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  /* Of the heights that a row can have: newer GTKs warn of others. */
  for (int for_size = -1; for_size < height + 60; for_size = MAX (for_size + 1, height))
    {
      int minimum = 0;
      int natural = 0;

      gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, for_size, &minimum, &natural, NULL, NULL);
      g_assert_cmpint (minimum, <=, natural);
    }
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 300, NULL, NULL, NULL, NULL);
  g_object_unref (row);
}

/* A list binds all of its rows anew when one comes or goes: those that stay need no laying out. */
static void
test_same_again (void)
{
  const PostilPiece piece = { .span = { 0, 2 }, .exact = "no" };
  const PostilAnnotationInit init = {
    .id = "urn:uuid:1", .code = "concern", .pieces = &piece, .n_pieces = 1,
  };
  g_autoptr (PostilAnnotation) annotation = postil_annotation_new (&init);
  g_autoptr (PostilAnnotation) other = postil_annotation_new (&init);
  g_autoptr (PostilCodebook) codebook = postil_codebook_new_builtin ();
  g_autoptr (PostilCodebook) other_codebook = postil_codebook_new_builtin ();
  PostilAnnotationRow *row = POSTIL_ANNOTATION_ROW (g_object_ref_sink (postil_annotation_row_new ()));

  g_assert_true (postil_annotation_row_set_annotation (row, annotation, codebook));
  g_assert_false (postil_annotation_row_set_annotation (row, annotation, codebook));
  g_assert_true (postil_annotation_row_set_annotation (row, other, codebook));
  g_assert_true (postil_annotation_row_set_annotation (row, other, other_codebook));
  g_assert_false (postil_annotation_row_set_annotation (row, other, other_codebook));
  g_object_unref (row);
}

static void
test_short_quotes (void)
{
  const char *quotes[] = { "1.", ".", "i", "—", "no", "a b", "deep concern over it", "مع", "🙂" };

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    measure (quotes[i]);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_test_add_func ("/rows/short-quotes", test_short_quotes);
  g_test_add_func ("/rows/same-again", test_same_again);

  return g_test_run ();
}
